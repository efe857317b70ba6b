"""Canaries: values that nobody would write by chance, put through every door, then looked for.

Each may be in the columns of its own kind and nowhere else: no log, page, file, letter to another.
"""

import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from sqlalchemy import text
from sqlmodel import SQLModel
from structlog.testing import capture_logs

from tests.conftest import OneTransaction

INWARD = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that stand in the second half of a postcode."""

HOME: Mapping[str, frozenset[str]] = {
    "email": frozenset({"person.email", "person.email_key", "signin.email", "signin.email_key"}),
    "invited": frozenset({"invitation.email", "invitation.email_key"}),
    "name": frozenset({"person.name"}),
    "phone": frozenset({"offer.contacts", "revision.before"}),
    "postcode": frozenset(),
    "search": frozenset(),
    "address": frozenset({"siteaddress.address"}),
    "report": frozenset({"report.words"}),
    "reason": frozenset({"claim.words", "claim.reason"}),
    "totp": frozenset(),
    "token": frozenset(),
    "link": frozenset(),
}
"""Where each kind may be: columns, and none but these. A letter may hold it if it is to them."""

LETTERS: Mapping[str, frozenset[str]] = {
    "email": frozenset({"letter.to"}),
    "invited": frozenset({"letter.to"}),
    "link": frozenset({"letter.text"}),
}
KINDS = tuple(HOME)
WORDS = """select string_agg("{}"::text, ' ') from "{}\""""


@dataclass(frozen=True)
class Canary:
    """One value, and what is looked for: without spaces, in small letters, and as bytes in hex."""

    kind: str
    value: str

    @property
    def needles(self) -> tuple[str, str]:
        """Give the two ways in which it would show."""
        plain = _flat(self.value.partition("@")[0])
        return plain, plain.encode().hex()

    def within(self, words: str) -> bool:
        """Say whether it is in a flat text."""
        return any(needle in words for needle in self.needles)


@dataclass
class Cage:
    """All canaries that were let out, and all that was heard since."""

    birds: list[Canary] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)

    def out(self, kind: str) -> str:
        """Let one out, and give its value."""
        value = _made(kind, next(self._number))
        self.birds.append(Canary(kind, value))
        return value

    def known(self, kind: str, value: str) -> str:
        """Watch a value that the service made itself: a token, a secret."""
        self.birds.append(Canary(kind, value))
        return value

    def hear(self, where: str, words: str) -> None:
        """Take down what anybody can read: a page, a log, a file."""
        self.heard.append((where, _flat(words)))

    def strays(self) -> list[tuple[str, str, str]]:
        """List every canary that is where it may not be: kind, value, where."""
        return [
            (bird.kind, bird.value, where)
            for where, words in self.heard
            for bird in self.birds
            if bird.within(words)
        ]


async def looked_through(cage: Cage, sessions: OneTransaction) -> list[tuple[str, str, str]]:
    """Look through every column of every table, the record too."""
    strays = []
    async with sessions.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            for column in table.columns:
                asked = text(WORDS.format(column.name, table.name))
                words = _flat(await db.scalar(asked) or "")
                here = str(column)
                strays += [
                    (bird.kind, bird.value, here)
                    for bird in cage.birds
                    if here not in HOME[bird.kind] | LETTERS.get(bird.kind, frozenset())
                    if bird.within(words)
                ]
    return strays


async def at_home(cage: Cage, sessions: OneTransaction) -> set[str]:
    """Name the kinds that were found where they belong: else nothing was let out at all."""
    found = set()
    async with sessions.reading() as db:
        for kind, columns in HOME.items():
            own = [bird for bird in cage.birds if bird.kind == kind]
            for table, name in (column.split(".") for column in columns):
                words = await db.scalar(text(WORDS.format(name, table)))
                found |= {kind for bird in own if bird.within(_flat(words or ""))}
    return found


class Logs(logging.Handler):
    """Takes down every line that a library logs, and every event of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._ours = capture_logs()
        self._said: Sequence[Mapping[str, Any]] = ()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line down, with what a formatter would add of an error."""
        self.lines.append(logging.Formatter().format(record))

    def __enter__(self) -> Self:
        self._said = self._ours.__enter__()
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *how: object) -> None:
        logging.getLogger().removeHandler(self)
        self._ours.__exit__(None, None, None)

    @property
    def words(self) -> str:
        """Give all that was logged."""
        return "\n".join([*self.lines, *map(str, self._said)])


def _made(kind: str, n: int) -> str:
    mark = secrets.token_hex(5)
    if kind in {"email", "invited"}:
        return f"canary{mark}@example.org"
    if kind == "phone":
        return f"07700 9{n % 1000:03}{secrets.randbelow(100):02}"
    if kind == "postcode":
        return f"TN34 {n % 10}{INWARD[n // 10 % 20]}{INWARD[n // 200 % 20]}"
    return f"Canary{kind}{mark}"


def _flat(words: str) -> str:
    return "".join(words.split()).casefold().replace("+", "").replace("%20", "")
