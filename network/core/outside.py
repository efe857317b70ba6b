"""The outside: what a verb cannot know by itself, filled in by `app.py` and passed as values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

Clock = Callable[[], datetime]


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter as it goes out. `id` makes its Message-ID, so one that comes twice is known."""

    id: UUID
    made_at: datetime
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    reply_to: str | None = field(default=None, repr=False)


class Why(StrEnum):
    """Whose fault it is that a letter was not taken: the server's, the moment's or the letter's."""

    AWAY = "away"
    NOT_NOW = "not_now"
    NEVER = "never"


class NotSentError(Exception):
    """A letter was not taken. `code`: an SMTP status or a word of ours, never a server's text."""

    def __init__(self, why: Why, code: str) -> None:
        super().__init__(f"{why}: {code}")
        self.why = why
        self.code = code


class Mailer(Protocol):
    """A way to send letters."""

    async def send(self, mail: Mail) -> None:
        """Send one letter, or raise NotSentError; takes half a minute at most."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything outside our walls that a door may need. No mailer: letters wait."""

    clock: Clock = now
    mailer: Mailer | None = None
