"""What is kept, said to everybody and to whoever it is about; and taking it all away."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from network.core.actor import Role
from network.core.settings import Settings
from network.core.unit import Unit
from network.people import accounts, erasure, roles, second_factor
from network.people.tables import PersonFields
from network.places import localities
from network.retention import RULES
from tests import make, make_people
from tests.conftest import OneTransaction
from tests.make_people import Asking
from tests.web.conftest import Seeing
from tests.web.signing import browsing, sign_in

JO, NAME = "jo.canary@example.org", "Jo Canary"


async def test_the_public_page_names_every_kind_with_its_time(seeing: Seeing) -> None:
    page = await seeing("/privacy")
    assert page.heading == "What we keep"
    for rule in RULES:
        assert rule.what in page.words
        assert rule.how_long in page.words
        assert all(thing in page.words for thing in rule.things)


async def test_i_can_read_all_that_is_kept_about_me_and_save_it(
    steward: Unit, sessions: OneTransaction, tmp_path: Path, now: datetime
) -> None:
    async with browsing(sessions, tmp_path, now) as browser:
        await sign_in(browser, steward, JO)
        page = await browser.open("/me/kept")
        assert page.heading == "What we keep about you"
        assert f"Your email address {JO}" in page.words
        assert "Letters we send you" in page.words
        await browser.open("/me/kept/file")
        answer = browser.answer
        assert answer is not None
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["content-disposition"].startswith("attachment;")
        kept = json.loads(answer.text)["kept"]
        assert kept["person"][0]["email"] == JO
        assert set(kept) <= set(SQLModel.metadata.tables)
        assert not any("hash" in name for name in kept["session"][0])


@pytest.mark.parametrize("path", ["/me/kept", "/me/kept/file", "/me/erase", "/me/erase/sure"])
async def test_whoever_is_not_signed_in_is_asked_to(seeing: Seeing, path: str) -> None:
    assert (await seeing(path)).status == 303


async def test_taking_my_account_away_says_what_goes_asks_twice_and_then_does_it(
    steward: Unit, sessions: OneTransaction, tmp_path: Path, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    await make_people.host(steward, now, run_by.id, JO)
    async with browsing(sessions, tmp_path, now) as browser:
        await sign_in(browser, steward, JO)
        first = await browser.open("/me/erase")
        assert "What stays, and why" in first.words
        assert "Hand these over first Only you keep them." in first.words
        assert f"/hosts/organisation/{run_by.id}/people" in first.links
        await browser.open("/me/erase/sure")
        again = await browser.send()
        assert again.status == 400
        assert again.title.startswith("Error: ")
        assert "Tick the box if you are sure" in again.words
        gone = await browser.send({"sure": "yes"})
        assert gone.heading == "Your account is gone"
        assert browser.at.endswith("/account-gone")
        assert not browser.client.cookies
        assert "Sign in" in (await browser.open("/me")).title
    async with sessions.reading() as db:
        assert await db.scalar(text("select count(*) from erasure")) == 1


async def test_where_another_keeps_the_entry_nobody_is_told_to_hand_over(
    steward: Unit, sessions: OneTransaction, tmp_path: Path, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    for email in (JO, "sam@example.org"):
        await make_people.host(steward, now, run_by.id, email)
    async with browsing(sessions, tmp_path, now) as browser:
        await sign_in(browser, steward, JO)
        assert "Hand these over first" not in (await browser.open("/me/erase")).words


async def test_whoever_has_a_second_step_gives_it_before_the_account_goes(
    steward: Unit, sessions: OneTransaction, tmp_path: Path, now: datetime
) -> None:
    async with browsing(sessions, tmp_path, now) as browser:
        await sign_in(browser, steward, JO)
        await enrolled(steward, sessions, now)
        for path in ("/me/erase", "/me/erase/sure"):
            assert (await browser.open(path)).heading == "Enter the code from your phone"
        page = await browser.post("/me/erase/sure", [("sure", "yes")])
        assert page.heading == "Enter the code from your phone"
    assert (await steward.read(accounts.by_email, JO)).email == JO


async def enrolled(steward: Unit, sessions: OneTransaction, now: datetime) -> None:
    """Let Jo have a second step that counts."""
    jo = await make_people.signed_in(steward, now, JO)
    async with Unit(sessions, jo) as unit:
        await unit.write(second_factor.enrol, Settings(secret="s" * 32), now)
    async with sessions.writing() as db, db.begin():
        await db.execute(text("update secondfactor set confirmed_at = enrolled_at"))


async def test_a_member_is_asked_says_yes_and_takes_it_back(
    steward: Unit, asking: Asking, sessions: OneTransaction, tmp_path: Path, now: datetime
) -> None:
    jo = await make_people.signed_in(steward, now, JO)
    assert jo.person
    await asking(jo).write(accounts.rename, PersonFields(name=NAME))
    here = next(one for one in await steward.read(localities.all_) if one.slug == "sussex")
    await steward.write(roles.grant, jo.person, roles.over(here.id, Role.MEMBER), now)
    async with browsing(sessions, tmp_path, now) as browser:
        await sign_in(browser, steward, JO)
        page = await browser.open("/me/kept")
        assert "May we keep this?" in page.words
        assert "That may tell others about your health" in page.words
        page = await browser.send(action="/me/kept/yes")
        assert "You said yes today." in page.words
        assert "May we keep this?" not in page.words
        page = await browser.send(action="/me/kept/take-back")
        assert "You are no longer a member." in page.words
        assert "May we keep this?" not in page.words
    async with Unit(sessions, jo) as unit:
        assert await unit.read(roles.of) == []
        assert [one["withdrawn_at"] for one in (await unit.read(erasure.papers))["consent"]] == [
            now.isoformat()
        ]
