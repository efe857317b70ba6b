"""Keeping an offer true: changed in parts, checked by a tap, paused, closed, brought back."""

import re
from datetime import datetime
from typing import Any

import pytest

from network.core.unit import Unit
from network.directory import offers, search
from network.directory.edits import Amendment
from network.directory.tables import Offer, OfferState, Organisation
from network.people import accounts, roles
from tests import make
from tests.web.conftest import Seeing
from tests.web.hosts.conftest import JO
from tests.web.signing import Browser, Values


@pytest.fixture
async def group(steward: Unit, now: datetime, jo: Browser) -> Organisation:
    """Give Jo a confirmed organisation."""
    run_by = await make.organisation(steward, now)
    person = await steward.read(accounts.by_email, JO)
    await steward.write(roles.grant, person.id, roles.hosting(run_by.id, None), now)
    return run_by


@pytest.fixture
async def table(steward: Unit, now: datetime, group: Organisation) -> Offer:
    """Give Jo's organisation a live offer."""
    hall = await make.site(steward, group.id)
    return await make.offer(
        steward, now, group.id, sites=[hall.id], districts=[make.HASTINGS], checked_days_ago=200
    )


def home(table: Offer) -> str:
    """Give the address of an offer for its hosts."""
    return f"/hosts/offers/{table.id}"


async def test_home_says_what_needs_somebody(jo: Browser, table: Offer) -> None:
    page = await jo.open("/hosts/home")
    assert "Is Tuesday Table still right?" in page.words
    assert "Live. Checked 6 months ago" in page.words


async def test_one_tap_says_it_is_right_and_the_page_says_so_at_once(
    jo: Browser, table: Offer, seeing: Seeing
) -> None:
    assert "Not checked lately" in (await seeing(f"/offers/{table.slug}")).words
    await jo.open(f"{home(table)}/still-right")
    for words in ("Is this still right?", "one tap keeps it up for 3 more months", "The Net Loft"):
        assert words in jo.page.words
    await jo.send()
    assert "People now see that you checked it today." in jo.page.words
    assert "Not checked lately" not in (await seeing(f"/offers/{table.slug}")).words
    assert "Nothing needs you just now." in (await jo.open("/hosts/home")).words


PARTS: dict[str, Values] = {
    "name": {"title": "Thursday Table"},
    "kind": {"also_kinds": ["activity"]},
    "who": {"made_for-0-community": "lgbtq", "made_for-0-level": "made_with"},
    "join": {"records": ["first_name"]},
    "contact": {"contacts-0-means": "email", "contacts-0-value": "hi@example.org"},
    "first-time": {"first_time": ["just_listen", "bring_someone"]},
    "first-visit": {"first_visit-0-title": "Someone meets you"},
    "space": {"space": "wait", "wait_weeks": "3"},
    "people": {"usual_size": "8", "peers-paid": "2", "peers-members": "yes"},
    "how-long": {"how_long": "as_long"},
    "in-common": {"themes": ["grief"]},
    "setting": {"settings": ["library_museum"]},
    "languages": {"languages": ["eng", "pol"]},
    "values": {"values-mutual": "We take turns."},
    "rhythm": {"rhythm_months": "6"},
}


@pytest.mark.parametrize("part", list(PARTS))
async def test_a_part_is_saved_and_shown_again_as_it_was_typed(
    jo: Browser, table: Offer, part: str
) -> None:
    await jo.open(f"{home(table)}/{part}")
    await jo.send(PARTS[part])
    assert jo.page.status == 200
    assert "Saved" in jo.page.words
    await jo.open(f"{home(table)}/{part}")
    typed = {(n, v) for n, vs in PARTS[part].items() for v in ([vs] if isinstance(vs, str) else vs)}
    assert typed <= set(jo.form().pairs)


WRONG = {
    "name": ({"title": ""}, "title", "Say what the offer is called."),
    "who": (
        {"age_from": "young"},
        "age_from",
        "Youngest age: enter a whole number, like 8.",
    ),
    "first-visit": (
        {"first_visit-1-title": "x"},
        "first_visit-1-title",
        "What happens: use 2 characters or more.",
    ),
    "space": ({"wait_weeks": "5000"}, "wait_weeks", "how many weeks is it? Enter 260 or less."),
    "values": (
        {"values-safe": "x" * 324},
        "values-safe",
        ": shorten this to 300 characters. You have 324.",
    ),
    "contact": (
        {"contacts-1-means": "email", "contacts-1-value": "nobody"},
        "contacts-1-value",
        "Enter an email address, like name@example.org",
    ),
    "when": (
        {"schedule-0-often": "once", "schedule-0-from": "2pm", "schedule-0-to": "4pm"},
        "schedule-0-first-day",
        "Enter the first or next date.",
    ),
}


