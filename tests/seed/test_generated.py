"""Made-up offers for measuring: the same every time, and listed as the directory would."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.paging import Page
from network.core.unit import Unit
from network.directory import listing, search, terms
from network.directory.listed import Listing
from network.directory.offers import get
from network.directory.tables import Offer
from network.directory.wanted import Asked, Near, Parts
from seed import generated
from seed.invented import MOMENT, Maker
from tests.conftest import OneTransaction

MANY = 60


@pytest.fixture
async def made(steward: Unit, sessions: OneTransaction) -> list[UUID]:
    await steward.write(generated.write, MANY, 3)
    async with sessions.reading() as db:
        mine = select(Offer.id).where(col(Offer.created_at) == MOMENT)
        return list(await db.scalars(mine))


async def test_so_many_offers_are_written(made: list[UUID]) -> None:
    assert len(made) == MANY


async def test_listings_are_those_the_directory_makes(
    steward: Unit, sessions: OneTransaction, made: list[UUID]
) -> None:
    in_bulk = await _listings(sessions, made)
    await steward.write(listing.roll, made, MOMENT)
    one_by_one = await _listings(sessions, made)
    assert len(in_bulk) >= MANY
    for bulk, single in zip(in_bulk, one_by_one, strict=True):
        assert bulk.pop("card") == single.pop("card")
        assert bulk.pop("stamp") != single.pop("stamp")  # made anew, a card has another stamp
        assert bulk == single


async def test_what_is_written_reads_back_whole(steward: Unit, made: list[UUID]) -> None:
    offer = await steward.read(get, made[0])
    assert Offer.model_validate(offer.model_dump()).model_dump() == offer.model_dump()


async def test_generated_offers_are_found(unit: Unit, made: list[UUID]) -> None:
    near = Near(latitude=51.5, longitude=-0.12, within=100_000)
    answer = await unit.read(
        search.offers, Asked(near=near), Page(20), Parts(total=True, facets=True), MOMENT
    )
    assert answer.total
    assert {hit.offer.id for hit in answer.hits} & set(made)


async def test_the_same_seed_makes_the_same_offers(unit: Unit) -> None:
    words = await unit.read(terms.words)
    one, same, other = (
        [o.model_dump() for batch in Maker(words, seed).batches(30, 10) for o in batch.offers]
        for seed in (5, 5, 6)
    )
    assert one == same
    assert one != other
    assert len(one) == 30


async def _listings(sessions: OneTransaction, ids: list[UUID]) -> list[dict[str, Any]]:
    async with sessions.reading() as db:
        return await _rows(db, ids)


async def _rows(db: AsyncSession, ids: list[UUID]) -> list[dict[str, Any]]:
    query = select(Listing).where(col(Listing.offer_id).in_(ids))
    found = await db.scalars(query.order_by(col(Listing.offer_id), col(Listing.n)))
    return [row.model_dump() for row in found]
