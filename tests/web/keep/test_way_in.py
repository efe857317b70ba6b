"""The way in: for stewards who gave a second step; for everybody else there is no such page."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory import offers
from network.people import roles
from network.web.routes import KEEP
from tests import make, make_people
from tests.web.keep.conftest import SAM, New, second_step, signed_in
from tests.web.signing import Browser, browsing, sign_in

PAGES = sorted({re.sub(r"{\w+}", "x", path) for path, look, _ in KEEP if look})
FORMS = sorted({re.sub(r"{\w+}", "x", path) for path, _, take in KEEP if take})
OTHERS = [role for role in Role if role is not Role.STEWARD]


async def test_who_is_not_signed_in_is_asked_to(elsewhere: Browser) -> None:
    for path in PAGES:
        page = await elsewhere.open(path)
        assert "Sign in" in page.title, path
    for path in FORMS:
        page = await elsewhere.post(path, [("reason", "typed")])
        assert page.status == 403
        assert 'value="typed"' in page.html


@pytest.mark.parametrize("role", OTHERS)
async def test_for_whoever_is_no_steward_there_is_no_such_page(
    elsewhere: Browser, steward: Unit, now: datetime, sussex: UUID, role: Role
) -> None:
    jo = await make_people.person(steward, now)
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    scope = run_by.id if role is Role.HOST else sussex
    await steward.write(roles.grant, jo.id, roles.Holding(role, scope, sussex), now)
    await sign_in(elsewhere, steward, "jo@example.org")
    await second_step(elsewhere, now)
    for path in PAGES:
        assert (await elsewhere.open(path)).status == 404, path
        assert 'href="/keep"' not in elsewhere.page.html
    for path in FORMS:
        assert (await elsewhere.post(path, [("reason", "typed")])).status == 404, path


async def test_a_steward_sets_up_a_second_step_first(
    elsewhere: Browser, steward: Unit, now: datetime, sussex: UUID
) -> None:
    await signed_in(elsewhere, steward, now, SAM, sussex)
    assert 'href="/keep"' in elsewhere.page.html
    for path in PAGES:
        page = await elsewhere.open(path)
        assert page.heading == "First a second step", path
    for path in FORMS:
        page = await elsewhere.post(path, [("reason", "typed")])
        assert page.heading == "Give a code again"
        assert 'value="typed"' in page.html


async def test_a_second_step_of_yesterday_is_asked_for_again(
    sam: Browser, sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    assert (await sam.open("/keep/words")).status == 200
    async with browsing(sessions, tmp_path, now + timedelta(hours=11)) as later:
        later.client.cookies = sam.client.cookies
        assert (await later.open("/keep/words")).heading == "Words"
    async with browsing(sessions, tmp_path, now + timedelta(hours=13)) as later:
        later.client.cookies = sam.client.cookies
        page = await later.open("/keep/words?done=x")
        assert page.heading == "Enter the code from your phone"
        assert "to=%2Fkeep%2Fwords%3Fdone%3Dx" in later.at


async def test_a_steward_of_elsewhere_sees_none_of_it(
    elsewhere: Browser, steward: Unit, now: datetime, new: New
) -> None:
    await signed_in(elsewhere, steward, now, "far@example.org", UUID(int=9))
    await second_step(elsewhere, now)
    page = await elsewhere.open("/keep")
    assert "Nothing waits for you just now." in page.words
    for path in (f"/keep/groups/{new.group.id}", f"/keep/offers/{new.offer.id}"):
        assert (await elsewhere.open(path)).status == 404
    for path in (f"/keep/groups/{new.group.id}/let-in", f"/keep/groups/{new.group.id}/send-back"):
        page = await elsewhere.post(path, [("reason", "No."), ("seen", f"{new.group.id}:1")])
        assert page.status == 404
    found = await steward.read(offers.get, new.offer.id)
    assert found.waits_since is not None
