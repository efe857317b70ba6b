"""Small shapes that more than one page shows. Plain words, ready to print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `note` stands beside them."""

    words: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A name and what is said under it; `unknown` when the host has not said."""

    name: str
    words: tuple[str, ...]
    unknown: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before the rest: a heading, lines, and perhaps a link."""

    heading: str
    lines: tuple[str, ...]
    tone: str = "sand"
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a result: its picture, its name for those who listen, its words."""

    icon: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One offer in a list. Every offer has the same fields in the same order."""

    slug: str
    title: str
    kind: str
    icon: str
    by: str
    summary: str
    facts: tuple[Fact, ...]
    fresh: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the ten kinds, as a link."""

    short: str
    icon: str
    label: str
    hint: str
    count: str = ""