@pytest.mark.parametrize("part", list(WRONG))
async def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    jo: Browser, table: Offer, part: str
) -> None:
    typed, field, sentence = WRONG[part]
    await jo.open(f"{home(table)}/{part}")
    page = await jo.send(typed)
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert f'<a href="#{field}">' in page.html
    assert sentence in page.words
    assert set(typed.items()) <= set(jo.form().pairs)


async def test_a_part_there_is_none_of_is_missing(jo: Browser, table: Offer) -> None:
    assert (await jo.open(f"{home(table)}/nothing")).status == 404
    assert (await jo.open("/hosts/offers/nothing")).status == 404


async def test_two_who_write_at_once_see_both_versions_and_lose_nothing(
    jo: Browser, table: Offer, steward: Unit, now: datetime
) -> None:
    await jo.open(f"{home(table)}/name")
    theirs = Amendment(table.version, {"summary": "Coffee and cake."})
    changed = await steward.write(offers.amend, table.id, theirs, now)
    page = await jo.send({"summary": "Tea and toast."})
    assert page.status == 409
    assert page.heading == "Someone changed this at 12:00pm"
    assert "Coffee and cake." in page.words
    assert "Tea and toast." in page.words
    again = jo.form()
    assert ("version", str(changed.version)) in again.pairs
    await jo.send()
    assert "Saved" in jo.page.words
    kept = await steward.read(search.offer, table.slug)
    assert kept.summary == "Tea and toast."


async def test_what_was_typed_can_be_changed_before_it_is_used(
    jo: Browser, table: Offer, steward: Unit, now: datetime
) -> None:
    await jo.open(f"{home(table)}/name")
    theirs = Amendment(table.version, {"summary": "Coffee and cake."})
    await steward.write(offers.amend, table.id, theirs, now)
    await jo.send({"summary": "Tea and toast."})
    await jo.send({"more": "look"})
    assert ("summary", "Tea and toast.") in jo.form().pairs
    await jo.send({"summary": "Tea, coffee, toast and cake."})
    assert "Saved" in jo.page.words


async def test_changes_of_two_different_parts_both_stand(
    jo: Browser, table: Offer, steward: Unit, now: datetime
) -> None:
    await jo.open(f"{home(table)}/first-time")
    theirs = Amendment(table.version, {"summary": "Coffee and cake."})
    await steward.write(offers.amend, table.id, theirs, now)
    page = await jo.send({"first_time": ["just_listen"]})
    assert "Saved" in page.words
    kept = await steward.read(search.offer, table.slug)
    assert (kept.summary, kept.first_time) == ("Coffee and cake.", ["just_listen"])


async def test_a_break_says_when_it_is_over(jo: Browser, table: Offer, seeing: Seeing) -> None:
    await jo.open(f"{home(table)}/pause")
    day = {"back_on-day": "8", "back_on-month": "1", "back_on-year": "2020"}
    page = await jo.send(day)
    assert "must be after today" in page.words
    await jo.send(day | {"back_on-year": "2027"})
    assert "Having a break until Friday 8 January" in jo.page.words
    assert "They are back on Friday 8 January" in (await seeing(f"/offers/{table.slug}")).words
    assert f"{home(table)}/pause" in jo.page.links
    assert (await jo.open(f"{home(table)}/pause")).heading == "Change when it is back"
    await jo.send({"back_on-day": "15"})  # the month and the year stand there
    assert "They are back on Friday 15 January" in (await seeing(f"/offers/{table.slug}")).words
    await jo.open(f"{home(table)}/pause")
    await jo.send({"back_on-day": "", "back_on-month": "", "back_on-year": ""})
    assert "Having a break. People can see that it will be back." in jo.page.words
    await jo.open(f"{home(table)}/back")
    await jo.send()
    assert "Live. Anyone can find it." in jo.page.words


