"""Results: how many there are, how far, and what leads on when there are few."""

import re
from datetime import datetime
from html import unescape

import pytest

from network.core.unit import Unit
from tests import make
from tests.web.conftest import Seeing, Seen
from tests.web.given import offers_in_hastings


async def test_nearest_needs_a_place(steward: Unit, now: datetime, seeing: Seeing) -> None:
    await offers_in_hastings(steward, now, "Tuesday Table")
    page = await seeing("/find?order=near")
    assert "Checked lately first, then shuffled each day, so no one is always first." in page.words


async def test_many_results_are_counted_in_one_number(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, *(f"Table {n:02}" for n in range(21)))
    page = await seeing("/find?near=Hastings")
    assert "21 results within 10 miles, from home or for your whole area." in page.words


async def test_what_is_only_from_home_says_that_none_is_near(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    run_by = await make.organisation(steward, now)
    await make.offer(steward, now, run_by.id, title="Late Line", formats=["phone"], anywhere=True)
    page = await seeing("/find?near=Hastings")
    assert "None within 10 miles, but 1 you can join from home." in page.words


async def test_a_slip_of_spelling_is_mended_and_said(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, "Sewing Together")
    page = await seeing("/find?q=sewwing")
    assert "We show “sewing”." in page.words
    assert "Sewing Together" in page.words


async def test_words_that_find_nothing_can_be_taken_away(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, "Tuesday Table")
    page = await seeing("/find?near=Hastings&q=zzyzx")
    assert "Take away your words “zzyzx” (1)" in page.words


async def test_an_area_is_chosen_by_its_name(steward: Unit, now: datetime, seeing: Seeing) -> None:
    await offers_in_hastings(steward, now, "Tuesday Table")
    page = await seeing("/find?area=hastings")
    assert "Tuesday Table" in page.words
    assert 'name="area" type="checkbox" value="hastings" checked' in page.html
    assert "Tuesday Table" not in (await seeing("/find?area=crawley")).words


@pytest.mark.parametrize(
    ("typed", "words", "href"),
    [
        ("bipolar", "Look for “Big ups and downs” in all of Sussex instead (1)", "/find?t=t3"),
        ("men", "Look for “Men” in all of Sussex instead (1)", "/find?c=me"),
        (
            "bipolar+hastings",
            "Look for “Big ups and downs” near hastings instead (1)",
            "/find?near=hastings&t=t3",
        ),
        ("Bipolar+Atlantis", "Look for “Big ups and downs” in all of Sussex", "/find?t=t3"),
    ],
)
async def test_our_words_typed_as_a_place_lead_to_what_was_meant(
    steward: Unit, now: datetime, seeing: Seeing, typed: str, words: str, href: str
) -> None:
    made_for = [make.made_for("men")]
    await offers_in_hastings(steward, now, "Big Tide", themes=["ups_downs"], made_for=made_for)
    page = await seeing(f"/find?near={typed}")
    assert words in page.words
    assert href in page.links
    assert "bipolar" not in (page.title + page.heading).casefold()
    assert (await seeing(href)).words.count("1 result") == 1
    narrowed = await seeing(f"/find?near={typed}&cost=free")
    meant = words.partition("”")[0]
    assert any(meant in way and "cost=free" in way for way in _ways(narrowed))


def _ways(page: Seen) -> list[str]:
    """Read the links out of a wrong place: where each leads and what it says."""
    return re.findall(r'<a href="([^"]+">Look for [^<]+)</a>', unescape(page.html))


async def test_our_words_that_would_find_nothing_are_no_way_on(seeing: Seeing) -> None:
    page = await seeing("/find?near=bipolar")
    assert "Look for" not in page.words


async def test_near_ones_are_counted_first_when_there_is_more(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, "Near Table")
    run_by = await make.organisation(steward, now)
    for n in range(11):
        await make.offer(
            steward, now, run_by.id, title=f"Line {n}", formats=["phone"], anywhere=True
        )
    page = await seeing("/find?near=Hastings")
    assert "1 result within 10 miles, and 11 more from home or for your whole area." in page.words


async def test_a_link_to_the_place_box_opens_the_panel(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, "Tuesday Table")
    page = await seeing("/find?near=Hastings&k=gr")
    assert "/find?near=Hastings&k=gr&open=near#near" in page.links
    assert 'id="filters" open' in (await seeing("/find?k=gr&open=near")).html
    assert 'id="made-for" open' in (await seeing("/find?open=c")).html


async def test_a_distance_from_the_middle_of_an_area_is_no_distance_to_the_door(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, "Tuesday Table")
    page = await seeing("/find?near=TN34")
    assert "Hastings, less than a mile" in page.words
    assert "very near" not in page.words
