"""What the public may find follows the offer: at once, whole, and whoever else is at work."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core import database
from network.core.actor import Actor, service
from network.core.events import Event
from network.core.paging import Page
from network.core.unit import EngineSessions, Unit
from network.directory import listing, offers, pathways, search
from network.directory.cards import PathwayCard
from network.directory.listed import Listing
from network.directory.parts import LONDON
from network.directory.pathways import PathwayFields
from network.directory.tables import Offer, OfferState, PathwayKind
from network.directory.wanted import Asked, OfferFilter, Parts
from network.places import districts
from network.places.tables import DistrictFields
from tests import make, postgres
from tests.conftest import NOW, OneTransaction
from tests.waiting import heard

TUESDAYS = {"starts": "2026-11-03T14:00", "minutes": 60, "rule": "FREQ=WEEKLY"}


@pytest.fixture
async def two(server: str) -> AsyncIterator[tuple[Unit, Unit]]:
    """Give two units of the service itself, each on a connection of its own."""
    engine = database.engine(await postgres.make_database(server, "two"), size=4)
    await make.world(engine, NOW)
    sessions = EngineSessions(engine)
    async with Unit(sessions, service("one")) as one, Unit(sessions, service("other")) as other:
        yield one, other
    await engine.dispose()
    await postgres.drop_database(server, "two")


async def test_an_older_listing_is_never_written_over_a_newer_one(two: tuple[Unit, Unit]) -> None:
    worker, host = two
    run_by = await make.organisation(host, NOW)
    made = await make.offer(host, NOW, run_by.id)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> None:
        await listing.roll(db, actor, ids, NOW)
        begun.set()
        await go_on.wait()

    rolling = asyncio.create_task(worker.write(slowly, [made.id]))
    await heard(begun, rolling)
    ending = asyncio.create_task(host.write(offers.end, made.id, None, NOW))
    await asyncio.sleep(0.1)  # it waits for the worker by now, or has come too far
    go_on.set()
    await asyncio.gather(rolling, ending)
    assert (await host.read(search.offer, made.slug)).state == OfferState.ENDED


async def led(unit: Unit, start: Offer) -> Sequence[PathwayCard]:
    return (await unit.read(search.offer, start.slug)).pathways


async def test_a_way_on_shows_while_the_offer_it_leads_to_is_there(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    start = await make.offer(steward, now, host.id, title="First Step")
    onwards = await make.offer(steward, now, host.id, title="Second Step", draft=True)
    way = PathwayFields(from_offer=start.id, to_offer=onwards.id, kind=PathwayKind.LEADS_ON)
    await steward.write(pathways.draw, way, now)
    assert await led(steward, start) == []
    await steward.write(offers.publish, onwards.id, now)
    assert [way.title for way in await led(steward, start)] == ["Second Step"]
    await steward.write(offers.end, onwards.id, None, now)
    assert await led(steward, start) == []


async def test_a_last_day_that_is_said_is_written_down_as_just_that(
    steward: Unit, now: datetime
) -> None:
    made = await make.offer(steward, now, (await make.organisation(steward, now)).id)
    await steward.write(offers.close, made.id, date(2026, 12, 1), now)
    names = await steward.read(_happened, made.id)
    assert names == ["offer.created", "offer.published", "offer.closing"]


async def _happened(db: AsyncSession, actor: Actor, about: UUID) -> list[str]:
    query = select(Event.name).where(col(Event.about) == about).order_by(col(Event.id))
    return list(await db.scalars(query))


async def test_an_offer_ended_just_after_midnight_in_london_ended_that_day(steward: Unit) -> None:
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # half past midnight there
    made = await make.offer(steward, late, (await make.organisation(steward, late)).id)
    ended = await steward.write(offers.end, made.id, None, late)
    assert ended.ends_on == date(2026, 6, 2)


async def dates(unit: Unit, made: Offer, state: OfferState) -> list[datetime]:
    wanted = Asked(OfferFilter(states=(state,), organisation=made.organisation_id))
    found = await unit.read(search.offers, wanted, Page(), Parts(), NOW)
    return list(found.hits[0].upcoming)


async def tuesdays(unit: Unit, **changes: Any) -> Offer:
    host = await make.organisation(unit, NOW)
    return await make.offer(unit, NOW, host.id, schedule=[TUESDAYS], **changes)


async def test_nothing_happens_after_the_last_day(steward: Unit) -> None:
    made = await tuesdays(steward)
    await steward.write(offers.close, made.id, date(2026, 12, 1), NOW)
    coming = await dates(steward, made, OfferState.PUBLISHED)
    assert [at.date() for at in coming] == [date(2026, 11, 24), date(2026, 12, 1)]


async def test_nothing_happens_during_a_break(steward: Unit) -> None:
    made = await tuesdays(steward)
    await steward.write(offers.pause, made.id, date(2026, 12, 2), NOW)
    assert (await dates(steward, made, OfferState.PAUSED))[0].date() == date(2026, 12, 8)


async def test_a_break_of_unknown_length_and_an_end_leave_no_dates(steward: Unit) -> None:
    made = await tuesdays(steward)
    await steward.write(offers.pause, made.id, None, NOW)
    assert await dates(steward, made, OfferState.PAUSED) == []
    await steward.write(offers.end, made.id, None, NOW + timedelta(hours=1))
    assert await dates(steward, made, OfferState.ENDED) == []


async def test_an_offer_may_cover_every_district_there_is(steward: Unit, now: datetime) -> None:
    many = [
        DistrictFields(code=f"E0799{n:04}", slug=f"d{n}", name=f"District {n}", centroid=(0, 0))
        for n in range(400)
    ]
    await steward.write(districts.add, None, many)
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id, districts=[one.code for one in many])
    assert len((await steward.read(search.offer, made.slug)).districts) == 400


async def test_saying_welcome_to_all_is_not_found_by_the_name_of_each(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    welcoming = [{"community": "muslim", "level": "welcomes"}]
    await make.offer(steward, now, host.id, title="Open Table", made_for=welcoming)
    own = [{"community": "muslim", "level": "made_with"}]
    await make.offer(steward, now, host.id, title="Friday Table", made_for=own)
    wanted = Asked(OfferFilter(text="muslim tea"))
    found = await steward.read(search.offers, wanted, Page(), Parts(), now)
    assert [hit.offer.title for hit in found.hits] == ["Friday Table"]


async def test_a_first_date_far_ahead_is_listed_all_the_same(
    steward: Unit, sessions: OneTransaction, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    first = datetime(2028, 9, 5, 14, 0, tzinfo=LONDON)
    made = await make.offer(steward, now, host.id, schedule=[TUESDAYS | {"starts": first}])
    async with sessions.reading() as db:
        row = (await db.scalars(select(Listing).where(Listing.offer_id == made.id))).one()
    assert (row.next_at, row.upcoming) == (first, [first])
    assert made.id not in await steward.read(listing.due_again, now)
    assert made.id in await steward.read(listing.due_again, first - timedelta(days=300))
