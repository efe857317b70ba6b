"""What the service keeps true by itself: its version, the snapshot, the dates ahead, old traces.

Each is a loop that outlives a database that goes away, and goes on when it is back. Those of
`beside_pages` run in every serving process, those of `upkeep` in the worker.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Protocol

import structlog

from network.core import embedded, erased, idempotency, logs, pace
from network.core.actor import service
from network.core.away import away
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import EngineSessions, Sessions, Unit
from network.directory import keepsake, listing, seen, versions
from network.directory.seen import Tally
from network.forum import stages
from network.people import erasures
from network.retention import RULES
from network.retention.rule import Clear

log = structlog.get_logger("keeping")
ITSELF = service("keeping")
SETTLE = 2.0  # seconds of quiet before a snapshot is written
LOOK = 5.0
HOURLY, DAILY = 3600.0, 24 * 3600.0
DAYS = 300.0
SOON = 60.0  # until the next try of what was to be done and could not be
BATCH = 200
PASSING: tuple[tuple[str, Clear], ...] = (
    ("keys of what is done once", idempotency.clear),
    ("tries", pace.clear),
    ("how often offers were seen", seen.forget),
)
CLEARED = (*PASSING, *((rule.name, rule.clear) for rule in RULES if rule.clear))
"""What `tidy` takes away: all that has a time in the table of rules, and what tells of nobody."""


@dataclass
class Version:
    """The directory's version as this process knows it; unknown while it cannot listen."""

    known: int | None = None
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    _unknown: Iterator[int] = field(default_factory=lambda: count(1))

    def now(self) -> int:
        """Give the version, or a number never given before, so that nothing stale is served."""
        return -next(self._unknown) if self.known is None else self.known


class House(Protocol):
    """What these loops need of the composition root."""

    @property
    def sessions(self) -> Sessions: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def outside(self) -> Outside: ...
    @property
    def snapshot(self) -> Snapshot: ...
    @property
    def version(self) -> Version: ...


class Serving(House, Protocol):
    """What a loop beside the pages needs too."""

    @property
    def tally(self) -> Tally: ...


async def follow_version(house: House) -> None:
    """Know the version of the directory, told by the database whenever it moves."""
    while True:
        try:
            await _listen(house)
        except Exception as error:  # noqa: BLE001  # it is to listen again, whatever happens
            house.version.known = None
            if not away(error):
                logs.fault("keeping", error)
        await asyncio.sleep(LOOK)


async def _listen(house: House) -> None:
    sessions = house.sessions
    if not isinstance(sessions, EngineSessions):
        return
    woken = asyncio.Event()
    async with sessions.listening() as raw:
        await raw.add_listener(versions.CHANNEL, lambda *_: woken.set())
        while not raw.is_closed():
            woken.clear()
            await _learn(house)
            try:
                async with asyncio.timeout(LOOK):  # wait_for may swallow a cancellation
                    await woken.wait()
            except TimeoutError:
                await raw.fetchval("select 1")
    house.version.known = None


async def _learn(house: House) -> None:
    async with Unit(house.sessions, ITSELF) as unit:
        version = await unit.read(versions.current)
    if version != house.version.known:
        house.version.known = version
        house.version.moved.set()


async def write_snapshot(house: House) -> None:
    """Write what is public to disk, a moment after each change, and once a day."""
    while True:
        try:
            async with asyncio.timeout(DAILY):
                await house.version.moved.wait()
        except TimeoutError:
            log.info("daily snapshot")
        await asyncio.sleep(SETTLE)
        house.version.moved.clear()
        while not await once("snapshot", _snapshot(house)):  # noqa: ASYNC110  # until there is room
            await asyncio.sleep(SOON)


async def _snapshot(house: House) -> None:
    async with Unit(house.sessions, ITSELF) as unit:
        now = house.outside.clock()
        public = await unit.read(keepsake.make, house.settings.locality, now)
    await asyncio.to_thread(house.snapshot.write, public)


async def add_up(house: Serving) -> None:
    """Add up how often offers were seen, each minute, and when told to stop.

    A process that is killed forgets what it counted since: a minute at most.
    """
    try:
        while True:
            await asyncio.sleep(SOON)
            await added_up(house)
    finally:
        await added_up(house)


