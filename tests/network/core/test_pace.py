"""How often somebody may try: a bucket that empties at once and fills again by the clock."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from network.core import database, pace
from network.core.actor import ANYONE, service
from network.core.unit import EngineSessions, Unit
from tests import postgres

MINUTE = timedelta(minutes=1)
HERE = pace.key_of("s" * 32, "192.0.2.7", datetime(2026, 11, 22, 12, tzinfo=UTC))


async def taken(unit: Unit, at: datetime, *, key: bytes = HERE, bucket: str = "try") -> bool:
    """Try once in a bucket of three that gets one back a minute."""
    return await unit.count(pace.take, bucket, key, at, most=3, every=MINUTE)


async def test_as_many_as_fit_and_no_more(unit: Unit, now: datetime) -> None:
    assert [await taken(unit, now) for _ in range(5)] == [True, True, True, False, False]


async def test_one_comes_back_after_its_time_and_a_refusal_costs_nothing(
    unit: Unit, now: datetime
) -> None:
    for _ in range(6):
        await taken(unit, now)
    assert not await taken(unit, now + MINUTE * 0.9)
    assert await taken(unit, now + MINUTE)
    assert not await taken(unit, now + MINUTE)


async def test_a_bucket_never_holds_more_than_it_can(unit: Unit, now: datetime) -> None:
    await taken(unit, now)
    later = now + timedelta(days=1)
    assert [await taken(unit, later) for _ in range(4)] == [True, True, True, False]


async def test_keys_and_buckets_do_not_share(unit: Unit, now: datetime) -> None:
    for _ in range(3):
        await taken(unit, now)
    assert await taken(unit, now, key=b"another")
    assert await taken(unit, now, bucket="another")


async def test_a_clock_that_goes_back_gives_nothing(unit: Unit, now: datetime) -> None:
    for _ in range(3):
        await taken(unit, now)
    assert not await taken(unit, now - timedelta(hours=1))
    assert not await taken(unit, now)


async def test_what_is_full_again_long_since_is_forgotten(unit: Unit, now: datetime) -> None:
    await taken(unit, now - timedelta(days=3))
    await taken(unit, now, key=b"another")
    assert await unit.count(pace.clear, now) == 1


def test_a_key_is_of_one_day_and_of_one_house(now: datetime) -> None:
    tomorrow = pace.key_of("s" * 32, "192.0.2.7", now + timedelta(days=1))
    other = pace.key_of("t" * 32, "192.0.2.7", now)
    assert len({HERE, tomorrow, other, pace.key_of("s" * 32, "192.0.2.8", now)}) == 4
    assert pace.key_of("s" * 32, "192.0.2.7", now) == HERE


@pytest.fixture
async def apart(server: str) -> AsyncIterator[EngineSessions]:
    """Open a database whose connections are real ones."""
    name = "pace"
    sessions = EngineSessions(database.engine(await postgres.make_database(server, name)))
    yield sessions
    await sessions.close()
    await postgres.drop_database(server, name)


async def test_of_many_at_once_only_as_many_as_fit_get_through(
    apart: EngineSessions, now: datetime
) -> None:
    tries = [taken(Unit(apart, ANYONE), now) for _ in range(8)]
    assert sum(await asyncio.gather(*tries)) == 3


async def test_a_try_counts_though_what_follows_fails(apart: EngineSessions, now: datetime) -> None:
    async with Unit(apart, service("test")) as unit:
        assert await taken(unit, now)
        with pytest.raises(RuntimeError):
            await unit.write(_failing)
        assert [await taken(unit, now) for _ in range(3)] == [True, True, False]


async def _failing(db: object, actor: object) -> None:
    raise RuntimeError
