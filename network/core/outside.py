"""The outside: what a verb cannot know by itself, filled in by `app.py` and passed as values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything outside our walls that a door may need: so far only the clock."""

    clock: Clock = now