async def added_up(house: Serving) -> None:
    """Add up what was seen since the last time; what cannot be added yet is kept in mind."""
    if not house.tally:
        return
    counted, added = house.tally.taken(), False
    try:
        added = await once("seen", _add(house, counted))
    finally:
        if not added:
            house.tally.back(counted)


async def _add(house: Serving, counted: Tally) -> None:
    async with Unit(house.sessions, ITSELF) as unit:
        await unit.count(seen.add, counted, house.outside.clock())


async def roll_on(house: House) -> None:
    """Work out the dates ahead anew, long before the listed ones run out."""
    while True:
        done = await once("dates ahead", _roll(house))
        await asyncio.sleep(DAILY if done else SOON)


async def _roll(house: House) -> None:
    now = house.outside.clock()
    async with Unit(house.sessions, ITSELF) as unit:
        due = await unit.read(listing.due_again, now)
        for start in range(0, len(due), BATCH):
            await unit.write(listing.roll, due[start : start + BATCH], now)


async def tidy(house: House) -> None:
    """Take away what was kept long enough, by the table of rules, and what is of use for hours."""
    while True:
        done = [await once(f"tidy: {name}", _clear(house, clear)) for name, clear in CLEARED]
        await asyncio.sleep(HOURLY if all(done) else SOON)


async def _clear(house: House, clear: Clear) -> None:
    """Take away what is due of one kind, in a transaction of its own."""
    async with Unit(house.sessions, ITSELF) as unit:
        await unit.count(clear, house.outside.clock())


async def hold_erasures(house: House) -> None:
    """Write down beside the database whom we erased, and erase again whom a backup brought back."""
    while True:
        await once("erasures", _hold(house))
        await asyncio.sleep(LOOK)


async def _hold(house: House) -> None:
    async with Unit(house.sessions, ITSELF) as unit:
        await uphold(unit, house.settings, house.outside.clock())


async def uphold(unit: Unit, settings: Settings, now: datetime) -> int:
    """Bring the list of erasures and the database to say the same; say how many came back.

    Asked by the worker every few seconds, and by `alongside restore` at once.
    """
    known = await unit.read(erasures.listed)
    noted = await asyncio.to_thread(erased.keep, settings.erased, known, now - erasures.KEPT)
    again = erasures.unknown(noted, known, now)
    return await unit.write(erasures.repeat, again, settings) if again else 0


async def follow_days(house: House) -> None:
    """Do for development days what their dates ask for, without anybody."""
    while True:
        done = await once("development days", _follow_days(house))
        await asyncio.sleep(DAYS if done else SOON)


async def _follow_days(house: House) -> None:
    async with Unit(house.sessions, ITSELF) as unit:
        await unit.count(stages.by_clock, house.outside.clock())


async def watch_the_disk(house: House) -> None:
    """Stop changes before the disk of the embedded database is full; reading goes on.

    A PostgreSQL without room stops altogether, and needs some to start again.
    """
    while True:
        await once("disk", asyncio.to_thread(_look_at_the_disk, house))
        await asyncio.sleep(LOOK)


def _look_at_the_disk(house: House) -> None:
    sessions, settings = house.sessions, house.settings
    if not isinstance(sessions, EngineSessions) or embedded.served(settings.data) is None:
        return  # somebody else's database, on a disk that is not ours to see
    free = shutil.disk_usage(settings.data).free // 1_000_000
    full = free < settings.least_free_mb
    if full is not sessions.full:
        sessions.full = full
        say = log.error if full else log.warning
        say("disk nearly full: only reading" if full else "room again: changes go on", free_mb=free)


async def once(name: str, doing: Awaitable[None]) -> bool:
    """Do something and say whether it went well; whatever goes wrong is written down, not raised.

    The log tells a database that is away, or a disk that is full, from a fault of ours.
    """
    try:
        await doing
    except Exception as error:  # noqa: BLE001  # a loop of the worker is to go on
        if away(error):
            log.warning("not now: the database or the disk", job=name, kind=type(error).__name__)
        else:
            logs.fault(f"keeping: {name}", error)
        return False
    return True


beside_pages = (follow_version, write_snapshot, add_up, watch_the_disk)
"""What every serving process does for itself."""

upkeep = (roll_on, tidy, follow_days, watch_the_disk, hold_erasures)
"""What is done once for the database, by the worker."""
