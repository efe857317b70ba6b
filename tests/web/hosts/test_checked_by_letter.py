"""“Is this still right?” from a letter: looking changes nothing, a button does, once."""

import re
from datetime import datetime, timedelta

import pytest

from network.core.unit import Unit
from network.directory import checks, offers, reports, search
from network.directory.checks import Asked
from network.directory.edits import Amendment
from network.directory.reports import Wrong
from network.directory.tables import Offer
from network.people import roles
from tests import make, make_people
from tests.web.conftest import Seeing
from tests.web.signing import Browser


@pytest.fixture
async def table(steward: Unit, now: datetime) -> Offer:
    """Make a live offer that was checked long ago."""
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id)
    made = await make.offer(steward, now, run_by.id, sites=[hall.id], checked_days_ago=200)
    person = await make_people.person(steward, now)
    await steward.write(roles.grant, person.id, roles.hosting(run_by.id, None), now)
    return made


@pytest.fixture
async def asked(steward: Unit, now: datetime, table: Offer) -> Asked:
    """Ask its host by letter."""
    person = await make_people.person(steward, now)
    return await steward.write(checks.ask, table.id, person.id, now)


async def test_a_scanner_changes_nothing_and_the_button_confirms_once(
    browser: Browser, asked: Asked, table: Offer, seeing: Seeing
) -> None:
    for _ in range(5):
        page = await browser.open(f"/h/{asked.token}")
        assert page.heading == "Is this still right?"
    assert "Not checked lately" in (await seeing(f"/offers/{table.slug}")).words
    await browser.send()
    assert browser.page.heading == "Thank you"
    assert "Not checked lately" not in (await seeing(f"/offers/{table.slug}")).words
    await browser.open(f"/h/{asked.token}")
    assert browser.page.heading == "This is done already"
    again = await browser.post(f"/h/{asked.token}", [("version", "1")])
    assert again.heading == "This is done already"
    assert not browser.client.cookies


async def test_the_code_does_the_same_where_the_link_died(
    browser: Browser, asked: Asked, table: Offer, seeing: Seeing
) -> None:
    await browser.open(f"/h?page={table.slug}")
    wrong = await browser.send({"code": "XXXXXX"})
    assert wrong.status == 400
    assert "Check the name and each letter of the code." in wrong.words
    await browser.send({"code": f"{asked.code[:3]} {asked.code[3:].lower()}"})
    assert browser.page.heading == "Is this still right?"
    await browser.send()
    assert browser.page.heading == "Thank you"
    assert "Not checked lately" not in (await seeing(f"/offers/{table.slug}")).words


async def test_codes_cannot_be_tried_for_ever(browser: Browser, table: Offer) -> None:
    statuses = []
    for _ in range(12):
        await browser.open(f"/h?page={table.slug}")
        statuses.append((await browser.send({"code": "XXXXXX"})).status)
    assert statuses[0] == 400
    assert statuses[-1] == 429


@pytest.mark.parametrize("token", ["nobody", "%00", "x" * 500])
async def test_a_link_of_nobody_says_so_kindly(browser: Browser, token: str) -> None:
    page = await browser.open(f"/h/{token}")
    assert page.status in {404, 410}
    assert "does not work" in page.words or "cannot find" in page.words


