"""Finding offers: by place, by words, by filters, each count as it then turns out."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from network.core.errors import Invalid, Missing
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import offers as offering
from network.directory import search
from network.directory.organisations import Origin
from network.directory.parts import FocusLevel
from network.directory.tables import OfferState, Standing
from network.directory.wanted import Asked, MadeForWanted, Near, OfferFilter, Parts
from tests import make
from tests.network.directory.finding import ALL, count, find, titles


async def test_a_published_offer_is_found_and_a_draft_is_not(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, title="Seen", districts=[make.HASTINGS])
    await make.offer(steward, now, host.id, title="Not seen", districts=[make.HASTINGS], draft=True)
    assert titles(await find(steward, now)) == ["Seen"]


async def test_nearest_comes_first_and_each_says_how_far(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    far = await make.site(steward, host.id, postcode="TN39 3AB")
    close = await make.site(steward, host.id, postcode="TN34 1AB")
    await make.offer(steward, now, host.id, title="Far", sites=[far.id])
    await make.offer(steward, now, host.id, title="Close", sites=[close.id])
    found = await find(steward, now, near=Near("TN34"))
    assert titles(found) == ["Close", "Far"]
    assert found.hits[0].distance == 0
    assert 4_000 < (found.hits[1].distance or 0) < 12_000
    assert found.place is not None
    assert found.place.approximate


async def test_an_offer_from_anywhere_is_never_lost_for_lack_of_an_address(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, title="Line", formats=["phone"], anywhere=True)
    found = await find(steward, now, near=Near("Hastings"))
    assert titles(found) == ["Line"]
    assert found.hits[0].distance is None
    assert found.hits[0].from_home


async def test_serving_an_area_is_not_being_near(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    there = await make.site(steward, host.id, postcode="BN1 1AA")
    await make.offer(
        steward, now, host.id, title="Visits", sites=[there.id], districts=[make.HASTINGS]
    )
    hit = (await find(steward, now, near=Near("Hastings"))).hits[0]
    assert hit.serves_area
    assert not hit.near
    assert "Serves Hastings" in hit.matched


async def test_values_of_one_filter_are_or_and_filters_are_and(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    here: dict[str, Any] = {"districts": [make.HASTINGS]}
    await make.offer(steward, now, host.id, title="Group, free", **here)
    await make.offer(steward, now, host.id, title="Cafe, free", kind="open_space", **here)
    await make.offer(steward, now, host.id, title="Group, paid", cost=["small"], **here)
    found = await find(steward, now, kinds=("group", "open_space"), cost=("free",))
    assert sorted(titles(found)) == ["Cafe, free", "Group, free"]
    assert found.total == 2


async def test_each_count_is_what_choosing_it_then_shows(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    for number in range(9):
        await make.offer(
            steward,
            now,
            host.id,
            title=f"Offer {number}",
            districts=[make.HASTINGS],
            kind=("group", "open_space", "activity")[number % 3],
            cost=[("free", "small")[number % 2]],
            first_time=["just_listen"] if number < 5 else [],
            themes=["low", "worry"][: number % 3],
        )
    base = OfferFilter(kinds=("group",), cost=("free",))
    found = await find(steward, now, kinds=base.kinds, cost=base.cost)
    for facet in ("kinds", "cost", "firstTime", "themes"):
        field = {"firstTime": "first_time"}.get(facet, facet)
        for value in next(f for f in found.facets or [] if f.name == facet).values:
            chosen = {"kinds": base.kinds, "cost": base.cost} | {field: (value.code,)}
            assert (await find(steward, now, **chosen)).total == value.count, (facet, value)


async def test_taking_a_filter_away_shows_what_was_promised(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, districts=[make.HASTINGS])
    found = await find(steward, now, kinds=("group",), themes=("grief",))
    assert found.total == 0
    assert found.without == {"kinds": 0, "themes": 1}


async def test_made_by_and_for_leaves_out_a_mere_welcome_until_asked(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    here: dict[str, Any] = {"districts": [make.HASTINGS]}
    both = [make.made_for("lgbtq"), make.made_for("muslim", FocusLevel.MADE_WITH)]
    await make.offer(steward, now, host.id, title="Both", made_for=both, **here)
    await make.offer(steward, now, host.id, title="One", made_for=[make.made_for("lgbtq")], **here)
    welcome = [make.made_for("lgbtq", FocusLevel.WELCOMES)]
    await make.offer(steward, now, host.id, title="Welcome", made_for=welcome, **here)
    two = (MadeForWanted("lgbtq"), MadeForWanted("muslim"))
    assert sorted(titles(await find(steward, now, made_for=two))) == ["Both", "One"]
    assert titles(await find(steward, now, made_for=two, made_for_all=True)) == ["Both"]
    every = (MadeForWanted("lgbtq", tuple(FocusLevel)),)
    assert len((await find(steward, now, made_for=every)).hits) == 3


async def test_a_lay_word_finds_what_is_listed_in_plain_words(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, themes=["ups_downs"], districts=[make.HASTINGS])
    found = await find(steward, now, text="bipolar")
    assert titles(found) == ["Tuesday Table"]
    assert "Big ups and downs" in found.hits[0].matched


async def test_a_slip_of_typing_is_mended_and_said(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, title="Shoreline Walkers", districts=[make.HASTINGS])
    found = await find(steward, now, text="Shorelyne")
    assert titles(found) == ["Shoreline Walkers"]
    assert found.showing_for == "shoreline"


async def test_a_slip_is_mended_for_those_who_only_count_too(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, title="Shoreline Walkers", districts=[make.HASTINGS])
    slip = Asked(OfferFilter(text="Shorelyne"))
    found = await steward.read(search.offers, slip, Page(0), ALL, now)
    assert (found.total, found.showing_for) == (1, "shoreline")
    right = Asked(OfferFilter(text="Shoreline"))
    found = await steward.read(search.offers, right, Page(0), ALL, now)
    assert (found.total, found.showing_for) == (1, None)


async def test_a_locality_nobody_knows_is_missing_though_some_help_from_anywhere(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, title="Line", formats=["phone"], anywhere=True)
    wanted = Asked(locality="nowhere")
    for size in (0, 20):
        with pytest.raises(Missing):
            await steward.read(search.offers, wanted, Page(size), Parts(), now)


async def test_a_district_over_the_border_that_an_offer_is_in_is_known(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    place = await make.site(steward, host.id, district="E07000116")
    await make.offer(steward, now, host.id, sites=[place.id])
    wanted = Asked(OfferFilter(districts=("E07000116",)))
    found = await steward.read(search.offers, wanted, Page(0), ALL, now)
    assert found.total == 1
    nowhere = Asked(OfferFilter(districts=("E07000117",)))
    with pytest.raises(Invalid, match="do not know the district"):
        await steward.read(search.offers, nowhere, Page(0), ALL, now)


async def test_access_is_all_of_it_at_one_place(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    one = await make.site(steward, host.id, access={"step_free": "yes", "bsl": "no"})
    two = await make.site(steward, host.id, access={"bsl": "yes"})
    await make.offer(steward, now, host.id, sites=[one.id, two.id])
    assert len((await find(steward, now, access_features=("step_free",))).hits) == 1
    assert not (await find(steward, now, access_features=("step_free", "bsl"))).hits
    near = await find(steward, now, access_features=("bsl",), near=Near("TN34"))
    assert len(near.hits) == 1


@pytest.mark.parametrize("parts", [Parts(), ALL])
async def test_access_is_asked_of_the_place_that_is_near(
    steward: Unit, now: datetime, parts: Parts
) -> None:
    host = await make.organisation(steward, now)
    near = await make.site(steward, host.id)
    far = await make.site(steward, host.id, postcode="BN1 1AA", access={"step_free": "yes"})
    await make.offer(steward, now, host.id, sites=[near.id, far.id])
    asked_ = Asked(OfferFilter(access_features=("step_free",)), Near("TN34", within=3_000))
    assert not (await steward.read(search.offers, asked_, Page(), parts, now)).hits


@pytest.mark.parametrize("parts", [Parts(), ALL])
async def test_the_distance_is_to_the_place_with_the_access_asked_for(
    steward: Unit, now: datetime, parts: Parts
) -> None:
    host = await make.organisation(steward, now)
    close = await make.site(steward, host.id)
    far = await make.site(steward, host.id, postcode="TN39 3AB", access={"step_free": "yes"})
    await make.offer(steward, now, host.id, sites=[close.id, far.id])
    asked_ = Asked(OfferFilter(access_features=("step_free",)), Near("TN34"))
    (hit,) = (await steward.read(search.offers, asked_, Page(), parts, now)).hits
    assert (hit.distance or 0) > 4_000


@pytest.mark.parametrize("near", [None, Near("TN34")])
async def test_more_access_is_counted_at_the_place_that_has_what_was_asked_for(
    steward: Unit, now: datetime, near: Near | None
) -> None:
    host = await make.organisation(steward, now)
    one = await make.site(steward, host.id, access={"step_free": "yes", "toilet_accessible": "yes"})
    two = await make.site(steward, host.id, access={"bsl": "yes"})
    await make.offer(steward, now, host.id, sites=[one.id, two.id])
    found = await find(steward, now, access_features=("step_free",), near=near)
    assert count(found, "accessFeatures", "toilet_accessible") == 1
    assert count(found, "accessFeatures", "bsl") == 0


async def test_ended_offers_show_only_when_asked_for(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    over = await make.offer(steward, now, host.id, title="Over", districts=[make.HASTINGS])
    await steward.write(offering.close, over.id, now.date() - timedelta(days=1), now)
    assert titles(await find(steward, now)) == []
    assert "Over" in titles(await find(steward, now, states=(OfferState.ENDED,)))


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"kinds": ("grup",)}, "Did you mean “group”"),
        ({"themes": ("x" * 500,)}, "We do not know"),
        ({"text": "x" * 300}, "Shorten this to 200 characters. You have 300"),
        ({"near": Near("Hastings", within=-1)}, "Choose a distance"),
        ({"near": Near(latitude=48.8, longitude=2.3)}, "not in Great Britain"),
    ],
)
async def test_bad_input_gets_a_sentence(
    steward: Unit, now: datetime, wanted: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        await find(steward, now, **wanted)


async def test_a_place_nobody_knows_is_missing(steward: Unit, now: datetime) -> None:
    with pytest.raises(Missing, match="Try a town"):
        await find(steward, now, near=Near("Xyzzyville"))


async def test_a_place_that_said_no_has_not_left_it_unsaid(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    for title, access in (("Yes", "yes"), ("Not here", "no"), ("Unsure", "unsure")):
        place = await make.site(steward, host.id, access={"step_free": access})
        await make.offer(steward, now, host.id, title=title, sites=[place.id])
    found = await find(steward, now, access_features=("step_free",))
    assert titles(found) == ["Yes"]
    unsaid = frozenset({"accessFeatures"})
    shown = await find(steward, now, access_features=("step_free",), or_not_stated=unsaid)
    assert sorted(titles(shown)) == ["Unsure", "Yes"]


async def test_what_was_made_up_is_left_out_however_much_of_it_there_is(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    made_up = Origin(standing=Standing.CONFIRMED, demonstration=True)
    for number in range(4):
        await make.offer(steward, now, host.id, title=f"Made up {number}", origin=made_up)
    await make.offer(steward, now, host.id, title="Real")
    asked = Asked(OfferFilter(real=True, organisation=host.id))
    assert titles(await steward.read(search.offers, asked, Page(3), Parts(), now)) == ["Real"]
