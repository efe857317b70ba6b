"""What is kept about me, ready to print: kind by kind, in the words of the table of rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from network.core.actor import Role
from network.core.privacy import Row
from network.people.consents import WORDINGS, Purpose
from network.people.kept import Consent
from network.people.tables import KeptGrant
from network.places.tables import Locality
from network.retention import RULES
from network.retention.rule import Rule
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Notice

MOST = 10
LONGEST = 300
SAID = {True: "Yes", False: "No", None: "Nothing"}
DONE = {
    "yes": Notice("Saved", ("You have said yes. You can take it back here.",), "mist"),
    "back": Notice("Taken back", ("You have taken it back. You are no longer a member.",), "mist"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is kept: its rows as pairs of words, and how many more there are."""

    rule: Rule
    rows: tuple[tuple[tuple[str, str], ...], ...]
    many: str
    more: str


@dataclass(frozen=True, slots=True)
class Yes:
    """Something that is agreed to, or may be: what for, the words, and since when if it is."""

    purpose: str
    about: str
    heading: str
    lines: tuple[str, ...]
    version: str
    since: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """All that is kept about me."""

    kinds: tuple[Kind, ...]
    agreed: tuple[Yes, ...]
    asked: tuple[Yes, ...]
    notices: tuple[Notice, ...]


def page(
    papers: Mapping[str, Sequence[Row]], yeses: Sequence[Yes], known: Known, done: str
) -> KeptPage:
    """Make the page."""
    return KeptPage(
        kinds=tuple(_kinds(papers, known)),
        agreed=tuple(one for one in yeses if one.since),
        asked=tuple(one for one in yeses if not one.since),
        notices=(DONE[done],) if done in DONE else (),
    )


def yeses(
    given: Sequence[Consent],
    grants: Sequence[KeptGrant],
    places: Mapping[UUID, Locality],
    known: Known,
) -> tuple[Yes, ...]:
    """List what is agreed to, and for which memberships nobody has been asked yet."""
    words = WORDINGS[Purpose.MEMBERSHIP]
    current = {one.about: one for one in given if one.wording == words.version}
    member = {one.scope for one in grants if one.role == Role.MEMBER}
    return tuple(
        Yes(
            purpose=Purpose.MEMBERSHIP,
            about=str(id),
            heading=f"Being a member in {places[id].name}",
            lines=words.lines,
            version=words.version,
            since=f"You said yes {spoken.ago(current[id].given_at, known.now)}."
            if id in current
            else "",
        )
        for id in sorted({*current, *member} & set(places))
    )


def _kinds(papers: Mapping[str, Sequence[Row]], known: Known) -> Iterator[Kind]:
    for rule in RULES:
        rows = [pairs for pairs in _rows(rule, papers, known) if pairs]
        if rows:
            rest = len(rows) - MOST
            more = f"And {rest:,} more. They are in the file." if rest > 0 else ""
            yield Kind(rule, tuple(rows[:MOST]), spoken.counted(len(rows), "time"), more)


def _rows(
    rule: Rule, papers: Mapping[str, Sequence[Row]], known: Known
) -> Iterator[tuple[tuple[str, str], ...]]:
    """Give the rows of a kind, as pairs: what it is, and what it says."""
    tables: dict[str, dict[str, str]] = {}
    for column, words in rule.holds.items():
        table, name = column.split(".")
        tables.setdefault(table, {})[name] = words
    for table, names in tables.items():
        for row in papers.get(table, ()):
            pairs = {words: _said(row[name], known) for name, words in names.items() if name in row}
            yield tuple((spoken.sentence(w).rstrip("."), said) for w, said in pairs.items())


def _said(value: Any, known: Known) -> str:
    """Say a value as people read it: a number that stands for somebody is no more than that."""
    if value is None or isinstance(value, bool):
        return SAID[value]
    text = str(value)
    try:
        UUID(text)
    except ValueError:
        return _moment(text, known) or text[:LONGEST] or "Nothing"
    return "Yes"


def _moment(text: str, known: Known) -> str:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return spoken.sentence(spoken.at(when, known.today)).rstrip(".")