async def test_what_changed_since_is_looked_at_once_more(
    browser: Browser, asked: Asked, table: Offer, steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await browser.open(f"/h/{asked.token}")
    change = Amendment(table.version, {"cost_words": "Two pounds"})
    await steward.write(offers.amend, table.id, change, now)
    page = await browser.send()
    assert "Someone changed this at" in page.words
    assert "Two pounds" in page.words
    assert "Not checked lately" in (await seeing(f"/offers/{table.slug}")).words
    await browser.send()
    assert browser.page.heading == "Thank you"


@pytest.mark.parametrize(
    ("way", "typed", "words"),
    [
        ("full", {}, "Full for now"),
        (
            "break",
            {"back_on-day": "8", "back_on-month": "1", "back_on-year": "2027"},
            "They are back on Friday 8 January",
        ),
        (
            "closing",
            {"last_day-day": "1", "last_day-month": "12", "last_day-year": "2026"},
            "The last date is Tuesday 1 December",
        ),
    ],
)
async def test_a_letter_can_tell_people_more(
    browser: Browser,
    asked: Asked,
    table: Offer,
    seeing: Seeing,
    way: str,
    typed: dict[str, str],
    words: str,
) -> None:
    page = await browser.open(f"/h/{asked.token}")
    assert f"/h/{asked.token}/{way}" in page.links
    await browser.open(f"/h/{asked.token}/{way}")
    await browser.send(typed)
    assert browser.page.heading == "Thank you"
    assert words in (await seeing(f"/offers/{table.slug}")).words
    assert (await browser.open(f"/h/{asked.token}")).heading == "Is this still right?"


async def test_a_wrong_date_in_a_letter_s_form_comes_back(browser: Browser, asked: Asked) -> None:
    await browser.open(f"/h/{asked.token}/closing")
    assert "Enter the last date" in (await browser.send()).words
    await browser.open(f"/h/{asked.token}/break")
    page = await browser.send({"back_on-day": "31", "back_on-month": "2", "back_on-year": "2027"})
    assert "Enter a day, month and year" in page.words
    assert ("back_on-day", "31") in browser.form().pairs


async def test_a_letter_shows_what_people_said_is_wrong(
    browser: Browser, asked: Asked, table: Offer, steward: Unit, now: datetime
) -> None:
    await steward.write(reports.make, table.id, Wrong(["time"], "It is at 3 now."), now)
    page = await browser.open(f"/h/{asked.token}")
    assert "Somebody told us that this may be wrong" in page.words
    assert "The day or time: “It is at 3 now.”" in page.words


async def test_anyone_may_say_that_something_is_not_right(
    browser: Browser, table: Offer, steward: Unit
) -> None:
    page = await browser.open(f"/offers/{table.slug}")
    assert f"/offers/{table.slug}/wrong" in page.links
    await browser.open(f"/offers/{table.slug}/wrong")
    assert "Tick what is wrong." in (await browser.send()).words
    page = await browser.send({"ticks": ["time"], "words": "x" * 224})
    assert "Shorten this to 200 characters. You have 224." in page.words
    assert ("ticks", "time") in browser.form().pairs
    await browser.send({"words": "It is at 3 now."})
    assert browser.page.heading == "Thank you"
    assert "A person looks within 2 working days." in browser.page.words
    (told,) = await steward.read(reports.listed, table.id)
    assert (told.report.ticks, told.report.words) == (["time"], "It is at 3 now.")
    assert not browser.client.cookies


async def test_reports_are_held_back_when_one_place_sends_many(
    browser: Browser, table: Offer
) -> None:
    statuses = set()
    for _ in range(12):
        await browser.open(f"/offers/{table.slug}/wrong")
        statuses.add((await browser.send({"ticks": ["time"]})).status)
    assert statuses == {200, 429}


async def test_a_report_takes_no_field_it_did_not_ask_for(
    browser: Browser, table: Offer, steward: Unit
) -> None:
    await browser.open(f"/offers/{table.slug}/wrong")
    more = [("ticks", "time"), ("name", "Jo"), ("marker", "x"), ("words", ""), ("words", "again")]
    await browser.post(f"/offers/{table.slug}/wrong", more)
    (told,) = await steward.read(reports.listed, table.id)
    assert told.report.words == ""


async def test_an_old_link_is_dead(
    browser: Browser, steward: Unit, table: Offer, now: datetime
) -> None:
    person = await make_people.person(steward, now)
    before = now - checks.LASTS - timedelta(minutes=1)
    old = await steward.write(checks.ask, table.id, person.id, before)
    page = await browser.open(f"/h/{old.token}")
    assert page.status == 410
    assert re.search("used or is too old", page.words)
    assert (await steward.read(search.offer, table.slug)).confirmed_at is not None
