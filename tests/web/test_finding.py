"""Finding: what the page of results says, and what it never says."""

import re
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from network.core.unit import Unit
from network.directory.parts import FocusLevel
from tests import make
from tests.web.conftest import Seeing, Seen


async def offers(steward: Unit, now: datetime, *titles: str, **fields: Any) -> None:
    """Make offers in Hastings."""
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id)
    for title in titles:
        changes = {"title": title, "districts": [make.HASTINGS]} | fields
        await make.offer(steward, now, run_by.id, sites=[hall.id], checked_days_ago=12, **changes)


async def test_results_say_where_how_far_and_how_fresh(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Tuesday Table")
    page = await seeing("/find?near=Hastings")
    assert page.status == 200
    assert page.heading == "Peer support near Hastings"
    assert page.title == "Results near Hastings – Peer Support Sussex"
    assert "1 result within 10 miles" in page.words
    assert "Checked 12 days ago" in page.words


async def test_a_whole_postcode_stands_in_no_heading_and_no_link(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Tuesday Table")
    page = await seeing("/find?near=tn341ab&cost=free")
    assert page.heading == "Peer support near TN34"
    assert "1AB" not in page.html.upper().replace(" ", "").replace("TN34", "")
    assert any("near=TN34&" in link for link in page.links)


async def test_a_place_nobody_knows_brings_the_question_back(seeing: Seeing) -> None:
    page = await seeing("/find?near=Atlantis")
    assert page.status == 400
    assert page.title.startswith("Error: Find peer support")
    assert "There is a problem" in page.words
    assert 'value="Atlantis"' in page.html


async def test_a_misspelt_place_comes_with_the_one_meant(seeing: Seeing) -> None:
    page = await seeing("/find?near=Hastngs")
    assert "Did you mean Hastings?" in page.words
    assert "/find?near=Hastings" in page.links


async def test_filters_stay_when_the_place_is_wrong(seeing: Seeing) -> None:
    page = await seeing("/find?near=Atlantis&k=gr")
    assert page.heading == "Peer support in Sussex"
    assert page.title.startswith("Error: ")
    assert 'id="k-gr" name="k" type="checkbox" value="gr" checked' in page.html


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        ("q=bipolar", "/find?t=t3"),
        ("near=Hastings&q=Bipolar", "/find?near=Hastings&t=t3"),
        ("q=bipolar+group", "/find?k=gr&t=t3"),
        ("near=Online", "/find?format=video&format=phone&format=text_chat&format=own_time"),
        ("near=Sussex&k=gr", "/find?k=gr"),
    ],
)
async def test_words_that_are_ours_become_short_codes(
    web: httpx.AsyncClient, typed: str, to: str
) -> None:
    answer = await web.get(f"/find?{typed}")
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert answer.headers["cache-control"] == "private, no-store"


