"""Finding in the corners: mended words over pages, unknown districts, access near and inside."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from network.core import paging
from network.core.errors import Invalid
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import search
from network.directory.wanted import Asked, Near, OfferFilter, Order, Parts
from tests import make


async def test_what_was_mended_goes_on_over_the_pages(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    for number in range(5):
        await make.offer(steward, now, host.id, title=f"Lighthouse walk {number}")
    asked = Asked(OfferFilter(text="lighthuose"))
    seen: list[str] = []
    page = Page(2)
    for _ in range(3):
        found = await steward.read(search.offers, asked, page, Parts(total=True), now)
        assert (found.showing_for, found.total) == ("lighthouse", 5)
        seen += [hit.offer.title for hit in found.hits]
        page = paging.asked(2, found.hits[-1].cursor, None, None)
    assert sorted(seen) == [f"Lighthouse walk {number}" for number in range(5)]
    assert not found.more


async def test_after_the_last_page_of_words_that_are_right_comes_nothing_else(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, title="Lighthouse walk")
    asked = Asked(OfferFilter(text="lighthouse"))
    found = await steward.read(search.offers, asked, Page(2), Parts(), now)
    beyond = paging.asked(2, found.hits[-1].cursor, None, None)
    after = await steward.read(search.offers, asked, beyond, Parts(), now)
    assert (after.hits, after.showing_for) == ([], None)


@pytest.mark.parametrize("how", ["districts", "all", "any", "none"])
async def test_an_unknown_district_is_refused_however_deep(
    unit: Unit, now: datetime, how: str
) -> None:
    inner = OfferFilter(districts=("E07000062", "zz"))
    nested: dict[str, Any] = {how: (inner,)}
    wanted = inner if how == "districts" else OfferFilter(**nested)
    with pytest.raises(Invalid, match="do not know the district “zz”") as refused:
        await unit.read(search.offers, Asked(wanted), Page(), Parts(), now)
    assert refused.value.field == "districts"


async def test_access_is_asked_of_the_place_that_is_near_also_inside(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    close = await make.site(steward, host.id, name="Steps", access={"step_free": "no"})
    far = await make.site(
        steward, host.id, name="Ramp", postcode="BN1 1AA", access={"step_free": "yes"}
    )
    await make.offer(steward, now, host.id, title="Both", sites=[close.id, far.id])
    needed = OfferFilter(access_features=("step_free",), organisation=host.id)
    inside = OfferFilter(all=(replace(needed, organisation=None),), organisation=host.id)
    for wanted in (needed, inside):
        asked = Asked(wanted, Near("TN34"))
        assert not (await steward.read(search.offers, asked, Page(), Parts(), now)).hits


async def test_a_title_that_grows_when_folded_can_be_published(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    await make.offer(steward, now, host.id, title="ß" * 80)
    asked = Asked(OfferFilter(organisation=host.id), order=Order.TITLE)
    assert len((await steward.read(search.offers, asked, Page(), Parts(), now)).hits) == 1
