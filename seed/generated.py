"""A large made-up directory for measuring, written in bulk: `alongside bench generate`.

It goes past the verbs for speed, into the same tables; a test holds its listings beside those the
directory makes of the same offers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import SQLModel

from network.core import database
from network.core.actor import Actor, service
from network.core.events import record
from network.core.ids import new_id
from network.core.unit import EngineSessions, Unit
from network.directory import listing, schedule, terms, versions
from network.directory.listed import Listing
from network.directory.listing import Whole
from network.directory.parts import Session
from network.directory.tables import OfferState
from network.directory.terms import Words
from network.directory.words import folded, weighted
from network.places import districts
from seed import places, vocabularies
from seed.invented import Batch, Maker

AT_ONCE = 1_000
DIALECT: Any = asyncpg.dialect()  # type: ignore[no-untyped-call]

Progress = Callable[[int, int], None]
"""Told offers written and offers in all, now and then."""

LISTING: sa.Table = Listing.__table__  # type: ignore[attr-defined]
NEXT = sa.Table(
    "listing_next",
    sa.MetaData(),
    *(sa.Column(column.name, column.type) for column in LISTING.columns if column.name != "words"),
    *(sa.Column(weight, sa.Text) for weight in "ABCD"),
    prefixes=["temporary"],
    postgresql_on_commit="drop",
)
"""Listings whose words PostgreSQL has still to fold."""


async def generate(
    database_url: str,
    offers: int = 100_000,
    seed: int = 1,
    progress: Progress = lambda _done, _all: None,
) -> None:
    """Write so many made-up offers into a migrated database, beside what is there.

    The same seed writes the same offers; a second time with the same seed is refused by the
    database, whole.
    """
    engine = database.engine(database_url, size=1, patient=True)
    try:
        async with Unit(EngineSessions(engine), service("generator")) as unit:
            await places.sow(unit)
            await vocabularies.sow(unit)
            await unit.write(write, offers, seed, progress)
        await _settle(engine)
    finally:
        await engine.dispose()


async def write(
    db: AsyncSession,
    actor: Actor,
    offers: int,
    seed: int,
    progress: Progress = lambda _done, _all: None,
) -> None:
    """Write so many made-up offers and their listings."""
    maker, done = Maker(await terms.words(db, actor), seed), 0
    named = {town.district for town in maker.towns}
    homes = await districts.homes_of(db, actor, sorted(named))
    lister = Lister(maker.words, homes, maker.now)
    await (await db.connection()).run_sync(NEXT.create)
    for batch in maker.batches(offers, AT_ONCE):
        await _write(db, batch, lister)
        done += len(batch.offers)
        progress(done, offers)
    await versions.changed(db)
    record(db, actor, "offers.generated", new_id(), count=done, seed=seed)


async def _write(db: AsyncSession, batch: Batch, lister: "Lister") -> None:
    for models in (batch.organisations, batch.sites, batch.offers, batch.placed, batch.given):
        await _copy_models(db, models)
    await _copy(db, NEXT, lister.rows(batch))
    own = [column.name for column in NEXT.columns if column.name not in "ABCD"]
    words = folded({weight: NEXT.c[weight] for weight in "ABCD"})
    made = sa.select(*(NEXT.c[name] for name in own), words)
    await db.execute(sa.insert(LISTING).from_select([*own, "words"], made))
    await db.execute(sa.delete(NEXT))


@dataclass
class Lister:
    """Makes listings as the directory does, remembering the dates of times that come again."""

    words: Words
    homes: Mapping[str, str]
    now: datetime

    def __post_init__(self) -> None:
        self._known: dict[int, tuple[Any, ...]] = {}

    def rows(self, batch: Batch) -> Iterator[dict[str, Any]]:
        """Make the listings of a batch, with the texts to fold under their weights."""
        for whole in _wholes(batch):
            texts, sessions = weighted(whole, self.words), whole.offer.schedule
            upcoming, times, written = self._times(sessions)
            ahead = upcoming if whole.offer.state == OfferState.PUBLISHED else []
            dates = {"upcoming": ahead, "next_at": ahead[0] if ahead else None}
            whole.offer.__dict__["schedule"] = []
            for row in listing.rows_of(whole, self.words, self.homes, self.now):
                row["card"]["schedule"] = written
                yield row | texts | dates | {"times": times}
            whole.offer.__dict__["schedule"] = sessions

    def _times(self, sessions: Sequence[Session]) -> tuple[Any, ...]:
        key = id(sessions[0]) if sessions else 0
        if key not in self._known:
            self._known[key] = (
                schedule.occurrences(sessions, self.now, self.now + listing.AHEAD),
                self.words.mask("when", schedule.times(sessions)),
                [session.model_dump(mode="json") for session in sessions],
            )
        return self._known[key]


def _wholes(batch: Batch) -> Iterator[Whole]:
    organisations = {one.id: one for one in batch.organisations}
    sites = {one.id: one for one in batch.sites}
    given = {one.offer_id: one for one in batch.given}
    placed: dict[Any, list[Any]] = {}
    for one in batch.placed:
        placed.setdefault(one.offer_id, []).append(sites[one.site_id])
    for offer in batch.offers:
        run_by = organisations[offer.organisation_id]
        yield Whole(offer, run_by, placed.get(offer.id, []), given.get(offer.id), [])


async def _copy_models(db: AsyncSession, models: Sequence[SQLModel]) -> None:
    if models:
        table: sa.Table = type(models[0]).__table__  # type: ignore[attr-defined]
        await _copy(db, table, (model.__dict__ for model in models))


async def _copy(db: AsyncSession, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Stream rows by COPY, each value turned as SQLAlchemy would turn it."""
    ways = [
        (column.name, column.type.dialect_impl(DIALECT).bind_processor(DIALECT))
        for column in table.columns
    ]
    records = [tuple(way(row[name]) if way else row[name] for name, way in ways) for row in rows]
    connection: Any = await (await db.connection()).get_raw_connection()
    await connection.driver_connection.copy_records_to_table(
        table.name, columns=[name for name, _ in ways], records=records
    )


async def _settle(engine: AsyncEngine) -> None:
    """Let PostgreSQL learn what there is, as it would by itself in a minute."""
    async with engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.exec_driver_sql("vacuum analyze")