async def test_each_way_out_of_nothing_counts_truly(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Tuesday Table", "Friday Table")
    await offers(steward, now, "Late Line", formats=["phone"], kind="phone_text")
    page = await seeing("/find?near=Hastings&k=gr&cost=small")
    assert "Nothing matches all of these. That is not your fault." in page.words
    assert "Take away “Small cost” (2)" in page.words
    assert "Take away “Group”" not in page.words
    freed = await seeing("/find?near=Hastings&k=gr")
    assert "2 results within 10 miles" in freed.words


async def test_two_communities_together_are_both_and_apart_are_either(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    both = [make.made_for("lgbtq"), make.made_for("muslim")]
    await offers(steward, now, "Both Circle", made_for=both)
    await offers(steward, now, "One Circle", made_for=[make.made_for("lgbtq")])
    welcome = [make.made_for("lgbtq", FocusLevel.WELCOMES)]
    await offers(steward, now, "Open Circle", made_for=welcome)
    together = await seeing("/find?c=lg&c=mu&together=1")
    assert "Both Circle" in together.words
    assert "One Circle" not in together.words
    apart = await seeing("/find?c=lg&c=mu")
    assert "One Circle" in apart.words
    assert "Open Circle" not in apart.words
    assert "Open Circle" in (await seeing("/find?c=lg&welcome=1")).words


async def test_offers_that_have_not_said_are_counted_and_can_be_shown(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Said It", first_time=["just_listen"])
    await offers(steward, now, "Said Nothing")
    page = await seeing("/find?near=Hastings&know=li")
    assert "Said Nothing" not in page.words
    assert "1 more has not said. Show them" in page.words
    shown = next(link for link in page.links if "unsaid=know" in link)
    assert "Said Nothing" in (await seeing(shown)).words


async def test_pages_of_results_lose_and_double_nothing(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    titles = [f"Table {number:02}" for number in range(45)]
    await offers(steward, now, *titles)
    page, seen = await seeing("/find?near=Hastings"), []
    for number in range(1, 6):
        seen += [link for link in page.links if link.startswith("/offers/")]
        onward = [a for a in page.links if "after=" in a]
        assert (f", page {number}" in page.title) is (number > 1)
        if onward:
            page = await seeing(onward[0])
    assert len(seen) == len(set(seen)) == 45
    back = next(link for link in page.links if "before=" in link)
    assert parse_qs(urlsplit(back).query)["page"] == ["4"]
    middle = [link for link in (await seeing(back)).links if link.startswith("/offers/")]
    assert middle == seen[30:40]


async def test_heavy_themes_bring_two_numbers_and_block_nothing(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Still Here", themes=["suicidal"])
    page = await seeing("/find?t=t7")
    assert "You can talk to someone now." in page.words
    assert "Still Here" in page.words
    assert "Not wanting to live" not in page.title


async def test_just_over_the_border_is_said_and_not_refused(seeing: Seeing) -> None:
    page = await seeing("/find?near=TN1")
    assert page.status == 200
    assert "TN1 is just outside Sussex" in page.words


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff%fe",
        "q=%00",
        "near=%00",
        "near=%ED%A0%80",
        "q=" + "x" * 10_000,
        "near=" + "x" * 10_000,
        "k=gr&k=gr&k=nonsense&k=" + "y" * 500,
        "near=TN34&near=BN1&near=",
        "within=99999999999999999999",
        "within=-1&order=best&page=0",
        "after=rubbish",
        "before=W10",
        "after=a&before=b",
        "unsaid=k&unsaid=t&together=1",
        "&".join(f"lang=x{n}" for n in range(500)),
        "near=SW1A+1AA",
        "near=ZZ99+9ZZ",
        "near=AB1%27+or+1=1--",
    ],
)
async def test_whatever_stands_in_the_address_the_page_helps(seeing: Seeing, query: str) -> None:
    page = await seeing(f"/find?{query}")
    assert page.status in {200, 400}
    assert page.heading.startswith(("Peer support", "Find peer support"))
    assert "Show" in page.words


async def test_what_we_cannot_read_is_left_out_and_said_once(seeing: Seeing) -> None:
    page = await seeing("/find?k=gr&k=nonsense&within=far")
    assert page.words.count("We could not read part of the web address") == 1
    assert 'value="gr" checked' in page.html


async def test_text_that_is_too_long_comes_back_with_how_much(seeing: Seeing) -> None:
    page = await seeing("/find?q=" + "canary+" * 60)
    assert page.status == 400
    assert "Shorten this to 200 characters." in page.words
    assert 'value="canary canary' in page.html


async def test_nearest_needs_a_place(steward: Unit, now: datetime, seeing: Seeing) -> None:
    await offers(steward, now, "Tuesday Table")
    page = await seeing("/find?order=near")
    assert "Checked lately first, then shuffled each day, so no one is always first." in page.words


async def test_many_results_are_counted_in_one_number(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, *(f"Table {n:02}" for n in range(21)))
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
    await offers(steward, now, "Sewing Together")
    page = await seeing("/find?q=sewwing")
    assert "We show “sewing”." in page.words
    assert "Sewing Together" in page.words


async def test_words_that_find_nothing_can_be_taken_away(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Tuesday Table")
    page = await seeing("/find?near=Hastings&q=zzyzx")
    assert "Take away your words “zzyzx” (1)" in page.words


async def test_an_area_is_chosen_by_its_name(steward: Unit, now: datetime, seeing: Seeing) -> None:
    await offers(steward, now, "Tuesday Table")
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
    await offers(steward, now, "Big Tide", themes=["ups_downs"], made_for=made_for)
    page = await seeing(f"/find?near={typed}")
    assert words in page.words
    assert href in page.links
    assert "bipolar" not in (page.title + page.heading).casefold()
    assert (await seeing(href)).words.count("1 result") == 1
    narrowed = await seeing(f"/find?near={typed}&cost=free")
    assert any(words[:20] in way and "cost=free" in way for way in _ways(narrowed))


def _ways(page: Seen) -> list[str]:
    """Read the links out of a wrong place: where each leads and what it says."""
    return re.findall(r'<a href="([^"]+">Look for [^<]+)</a>', unescape(page.html))


async def test_our_words_that_would_find_nothing_are_no_way_on(seeing: Seeing) -> None:
    page = await seeing("/find?near=bipolar")
    assert "Look for" not in page.words


async def test_near_ones_are_counted_first_when_there_is_more(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Near Table")
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
    await offers(steward, now, "Tuesday Table")
    page = await seeing("/find?near=Hastings&k=gr")
    assert "/find?near=Hastings&k=gr&open=near#near" in page.links
    assert 'id="filters" open' in (await seeing("/find?k=gr&open=near")).html
    assert 'id="made-for" open' in (await seeing("/find?open=c")).html


async def test_a_distance_from_the_middle_of_an_area_is_no_distance_to_the_door(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers(steward, now, "Tuesday Table")
    page = await seeing("/find?near=TN34")
    assert "Hastings, less than a mile" in page.words
    assert "very near" not in page.words
