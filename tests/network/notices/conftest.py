"""A desk at which the herald works: a real database, and a clock that the test turns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network import herald
from network.app import House
from network.core.actor import Actor, service
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import Sessions, Unit
from network.places import localities
from network.post.tables import KeptLetter
from tests import make_people
from tests.network.notices.making import SAM


@dataclass
class Desk:
    """The herald's desk: turn the clock, let it work, and read what it wrote."""

    house: House
    hours: list[datetime]
    begun: datetime
    read: int = 0

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return self.hours[0]

    def day(self, number: int) -> None:
        """Turn the clock to the same hour so many days after the test began."""
        self.hours[0] = self.begun + timedelta(days=number)

    async def work(self) -> list[KeptLetter]:
        """Let the herald do all it does in an hour, and give the letters it wrote."""
        await herald.climb(self.house)
        await herald.tell(self.house)
        return await self.new()

    async def new(self) -> list[KeptLetter]:
        """Give the letters that were not given yet, by whom they are for."""
        every = await self.ask(_all)
        fresh, self.read = every[self.read :], len(every)
        return sorted(fresh, key=lambda one: str(one.to))

    async def ask(self, verb: Callable[..., Any], *given: Any) -> Any:
        """Ask the database something."""
        async with Unit(self.house.sessions, service("test")) as unit:
            return await unit.count(verb, *given)


async def _all(db: AsyncSession, actor: Actor) -> list[KeptLetter]:
    return list((await db.scalars(select(KeptLetter).order_by(col(KeptLetter.id)))).all())


@pytest.fixture
async def desk(sessions: Sessions, now: datetime, tmp_path: Path) -> Desk:
    """Set up a desk; what was done before the test is read already."""
    hours = [now]
    settings = Settings(
        public_url="https://support.example.org",
        reply_to="people@support.example.org",
        host_help="Call Ash on 01632 960 001",
    )
    house = House(sessions, settings, Snapshot(tmp_path), Outside(clock=lambda: hours[0]))
    desk = Desk(house, hours, now)
    await desk.work()
    return desk


@pytest.fixture
async def keeper(steward: Unit, now: datetime, desk: Desk) -> Actor:
    """Make Sam a steward of Sussex, who has had this week's digest."""
    sussex = await steward.read(localities.by_slug, "sussex")
    sam = await make_people.steward(steward, now, sussex.id, SAM)
    await desk.work()
    return sam
