"""Ways on when little is found: every one was tried."""

from datetime import datetime

import pytest

from network.core.errors import Invalid, Missing
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import search, widening
from network.directory.wanted import Asked, Near, OfferFilter, Parts
from network.directory.widening import Way
from tests import make

COUNTED = Parts(total=True, widen=True)


async def ways(unit: Unit, now: datetime, asked: Asked) -> list[Way]:
    found = await unit.read(search.offers, asked, Page(), COUNTED, now)
    return await unit.read(widening.ways, asked, found, now)


async def some(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    bexhill = await make.site(steward, host.id, postcode="TN39 3AB")
    await make.offer(steward, now, host.id, title="Walk", kind="activity", sites=[bexhill.id])
    await make.offer(steward, now, host.id, title="Line", formats=["phone"], anywhere=True)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(OfferFilter(kinds=("learning",))), ["kinds"]),
        (Asked(OfferFilter(kinds=("activity",)), Near("TN34", within=2_000)), ["kinds", "near"]),
        (Asked(OfferFilter(text="zzzz")), ["text", "formats"][:1]),
        (Asked(OfferFilter(kinds=("activity",), text="xylophone")), ["text"]),
    ],
)
async def test_each_way_on_gives_what_it_says(
    steward: Unit, now: datetime, asked: Asked, expected: list[str]
) -> None:
    await some(steward, now)
    found = await ways(steward, now, asked)
    assert [way.filter for way in found] == expected
    for way in found:
        then = await steward.read(search.offers, way.asked, Page(), Parts(total=True), now)
        assert then.total == way.count > 0


async def test_nothing_is_named_when_enough_was_found(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    for number in range(widening.FEW):
        await make.offer(steward, now, host.id, title=f"Offer {number}", districts=[make.HASTINGS])
    assert await ways(steward, now, Asked(OfferFilter(kinds=("group",)))) == []


async def test_a_locality_or_district_nobody_knows_is_said(steward: Unit, now: datetime) -> None:
    with pytest.raises(Missing, match="no locality"):
        await steward.read(search.offers, Asked(locality="narnia"), Page(), COUNTED, now)
    nowhere = Asked(OfferFilter(districts=("E99",)))
    with pytest.raises(Invalid, match="E99"):
        await steward.read(search.offers, nowhere, Page(), COUNTED, now)


async def test_a_name_with_a_nul_in_it_is_of_nothing(steward: Unit) -> None:
    with pytest.raises(Missing):
        await steward.read(search.offer, "tuesday\x00table")
