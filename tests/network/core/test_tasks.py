"""What runs beside us is ended for certain, though one cancellation is swallowed."""

import asyncio

import pytest

from network.core import tasks


class Deaf:
    """Work that swallows as many cancellations as it is told to, as some libraries do."""

    def __init__(self, swallows: int) -> None:
        self.swallows = self.left = swallows
        self.rounds = 0

    async def work(self) -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if not self.left:
                    raise
                self.left -= 1
            self.rounds += 1


@pytest.mark.parametrize("swallows", [0, 1, 3])
async def test_work_that_swallows_a_cancellation_is_ended_all_the_same(
    swallows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AGAIN", 0.01)
    deaf = Deaf(swallows)
    working, other = asyncio.create_task(deaf.work()), asyncio.create_task(asyncio.sleep(600))
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        await tasks.end(working, other)
    assert working.cancelled()
    assert other.cancelled()
    assert deaf.rounds == swallows


async def test_what_went_wrong_in_it_is_not_hidden() -> None:
    async def stumbles() -> None:
        raise LookupError("this")

    working = asyncio.create_task(stumbles())
    await asyncio.sleep(0)
    with pytest.raises(LookupError, match="this"):
        await tasks.end(working)


async def test_work_that_heeds_stops_where_a_cancellation_was_swallowed() -> None:
    steps = swallowed = 0

    async def walks() -> None:
        nonlocal steps, swallowed
        while True:
            tasks.heed()
            steps += 1
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1

    walking = asyncio.create_task(walks())
    await asyncio.sleep(0)
    walking.cancel()
    async with asyncio.timeout(20):
        await asyncio.wait([walking])
    assert walking.cancelled()
    assert (steps, swallowed) == (1, 1)


async def test_a_limit_of_time_that_was_reached_is_nobodys_word_to_stop() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await asyncio.Event().wait()
    tasks.heed()
