"""The herald, with a real database: killed anywhere, run twice or by two, each is told once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from network import herald
from network.app import House
from network.core.actor import service
from network.core.unit import Unit
from network.directory import reports
from network.directory.reports import Wrong
from network.notices import audience, facts, notes, telling
from network.post import letters
from tests.network.notices import street
from tests.network.notices.street import settle, told, whole

HOSTS = 6


@pytest.fixture
async def house(server: str, now: datetime, tmp_path: Path) -> AsyncIterator[House]:
    """Stand up a house with hosts whose offers are due."""
    async with street.street(server, "herald", now, tmp_path) as one:
        yield one


def dying(step: Callable[..., Any], at: int, *, after: bool) -> Callable[..., Any]:
    """Make a step that is killed the so manieth time it is taken, before or after it is done."""
    taken = 0

    async def dies(*given: Any, **options: Any) -> Any:
        nonlocal taken
        taken += 1
        done = await step(*given, **options) if after or taken != at else None
        if taken == at:
            raise asyncio.CancelledError
        return done

    return dies


STEPS = [(notes, "put"), (audience, "hosts"), (facts, "of"), (letters, "post")]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("room", "verb"), STEPS, ids=[verb for _, verb in STEPS])
async def test_killed_at_a_step_and_begun_again_each_is_told_once(
    house: House,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    room: Any,
    verb: str,
    *,
    after: bool,
) -> None:
    people = await settle(house, now, HOSTS)
    killed = 0
    for at in (1, 2, 4):
        with monkeypatch.context() as patched:
            patched.setattr(room, verb, dying(getattr(room, verb), at, after=after))
            try:
                await herald.climb(house)
                await herald.tell(house)
            except asyncio.CancelledError:
                killed += 1
    await herald.climb(house)
    await herald.tell(house)
    assert killed > 0
    found = await street.letters(house)
    assert told(found) == dict.fromkeys(people, 1)
    assert whole(found)


async def test_two_workers_at_once_tell_each_once_and_all_in_one_letter(
    house: House, now: datetime
) -> None:
    people = await settle(house, now, 4 * HOSTS)
    await asyncio.gather(*(herald.climb(house) for _ in range(2)))
    await asyncio.gather(*(herald.tell(house) for _ in range(3)))
    found = await street.letters(house)
    assert told(found) == dict.fromkeys(people, 1)
    assert whole(found)


async def test_one_letter_that_trips_us_up_keeps_no_other_back(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await settle(house, now, HOSTS)
    taken = 0

    async def stumbles(*given: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken == 2:
            raise ValueError
        return await letters.post(*given)

    await herald.climb(house)
    with monkeypatch.context() as patched:
        patched.setattr(telling, "letters", type("Desk", (), {"post": staticmethod(stumbles)}))
        await herald.tell(house)
    assert len(await street.letters(house)) == len(people) - 1
    await herald.tell(house)
    assert told(await street.letters(house)) == dict.fromkeys(people, 1)


async def test_the_worker_s_loops_remind_and_announce_by_themselves(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(herald, "MINUTE", 0.05)
    monkeypatch.setattr(herald, "HOURLY", 0.05)
    await settle(house, now, 1)
    jobs = [asyncio.create_task(job(house)) for job in herald.upkeep]
    try:
        await _told(house, 1)
        async with Unit(house.sessions, service("test")) as unit:
            (first, *_) = await street.letters(house)
            await unit.write(reports.make, first.about, Wrong(("time",)), now)
        await _told(house, 2)
        assert not any(job.done() for job in jobs)
    finally:
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


async def _told(house: House, many: int) -> None:
    async with asyncio.timeout(20):
        while len(await street.letters(house)) < many:  # noqa: ASYNC110  # it gives no sign
            await asyncio.sleep(0.05)
