"""The herald: the worker's loops that tell people what was done, and ask hosts by the clock.

It writes letters and puts them down; the postman sends them.
"""

import asyncio
from uuid import UUID

from network.core.actor import service
from network.core.unit import Unit
from network.keeping import HOURLY, SOON, House, once
from network.notices import digests, ladder, news, telling

ITSELF = service("herald")
MINUTE = 60.0
"""What happens within a minute is told in one letter."""


async def remind(house: House) -> None:
    """Look once an hour at which listings nobody has given their word for of late."""
    while True:
        done = await once("ladder", climb(house))
        await asyncio.sleep(HOURLY if done else SOON)


async def announce(house: House) -> None:
    """Read the record on, and write to whoever is to be told something."""
    while True:
        await once("notices", tell(house))
        await asyncio.sleep(MINUTE)


async def climb(house: House) -> None:
    """Put down whom to ask about which listings by now, and this week's digests."""
    now = house.outside.clock()
    async with Unit(house.sessions, ITSELF) as unit:
        after = await unit.count(ladder.climb, now)
        while after is not None:
            after = await unit.count(ladder.climb, now, after)
        await unit.count(digests.put, now)


async def tell(house: House) -> None:
    """Read the record to its end, then write one letter to each who is to be told something."""
    async with Unit(house.sessions, ITSELF) as unit:
        while await unit.count(news.gather, house.outside.clock()):
            pass
        people = await unit.read(telling.owed)
        for person in people:
            await once("a letter", _write(unit, house, person))


async def _write(unit: Unit, house: House, person: UUID) -> None:
    """Write to one person: what goes wrong with one letter keeps nobody else's back."""
    await unit.count(telling.tell, person, house.settings, house.outside.clock())


upkeep = (remind, announce)
"""What the worker does for notices."""
