"""A rule: what is kept, why, for how long, who sees it, and the verb that takes it away."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor

Clear = Callable[[AsyncSession, Actor, datetime], Awaitable[int]]
YEAR = timedelta(days=365)
NOBODY = "Nobody. Only our program can use it."


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing we keep.

    `holds`: column → what it is in plain words. `after`: how long, from the moment that `until`
    names; it is the room's own figure, so the page cannot say another. Where there is none, `until`
    says all. `clear`: the verb that takes away what is older; it gives how many there were.
    """

    name: str
    what: str
    holds: Mapping[str, str]
    why: str
    who: str
    until: str
    after: timedelta | None = None
    clear: Clear | None = None

    @property
    def how_long(self) -> str:
        """Say how long it is kept."""
        said = f"{spoken(self.after)} {self.until}" if self.after else self.until
        return f"{said[0].upper()}{said[1:]}."

    @property
    def things(self) -> tuple[str, ...]:
        """Say what is kept, each thing once."""
        return tuple(dict.fromkeys(self.holds.values()))


def spoken(length: timedelta) -> str:
    """Say a length of time: in years where it is whole ones, else in days."""
    many, unit = length.days, "day"
    if not length % YEAR:
        many, unit = length // YEAR, "year"
    return f"{many} {unit}" if many == 1 else f"{many} {unit}s"
