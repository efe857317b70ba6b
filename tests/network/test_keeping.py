"""What the service keeps true by itself, on a database of its own."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from network import keeping
from network.core import database, embedded, migrations, pace, tasks
from network.core.actor import service
from network.core.away import away
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import EngineSessions, NoSessions, Unit
from network.directory import listing, seen, terms, versions
from network.directory.parts import LONDON, Session
from network.directory.seen import Tally
from network.forum import days, series, stages
from network.forum.dated import Day
from network.forum.series import Planned
from network.keeping import Version
from network.places import localities
from tests import make, postgres


@dataclass(frozen=True)
class House:
    """A house with a database of its own."""

    sessions: EngineSessions
    settings: Settings
    snapshot: Snapshot
    outside: Outside
    version: Version = field(default_factory=Version)
    tally: Tally = field(default_factory=Tally)


@pytest.fixture
async def house(server: str, now: datetime, tmp_path: Path) -> AsyncIterator[House]:
    """Stand up a house whose clock is the test's."""
    engine = database.engine(await postgres.make_database(server, "keeping"))
    terms.forget()
    await make.world(engine, now)
    sessions = EngineSessions(engine)
    yield House(sessions, Settings(), Snapshot(tmp_path), Outside(clock=lambda: now))
    await sessions.close()
    await postgres.drop_database(server, "keeping")
    terms.forget()


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; a test that waits too long has failed."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  # what is waited for gives no sign
            await asyncio.sleep(0.02)