async def test_closing_shows_the_last_date_and_the_past_ends_it(
    jo: Browser, table: Offer, seeing: Seeing
) -> None:
    await jo.open(f"{home(table)}/end")
    assert "Enter the last date" in (await jo.send({"reason": "funding"})).words
    last = {"last_day-day": "1", "last_day-month": "12", "last_day-year": "2026"}
    await jo.send(last | {"reason": "funding"})
    assert "The last date is Tuesday 1 December" in jo.page.words
    assert "The last date is Tuesday 1 December" in (await seeing(f"/offers/{table.slug}")).words
    await jo.open(f"{home(table)}/end")
    await jo.send(last | {"last_day-month": "11"})
    assert "This ended on 1 November" in (await seeing(f"/offers/{table.slug}")).words


async def test_every_change_is_kept_and_can_be_put_back(
    jo: Browser, table: Offer, steward: Unit
) -> None:
    await jo.open(f"{home(table)}/name")
    await jo.send({"title": "Thursday Table"})
    page = await jo.open(f"{home(table)}/history")
    assert "By you. Name." in page.words
    link = next(a for a in page.links if re.search(r"/history/[0-9a-f-]{36}$", a))
    page = await jo.open(link)
    assert "Tuesday Table" in page.words
    assert "Thursday Table" in page.words
    await jo.send()
    assert "It says again what it said before." in jo.page.words
    assert (await steward.read(search.offer, table.slug)).title == "Tuesday Table"


async def test_what_cannot_be_put_back_is_said_beside_the_change(
    jo: Browser, group: Organisation, steward: Unit, now: datetime
) -> None:
    draft = await make.offer(steward, now, group.id, draft=True, records=[])
    await jo.open(f"{home(draft)}/join")
    await jo.send({"records": "nothing"})
    await steward.write(offers.publish, draft.id, now)
    page = await jo.open(f"{home(draft)}/history")
    await jo.open(next(a for a in page.links if re.search(r"/history/[0-9a-f-]{36}$", a)))
    page = await jo.send()
    assert page.status == 400
    assert "This was not put back" in page.words
    assert "Say what you write down about people." in page.words
    assert "Before and after" in page.words
    await jo.open(f"{home(draft)}/name")
    await jo.send({"title": "Quiet Corner"})
    page = await jo.open(f"{home(draft)}/history")
    await jo.open(next(a for a in page.links if re.search(r"/history/[0-9a-f-]{36}$", a)))
    change = await steward.read(offers.get, draft.id)
    await steward.write(offers.amend, draft.id, Amendment(change.version, {"summary": "Tea."}), now)
    assert (await jo.send()).status == 409
    assert (await jo.send()).status == 200


async def test_a_draft_is_seen_as_people_would_see_it_and_by_nobody_else(
    jo: Browser, group: Organisation, steward: Unit, now: datetime, seeing: Seeing
) -> None:
    draft = await make.offer(steward, now, group.id, draft=True, title="Quiet Corner")
    page = await jo.open(f"{home(draft)}/preview")
    assert page.heading == "Quiet Corner"
    assert "This is a preview" in page.words
    assert "Not confirmed" not in page.words
    assert (await seeing(f"/offers/{draft.slug}")).status == 404


async def test_nobody_else_gets_near_it(
    jo: Browser, table: Offer, steward: Unit, now: datetime
) -> None:
    other = await make.organisation(steward, now, name="Somebody Else")
    theirs = await make.offer(steward, now, other.id, title="Their Table")
    for path in ("", "/name", "/history", "/pause"):
        page = await jo.open(f"/hosts/offers/{theirs.id}{path}")
        if page.status == 200 and path == "/pause":
            page = await jo.send()
        assert page.status in {403, 404}, path
    assert (await steward.read(offers.get, theirs.id)).state == OfferState.PUBLISHED
    assert (await jo.open(f"/hosts/organisation/{other.id}")).status == 403


async def test_publishing_without_three_answers_asks_for_them_at_once(
    jo: Browser, group: Organisation, steward: Unit, now: datetime
) -> None:
    bare: dict[str, Any] = {"records": [], "cost": [], "access_routes": []}
    draft = await make.offer(steward, now, group.id, draft=True, **bare)
    await jo.open(home(draft))
    page = await jo.send(action=f"{home(draft)}/publish")
    assert page.status == 400
    for field in bare:
        assert f'href="#{field}"' in page.html
        assert f'id="{field}"' in page.html
    await jo.send({"records": ["nothing"], "cost": ["free"], "access_routes": ["turn_up"]})
    await jo.send(action=f"{home(draft)}/publish")
    assert "Anyone can find it now." in jo.page.words
