"""The following-day rule: which day an issue comes before, given when it was put forward.

The first day, in the order they happen, whose nominations close after that moment and which is
not cancelled or put off without a date (forum.md, Issue).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from network.forum.dated import DayState

GONE = frozenset({DayState.CANCELLED, DayState.POSTPONED})
"""Days that nothing can come before: they do not happen, or nobody knows when."""

AHEAD = frozenset(
    {
        DayState.PLANNED,
        DayState.NOMINATIONS_OPEN,
        DayState.AGENDA_BUILDING,
        DayState.PUBLISHED,
    }
)
"""Days that are still to come."""


class Dated(Protocol):
    """What the rule looks at of a day."""

    @property
    def id(self) -> UUID: ...
    @property
    def state(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...


D = TypeVar("D", bound=Dated)


def following(received_at: datetime, days: Iterable[D]) -> D | None:
    """Give the day an issue comes before; None where no such day is planned yet."""
    open_then = (d for d in days if d.state not in GONE and d.closes_at > received_at)
    return min(open_then, key=lambda day: (day.starts_at, day.id), default=None)


def still_to_come(received_at: datetime, days: Iterable[D]) -> D | None:
    """Give the day an issue comes before among those ahead: what was not taken in time waits."""
    return following(received_at, (day for day in days if day.state in AHEAD))


def next_of(days: Iterable[D]) -> D | None:
    """Give the next day that is still to come: where an answer that is owed is reported back."""
    ahead = (day for day in days if day.state in AHEAD)
    return min(ahead, key=lambda day: (day.starts_at, day.id), default=None)