async def test_a_change_moves_the_version_and_the_snapshot(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SETTLE", 0.01)
    jobs = [asyncio.create_task(job(house)) for job in keeping.beside_pages]
    try:
        await until(lambda: house.version.known is not None and house.snapshot.path.exists())
        before = house.version.now()
        async with Unit(house.sessions, service("test")) as unit:
            host = await make.organisation(unit, now)
            await make.offer(unit, now, host.id, title="Brand new", districts=[make.HASTINGS])
        await until(lambda: house.version.now() > before)
        await until(lambda: "Brand new" in str(house.snapshot.read()))
    finally:
        await tasks.end(*jobs)


def test_while_the_version_is_unknown_no_answer_is_given_twice() -> None:
    version = Version()
    assert len({version.now() for _ in range(3)}) == 3


async def test_dates_ahead_are_worked_out_before_they_run_out(house: House, now: datetime) -> None:
    weekly = Session(
        starts=datetime(2026, 9, 1, 18, 30, tzinfo=LONDON), minutes=90, rule="FREQ=WEEKLY"
    )
    async with Unit(house.sessions, service("test")) as unit:
        host = await make.organisation(unit, now)
        made = await make.offer(unit, now, host.id, schedule=[weekly])
        assert made.id not in await unit.read(listing.due_again, now)
        later = now + timedelta(days=120)
        assert made.id in await unit.read(listing.due_again, later)
    moved = House(
        house.sessions, house.settings, house.snapshot, Outside(clock=lambda: later), house.version
    )
    job = asyncio.create_task(keeping.upkeep[0](moved))
    try:
        async with asyncio.timeout(20):
            while await _last(house, str(made.id)) < later + timedelta(days=350):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    finally:
        await tasks.end(job)


async def test_what_was_seen_is_added_up_and_kept_in_mind_until_it_can_be(
    house: House, now: datetime
) -> None:
    async with Unit(house.sessions, service("test")) as unit:
        host = await make.organisation(unit, now)
        made = await make.offer(unit, now, host.id)
    house.tally.opened(made.id)
    await keeping.added_up(replace(house, sessions=cast("EngineSessions", NoSessions())))
    assert house.tally.pages == {made.id: 1}
    await keeping.added_up(house)
    assert not house.tally
    async with Unit(house.sessions, service("test")) as unit:
        assert (await unit.read(seen.of, made.id, now))[0].pages == "fewer than 8"


async def test_before_the_disk_is_full_changes_stop_and_reading_goes_on(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK", 0.05)
    async with embedded.running(tmp_path, durable=False) as address:
        await migrations.upgrade(address)
        sessions = EngineSessions(database.engine(address, size=1))
        outside, snapshot = Outside(clock=lambda: now), Snapshot(tmp_path)
        low = House(sessions, Settings(data=tmp_path, least_free_mb=10**12), snapshot, outside)
        enough = House(sessions, Settings(data=tmp_path, least_free_mb=0), snapshot, outside)
        async with Unit(sessions, service("test")) as unit:
            await unit.count(pace.clear, now)
            job = asyncio.create_task(keeping.watch_the_disk(low))
            await until(lambda: sessions.full)
            await tasks.end(job)
            with pytest.raises(OSError, match="nearly full") as refused:
                await unit.count(pace.clear, now)
            assert away(refused.value)
            assert await unit.read(versions.current) == 0
            job = asyncio.create_task(keeping.watch_the_disk(enough))
            await until(lambda: not sessions.full)
            await tasks.end(job)
            await unit.count(pace.clear, now)
        await sessions.close()


async def test_the_disk_of_a_database_of_somebody_s_own_is_not_ours_to_judge(
    house: House, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK", 0.01)
    settings = Settings(data=tmp_path, least_free_mb=10**12)
    theirs = House(house.sessions, settings, house.snapshot, house.outside)
    job = asyncio.create_task(keeping.watch_the_disk(theirs))
    await asyncio.sleep(0.1)
    await tasks.end(job)
    assert not house.sessions.full
    async with Unit(house.sessions, service("test")) as unit:
        await unit.count(pace.clear, now)


@pytest.mark.parametrize("state", ["53100", "53300", "57P03", "25006", "08006"])
async def test_a_job_that_meets_a_full_disk_or_a_database_away_says_so_and_goes_on(
    house: House, state: str
) -> None:
    async def meets() -> None:
        async with house.sessions.writing() as db:
            await db.execute(text(f"do $$ begin raise sqlstate '{state}'; end $$"))

    with capture_logs() as said:
        assert not await keeping.once("test", meets())
    assert [(entry["log_level"], entry["job"]) for entry in said] == [("warning", "test")]


async def test_a_fault_of_ours_is_written_down_without_what_somebody_typed() -> None:
    typed = "jo@example.org"

    async def stumbles() -> None:
        raise LookupError(typed)

    with capture_logs() as said:
        assert not await keeping.once("test", stumbles())
    assert [(entry["log_level"], entry["kind"]) for entry in said] == [("error", "LookupError")]
    assert typed not in str(said)


async def test_the_snapshot_is_written_again_once_the_disk_has_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SETTLE", 0.01)
    monkeypatch.setattr(keeping, "SOON", 0.01)
    tries: list[int] = []

    def fsync(file: int) -> None:
        tries.append(file)
        if len(tries) < 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    house.version.moved.set()
    job = asyncio.create_task(keeping.write_snapshot(house))
    try:
        await until(house.snapshot.path.exists)
        assert len(tries) == 3
        assert [file.name for file in house.snapshot.folder.iterdir()] == [house.snapshot.path.name]
    finally:
        await tasks.end(job)


async def test_what_is_kept_for_a_while_only_is_forgotten(house: House, now: datetime) -> None:
    async with Unit(house.sessions, service("test")) as unit:
        assert await unit.count(pace.take, "test", b"key", now, most=1, every=timedelta(hours=1))
        assert not await unit.count(pace.take, "test", b"key", now, most=1, every=timedelta(days=9))
    later = now + timedelta(days=3)
    moved = House(
        house.sessions, house.settings, house.snapshot, Outside(clock=lambda: later), house.version
    )
    job = asyncio.create_task(keeping.tidy(moved))
    try:
        async with asyncio.timeout(20):
            while await _tries(house):  # noqa: ASYNC110  # it gives no sign
                await asyncio.sleep(0.02)
    finally:
        await tasks.end(job)


async def test_a_day_closes_for_issues_by_itself(house: House, now: datetime) -> None:
    async with Unit(house.sessions, service("test")) as unit:
        place = (await unit.read(localities.all_))[0].id
        planned = Planned(first=date(2027, 1, 20), count=1)
        (day,) = await unit.write(series.plan, place, planned, now)
        await unit.write(stages.open_nominations, day.id, day.version, now)
        later = Outside(clock=lambda: day.closes_at)
        moved = House(house.sessions, house.settings, house.snapshot, later, house.version)
        job = asyncio.create_task(keeping.follow_days(moved))
        try:
            async with asyncio.timeout(20):
                while (await _day(house, day.id)).state != "agenda_building":  # noqa: ASYNC110  # no sign
                    await asyncio.sleep(0.02)
        finally:
            await tasks.end(job)


async def _day(house: House, day: UUID) -> Day:
    async with Unit(house.sessions, service("test")) as unit:
        return await unit.read(days.get, day)


async def _tries(house: House) -> int:
    async with house.sessions.reading() as db:
        many: int = (await db.execute(text("select count(*) from pace"))).scalar_one()
    return many


async def _last(house: House, offer: str) -> datetime:
    query = text("select upcoming[cardinality(upcoming)] from listing where offer_id = :offer")
    async with house.sessions.reading() as db:
        last: datetime = (await db.execute(query, {"offer": offer})).scalar_one()
    return last
