"""One thing that waits, and what can be decided about it: yes, or no with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from network.directory import texts
from network.directory.texts import Difference
from network.web.asking import fields
from network.web.asking.fields import Field, Filled
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.views.hosts import said
from network.web.views.hosts.around import Around
from network.web.views.hosts.said import NAMES, Row
from network.web.views.hosts.said import NOTHING as BLANK
from network.web.views.parts import Link, Notice


@dataclass(frozen=True, slots=True)
class Two:
    """One answer in two versions."""

    name: str
    theirs: tuple[str, ...]
    yours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions beside each other: what the table is called, and each version."""

    caption: str
    first: str
    second: str
    answers: tuple[Two, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Something that stays closed until it is wanted."""

    title: str
    rows: tuple[Row, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Yes:
    """What yes does: where its form goes, its button, and a line before it."""

    action: str
    button: str
    line: str
    sent: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class No:
    """What no does: where its form goes, its button, and why (to be filled in)."""

    action: str
    button: str
    filled: Filled


@dataclass(frozen=True, slots=True)
class DecidingPage:
    """One thing that waits. Neither `yes` nor `no` where nothing is left to decide."""

    kind: str
    heading: str
    lead: str
    rows: tuple[Row, ...] = ()
    compared: tuple[Compared, ...] = ()
    folds: tuple[Fold, ...] = ()
    ways: tuple[Link, ...] = ()
    notices: tuple[Notice, ...] = ()
    yes: Yes | None = None
    no: No | None = None

    @property
    def filled(self) -> Filled:
        """Give what is wrong, for the top of the page."""
        return self.no.filled if self.no else Filled(())

    def over(self) -> "DecidingPage":
        """Give the page of a thing that somebody has decided."""
        return replace(self, yes=None, no=None, notices=(*self.notices, OVER))


OVER = Notice("Nothing waits here", ("Somebody may have looked at it already.",))
MOVED = Notice(
    "They changed something while you looked",
    ("Look at it once more. What you typed is still here.",),
)
REASON = fields.long(
    "reason", "Why?", "They read this. Say what would make it right. Up to 400 letters.", rows=4
)


def no(
    action: str,
    button: str,
    typed: Typed = NOTHING,
    wrong: Sequence[Problem] = (),
    sent: Iterable[Field] = (),
) -> No:
    """Ask for the reason of a no."""
    return No(action, button, fields.filled([REASON], typed, wrong).also(*sent))


def answered(text: Mapping[str, Any], around: Around) -> tuple[Row, ...]:
    """Say all that was answered of an offer; what was left blank is left out."""
    rows = said.rows(text, texts.PARTS, around)
    return tuple(row for row in rows if row.words != BLANK)


def compared(differences: Sequence[Difference], around: Around, *heads: str) -> Compared:
    """Lay two versions of an offer beside each other. `heads`: of the table, of each version."""
    caption, first, second = heads
    return Compared(
        caption,
        first,
        second,
        tuple(
            Two(
                NAMES[d.field],
                said.say(d.field, d.before, around),
                said.say(d.field, d.after, around),
            )
            for d in differences
        ),
    )
