"""The order offers are found in, and going through them page by page."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from network.core.errors import Invalid
from network.core.paging import Page, asked, cursor
from network.core.unit import Unit
from network.directory import organisations, search
from network.directory.organisations import OrganisationFilter
from network.directory.wanted import Asked, Near, OfferFilter, Order, Parts
from tests import make
from tests.network.directory.finding import ALL, find, titles


async def test_the_fresh_come_before_the_stale_before_the_never_checked(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    here: dict[str, Any] = {"districts": [make.HASTINGS]}
    await make.offer(steward, now, host.id, title="Never", **here)
    await make.offer(steward, now, host.id, title="Stale", checked_days_ago=200, **here)
    await make.offer(steward, now, host.id, title="Fresh", checked_days_ago=5, **here)
    assert titles(await find(steward, now)) == ["Fresh", "Stale", "Never"]
    recent = await find(steward, now, order=Order.RECENTLY_CONFIRMED)
    assert titles(recent) == ["Fresh", "Stale", "Never"]


async def test_the_shuffle_is_the_same_all_day_and_another_the_next(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    for number in range(12):
        await make.offer(steward, now, host.id, title=f"Offer {number}", districts=[make.HASTINGS])
    first = titles(await find(steward, now))
    assert titles(await find(steward, now + timedelta(hours=3))) == first
    days = {tuple(titles(await find(steward, now + timedelta(days=d)))) for d in range(4)}
    assert len(days) > 1


@pytest.mark.parametrize("order", list(Order))
async def test_pages_forwards_and_backwards_hold_every_offer_once(
    steward: Unit, now: datetime, order: Order
) -> None:
    host = await make.organisation(steward, now)
    place = await make.site(steward, host.id)
    for number in range(11):
        await make.offer(
            steward,
            now,
            host.id,
            title=f"Offer {number}",
            sites=[place.id] if number % 2 else [],
            districts=[make.HASTINGS],
            checked_days_ago=number * 30 if number % 3 else None,
        )
    near = Near("Hastings") if order is Order.NEAREST else None
    question = Asked(OfferFilter(text="tea"), near, "sussex", order)
    whole = titles(await steward.read(search.offers, question, Page(50), Parts(), now))
    seen: list[str] = []
    after, answer = None, None
    while answer is None or answer.more:
        answer = await steward.read(search.offers, question, asked(3, after), Parts(), now)
        seen += titles(answer)
        after = answer.hits[-1].cursor
    assert seen == whole
    assert len(whole) == 11
    last = await steward.read(search.offers, question, asked(None, None, 3, after), Parts(), now)
    assert titles(last) == whole[7:10]


async def test_a_page_link_holds_for_a_day(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    for number in range(2):
        await make.offer(steward, now, host.id, title=f"Offer {number}")
    (first,) = (await steward.read(search.offers, Asked(), asked(1, None), Parts(), now)).hits
    page, evening = asked(1, first.cursor), now + timedelta(hours=10)
    assert (await steward.read(search.offers, Asked(), page, Parts(), evening)).hits
    with pytest.raises(Invalid, match="too old"):
        await steward.read(search.offers, Asked(), page, Parts(), now + timedelta(days=1))


@pytest.mark.parametrize("order", list(Order))
async def test_a_made_up_page_link_is_answered_or_refused(
    steward: Unit, now: datetime, order: Order
) -> None:
    at = int(now.timestamp())
    for key, rank, shuffle in ((0, 0, 0), (float("nan"), 2, 2), (float("inf"), 10**30, -(10**30))):
        after = cursor(order.value, at, key, rank, shuffle, "0" * 32)
        for page in (asked(3, after), asked(None, None, 3, after)):
            await steward.read(search.offers, Asked(order=order), page, ALL, now)


A_TO_Z = ["apple rooms", "Eagle House", "École Club", "ecole club", "Edge", "Øst", "Zebra"]


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
async def test_organisations_stand_as_people_look_for_them_and_paging_meets_each_once(
    steward: Unit, now: datetime, *, backwards: bool
) -> None:
    for name in reversed(A_TO_Z):
        await make.organisation(steward, now, name=name)
    found: list[str] = []
    edge, more = None, True
    while more:
        page = Page(2, before=edge, backwards=True) if backwards else Page(2, after=edge)
        rows, more = await steward.read(organisations.listed, OrganisationFilter(), page)
        last = rows[0 if backwards else -1]
        edge = (last.name, last.id.hex)
        found += [row.name for row in (reversed(rows) if backwards else rows)]
    listed = [name for name in (reversed(found) if backwards else found) if name in A_TO_Z]
    assert len(listed) == len(A_TO_Z)
    alike = {"École Club", "ecole club"}  # these two in either order
    order = ["E" if name in alike else name for name in listed]
    assert order == ["apple rooms", "Eagle House", "E", "E", "Edge", "Zebra", "Øst"]
