"""The outside: what a verb cannot know by itself, filled in by `app.py` and passed as values."""

from collections.abc import Callable, Mapping
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
class Begun:
    """A sign-in begun with a provider. `url`: where to go; `kept`: what the browser brings back."""

    url: str
    kept: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sign-in provider says of somebody, checked to be its word and meant for us now."""

    issuer: str
    subject: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    verified: bool = False
    name: str = field(default="", repr=False)


class SignInProvider(Protocol):
    """Another service that says who somebody is (OpenID Connect). `label`: its name on screen."""

    @property
    def label(self) -> str:
        """Its name on screen."""
        ...

    async def begin(self, now: datetime) -> Begun:
        """Begin a sign-in; refuses while the provider does not answer."""
        ...

    async def finish(self, kept: str, answer: Mapping[str, str], now: datetime) -> Claims:
        """Take what the browser brought back; refuses what is late, odd or of others."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything outside our walls that a door may need. No mailer: letters wait.

    No provider: people sign in by letter only.
    """

    clock: Clock = now
    mailer: Mailer | None = None
    provider: SignInProvider | None = None
