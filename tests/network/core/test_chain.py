"""The record: in order, without gaps, sealed, and the database refuses to rewrite it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core import chain, database, events, migrations
from network.core.actor import Actor, service
from network.core.chain import START, Noted
from network.core.errors import Invalid
from network.core.events import Event, record
from network.core.ids import new_id
from network.core.unit import EngineSessions, Unit
from tests import postgres
from tests.waiting import heard

ENTRY = {
    "seq": 1,
    "id": UUID(int=1),
    "at": datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC),
    "name": "offer.published",
    "about": UUID(int=2),
    "by": None,
    "by_name": "seed",
    "detail": {"b": 1, "a": ["x"]},
}
SLIPPED_IN = """
    insert into event (id, at, name, about, by_name, detail, seq, chain)
    select gen_random_uuid(), at, 'x', about, by_name, detail, 5, chain from event where seq = 4
"""


def test_a_seal_is_what_it_always_was() -> None:
    """Change this and every record there is no longer holds."""
    assert chain.seal(START, ENTRY).hex() == (
        "2ae670ff58b14bda444bbea4d044c7d4c25ae32b1385ce970a46136aba034f24"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": 2},
        {"id": UUID(int=3)},
        {"at": datetime(2026, 11, 22, 12, 0, 0, 6, tzinfo=UTC)},
        {"name": "offer.ended"},
        {"about": UUID(int=3)},
        {"by": UUID(int=3)},
        {"by_name": "test"},
        {"detail": {"b": 1, "a": ["y"]}},
    ],
)
def test_all_that_an_entry_says_is_sealed(changed: dict[str, object]) -> None:
    assert chain.seal(START, ENTRY | changed) != chain.seal(START, ENTRY)


def test_how_the_detail_was_put_does_not_matter() -> None:
    assert chain.seal(START, ENTRY | {"detail": {"a": ["x"], "b": 1}}) == chain.seal(START, ENTRY)
    assert chain.seal(bytes(31) + b"x", ENTRY) != chain.seal(START, ENTRY)


def test_a_note_is_read_as_it_was_written() -> None:
    noted = Noted(12, bytes(range(32)))
    assert Noted.read(f" {noted}\n") == noted
    with pytest.raises(ValueError, match="12"):
        Noted.read("12")


@pytest.fixture
async def apart(server: str) -> AsyncIterator[EngineSessions]:
    """Open a database of its own, with nothing in it."""
    sessions = EngineSessions(database.engine(await postgres.make_database(server, "chain")))
    yield sessions
    await sessions.close()
    await postgres.drop_database(server, "chain")


async def do(db: AsyncSession, actor: Actor, *names: str) -> None:
    """Do some things."""
    for name in names:
        record(db, actor, name, new_id(), codes=["a", "b"], count=3, of=new_id())


async def doing(sessions: EngineSessions, *names: str) -> None:
    async with Unit(sessions, Actor("person", new_id())) as unit:
        await unit.write(do, *names)


async def walked(sessions: EngineSessions, noted: Noted | None = None) -> chain.Walked:
    async with Unit(sessions, service("test")) as unit:
        return await unit.read(events.verify, noted)


async def forge(sessions: EngineSessions, statement: str) -> None:
    """Do what only an owner of the database can, and only by taking the guard away first."""
    async with sessions.writing() as db, db.begin():
        await db.execute(text("alter table event disable trigger event_is_kept"))
        await db.execute(text(statement))
        await db.execute(text("alter table event enable trigger event_is_kept"))


async def test_what_is_done_is_kept_in_order_and_the_walk_finds_it_whole(
    apart: EngineSessions,
) -> None:
    assert await walked(apart) == chain.Walked(Noted(0, START))
    await doing(apart, "thing.made", "thing.changed")
    await doing(apart, "thing.ended")
    found = await walked(apart)
    assert (found.end.seq, found.broken_at) == (3, None)
    async with apart.reading() as db:
        rows = list(await db.scalars(select(Event).order_by(col(Event.seq))))
    assert [row.name for row in rows] == ["thing.made", "thing.changed", "thing.ended"]
    assert [row.at for row in rows] == sorted(row.at for row in rows if row.at)
    assert found.end == Noted(3, rows[-1].chain)


async def test_what_fails_leaves_no_entry_and_no_gap(apart: EngineSessions) -> None:
    async def failing(db: AsyncSession, actor: Actor) -> None:
        await do(db, actor, "thing.made")
        raise Invalid("Not like this.")

    with pytest.raises(Invalid):
        await Unit(apart, service("test")).write(failing)
    await doing(apart, "thing.made")
    assert (await walked(apart)).end.seq == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update event set name = 'x'",
        "delete from event",
        "delete from event where false",
        "truncate event",
    ],
)
async def test_the_database_refuses_to_change_or_remove_an_entry(
    apart: EngineSessions, statement: str
) -> None:
    await doing(apart, "thing.made")
    async with apart.writing() as db:
        with pytest.raises(DBAPIError, match="what was done stays written down"):
            await db.execute(text(statement))
        await db.rollback()
    assert (await walked(apart)).end.seq == 1


@pytest.mark.parametrize(
    ("statement", "at", "why"),
    [
        ("update event set name = 'x' where seq = 2", 2, "changed"),
        ("update event set at = at - interval '1 s' where seq = 3", 3, "changed"),
        ("update event set detail = '{\"count\": 4}' where seq = 1", 1, "changed"),
        ("delete from event where seq = 2", 2, "missing"),
        ("delete from event where seq = 1", 1, "missing"),
        (SLIPPED_IN, 5, "changed"),
    ],
)
async def test_the_walk_names_the_first_entry_that_was_tampered_with(
    apart: EngineSessions, statement: str, at: int, why: str
) -> None:
    for _ in range(4):
        await doing(apart, "thing.made")
    await forge(apart, statement)
    found = await walked(apart)
    assert (found.broken_at, found.why) == (at, why)
    assert found.end.seq == at - 1


async def test_an_end_that_was_noted_shows_that_later_entries_are_gone_or_all_was_made_anew(
    apart: EngineSessions,
) -> None:
    await doing(apart, "thing.made", "thing.changed")
    noted = (await walked(apart)).end
    await doing(apart, "thing.ended")
    assert (await walked(apart, noted)).broken_at is None
    await forge(apart, "delete from event where seq > 1")
    assert (await walked(apart)).broken_at is None
    cut = await walked(apart, noted)
    assert (cut.broken_at, cut.why) == (2, "missing")
    await doing(apart, "thing.changed")
    anew = await walked(apart, noted)
    assert (anew.broken_at, anew.why) == (2, "not what was noted")


async def test_many_at_once_take_turns(apart: EngineSessions) -> None:
    await asyncio.gather(*(doing(apart, "thing.made", "thing.changed") for _ in range(8)))
    found = await walked(apart)
    assert (found.end.seq, found.broken_at) == (16, None)


async def test_one_whose_turn_has_not_come_holds_nobody_up(apart: EngineSessions) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def slowly(db: AsyncSession, actor: Actor) -> None:
        await do(db, actor, "thing.made")
        begun.set()
        await go.wait()

    slow = asyncio.create_task(Unit(apart, service("test")).write(slowly))
    await heard(begun, slow)
    await doing(apart, "thing.changed")
    go.set()
    await slow
    assert (await walked(apart)).end.seq == 2


async def test_what_was_recorded_before_there_were_seals_is_sealed_as_it_stood(
    server: str,
) -> None:
    address = await postgres.make_database(server, "sealing")
    sessions = EngineSessions(database.engine(address))
    await doing(sessions, "thing.made", "thing.changed")
    await doing(sessions, "thing.ended")
    await sessions.close()
    await migrations.downgrade(address, "0008")
    await migrations.upgrade(address)
    sessions = EngineSessions(database.engine(address))
    await doing(sessions, "thing.made")
    found = await walked(sessions)
    await sessions.close()
    await postgres.drop_database(server, "sealing")
    assert (found.end.seq, found.broken_at) == (4, None)
