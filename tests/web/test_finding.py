"""Finding: what the page of results says, and what it never says."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from network.core.unit import Unit
from network.directory.parts import FocusLevel
from tests import make
from tests.web.conftest import Seeing
from tests.web.given import offers_in_hastings


async def test_results_say_where_how_far_and_how_fresh(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, "Tuesday Table")
    page = await seeing("/find?near=Hastings")
    assert page.status == 200
    assert page.heading == "Peer support near Hastings"
    assert page.title == "Results near Hastings – Peer Support Sussex"
    assert "1 result within 10 miles" in page.words
    assert "Checked 12 days ago" in page.words


async def test_a_whole_postcode_stands_in_no_heading_and_no_link(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    await offers_in_hastings(steward, now, "Tuesday Table")
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
    await offers_in_hastings(steward, now, "Tuesday Table", "Friday Table")
    await offers_in_hastings(steward, now, "Late Line", formats=["phone"], kind="phone_text")
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
    await offers_in_hastings(steward, now, "Both Circle", made_for=both)
    await offers_in_hastings(steward, now, "One Circle", made_for=[make.made_for("lgbtq")])
    welcome = [make.made_for("lgbtq", FocusLevel.WELCOMES)]
    await offers_in_hastings(steward, now, "Open Circle", made_for=welcome)
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
    await offers_in_hastings(steward, now, "Said It", first_time=["just_listen"])
    await offers_in_hastings(steward, now, "Said Nothing")
    page = await seeing("/find?near=Hastings&know=li")
    assert "Said Nothing" not in page.words
    assert "1 more has not said. Show them" in page.words
    shown = next(link for link in page.links if "unsaid=know" in link)
    assert "Said Nothing" in (await seeing(shown)).words


async def test_pages_of_results_lose_and_double_nothing(
    steward: Unit, now: datetime, seeing: Seeing
) -> None:
    titles = [f"Table {number:02}" for number in range(45)]
    await offers_in_hastings(steward, now, *titles)
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
    await offers_in_hastings(steward, now, "Still Here", themes=["suicidal"])
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
