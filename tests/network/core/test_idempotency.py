"""A thing is done once: repeated, at once or later, it gives what the first one gave."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, func, select

from network.core import database, idempotency
from network.core.actor import Actor, service
from network.core.errors import Conflict, Invalid
from network.core.events import Event, record
from network.core.idempotency import Done, Key, Remembered
from network.core.ids import new_id
from network.core.unit import EngineSessions, NothingRecordedError, Unit
from tests import postgres
from tests.waiting import heard

KEY = Key.of("makeThing", "one", {"name": "kettle"})
BLOCKED = text("select count(*) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0")


@dataclass(frozen=True)
class Thing:
    """Something a verb makes."""

    id: UUID


async def make_thing(db: AsyncSession, actor: Actor) -> Thing:
    """Make a thing; only its event is kept."""
    thing = Thing(new_id())
    record(db, actor, "thing.made", thing.id)
    return thing


async def things(db: AsyncSession, actor: Actor) -> int:
    """Count what was made."""
    many = select(func.count()).select_from(Event).where(col(Event.name) == "thing.made")
    return await db.scalar(many) or 0


async def keys(db: AsyncSession, actor: Actor) -> int:
    """Count the keys that are kept."""
    return await db.scalar(select(func.count()).select_from(Done)) or 0


async def test_the_second_time_nothing_is_done_and_the_first_result_is_named(
    steward: Unit,
) -> None:
    first = await steward.write(make_thing, key=KEY)
    again = await steward.write(make_thing, key=KEY)
    assert isinstance(first, Thing)
    assert again == Remembered("Thing", first.id)
    assert again.id == first.id
    assert await steward.read(things) == 1


async def test_without_a_key_it_is_done_each_time(steward: Unit) -> None:
    await steward.write(make_thing, key=None)
    await steward.write(make_thing)
    assert await steward.read(things) == 2
    assert await steward.read(keys) == 0


async def test_a_key_used_for_something_else_is_a_conflict(steward: Unit) -> None:
    await steward.write(make_thing, key=KEY)
    other = Key.of("makeThing", "one", {"name": "teapot"})
    with pytest.raises(Conflict, match="already used for something else"):
        await steward.write(make_thing, key=other)
    assert await steward.read(things) == 1


async def test_another_person_or_another_act_has_keys_of_its_own(
    steward: Unit, sessions: EngineSessions
) -> None:
    await steward.write(make_thing, key=KEY)
    await steward.write(make_thing, key=replace(KEY, scope="endThing"))
    for person in (new_id(), new_id()):
        async with Unit(sessions, Actor("host", person)) as unit:
            assert isinstance(await unit.write(make_thing, key=KEY), Thing)
    assert await steward.read(things) == 4


async def test_a_failure_leaves_no_key_so_it_may_be_tried_again(steward: Unit) -> None:
    async def refuse(db: AsyncSession, actor: Actor) -> Thing:
        await make_thing(db, actor)
        raise Invalid("Not like this.")

    with pytest.raises(Invalid):
        await steward.write(refuse, key=KEY)
    assert await steward.read(keys) == 0
    assert isinstance(await steward.write(make_thing, key=KEY), Thing)


async def test_a_change_without_a_trace_is_still_refused(steward: Unit) -> None:
    async def silent(db: AsyncSession, actor: Actor) -> None:
        return None

    with pytest.raises(NothingRecordedError):
        await steward.write(silent, key=KEY)
    assert await steward.read(keys) == 0


async def test_a_verb_that_gives_an_id_or_nothing_is_remembered_too(steward: Unit) -> None:
    async def id_only(db: AsyncSession, actor: Actor) -> UUID:
        return (await make_thing(db, actor)).id

    async def nothing(db: AsyncSession, actor: Actor) -> None:
        await make_thing(db, actor)

    first = await steward.write(id_only, key=KEY)
    assert await steward.write(id_only, key=KEY) == Remembered("UUID", first)  # type: ignore[arg-type]
    silent = replace(KEY, value="two")
    await steward.write(nothing, key=silent)
    again = await steward.write(nothing, key=silent)
    assert again == Remembered("NoneType", None)
    with pytest.raises(LookupError):
        assert again.id


async def test_a_key_is_kept_two_days(steward: Unit) -> None:
    await steward.write(make_thing, key=KEY)
    at = await steward.read(_made_at)
    assert await steward.count(idempotency.clear, at + timedelta(hours=47)) == 0
    assert await steward.count(idempotency.clear, at + timedelta(hours=49)) == 1
    assert isinstance(await steward.write(make_thing, key=KEY), Thing)


async def _made_at(db: AsyncSession, actor: Actor) -> datetime:
    at: datetime | None = await db.scalar(select(Done.at))
    assert at
    return at


@pytest.fixture
async def apart(server: str) -> AsyncIterator[EngineSessions]:
    """Open a database whose connections are real ones."""
    sessions = EngineSessions(database.engine(await postgres.make_database(server, "once")))
    yield sessions
    await sessions.close()
    await postgres.drop_database(server, "once")


def at_once(apart: EngineSessions) -> tuple[Unit, Unit]:
    return Unit(apart, service("test")), Unit(apart, service("test"))


class Held:
    """A verb that stops half-way until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def __call__(self, db: AsyncSession, actor: Actor) -> Thing:
        self.begun.set()
        await self.go.wait()
        return await make_thing(db, actor)


async def waiting(unit: Unit) -> None:
    """Wait until somebody waits for another's transaction to end."""
    async with asyncio.timeout(20):
        while not await unit.count(_blocked):  # noqa: ASYNC110  # the database gives no sign
            await asyncio.sleep(0.01)


async def _blocked(db: AsyncSession, actor: Actor) -> int:
    return await db.scalar(BLOCKED) or 0


async def test_of_two_at_once_the_second_waits_and_gets_what_the_first_made(
    apart: EngineSessions,
) -> None:
    one, other = at_once(apart)
    held = Held()
    first = asyncio.create_task(one.write(held, key=KEY))
    await heard(held.begun, first)
    second = asyncio.create_task(other.write(make_thing, key=KEY))
    await waiting(Unit(apart))
    held.go.set()
    made, again = await first, await second
    assert isinstance(made, Thing)
    assert again == Remembered("Thing", made.id)
    assert await one.count(things) == 1


async def test_where_the_first_fails_the_second_does_it(apart: EngineSessions) -> None:
    one, other = at_once(apart)
    held = Held()

    async def failing(db: AsyncSession, actor: Actor) -> Thing:
        await held(db, actor)
        raise Invalid("Not like this.")

    first = asyncio.create_task(one.write(failing, key=KEY))
    await heard(held.begun, first)
    second = asyncio.create_task(other.write(make_thing, key=KEY))
    await waiting(Unit(apart))
    held.go.set()
    with pytest.raises(Invalid):
        await first
    assert isinstance(await second, Thing)


async def test_many_at_once_do_it_once(apart: EngineSessions) -> None:
    units = [Unit(apart, service("test")) for _ in range(8)]
    key = replace(KEY, value="many")
    before = await units[0].count(things)
    results = await asyncio.gather(*(unit.write(make_thing, key=key) for unit in units))
    assert len({result.id for result in results}) == 1
    assert await Unit(apart).count(things) == before + 1
