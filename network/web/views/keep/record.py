"""The record, ready to print: what was done, by whom, to what, when, and whether seals hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from network.core.events import Event
from network.core.paging import cursor
from network.people.audit import MOST_CHECKED, Checked, Entry, Wanted
from network.people.tables import Person
from network.web.asking import fields
from network.web.asking.fields import Field, Filled, Option
from network.web.asking.typed import Typed
from network.web.known import Known
from network.web.views import spoken
from network.web.views.keep.people import hinted
from network.web.views.parts import Link, Notice

HOLDS = "Each of these is sealed to the one before it. None was changed."
BROKEN = "Some of these do not fit their seal. Somebody changed the record. Tell whoever runs this."
WHY = {
    "missing": "an entry is missing",
    "changed": "an entry was changed",
    "not what was noted": "it is not what was noted",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: what, when, by whom, to what, its codes, and whether its seal fits."""

    what: str
    when: str
    who: str
    thing: Link
    codes: tuple[str, ...]
    number: str
    holds: bool


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some entries, the newest first; what was asked for, and the way on."""

    filled: Filled
    asked: tuple[str, ...]
    lines: tuple[Line, ...]
    seal: Notice | None
    older: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What a walk along the record found."""

    lead: str
    lines: tuple[str, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: entries, whether there are more, and the people in them."""

    entries: Sequence[Entry]
    more: bool
    people: Mapping[UUID, Person]


def address(wanted: Wanted, after: str = "") -> str:
    """Write the address that shows just these entries. No person's address stands in it."""
    pairs = [
        ("who", str(wanted.by) if wanted.by else ""),
        ("what", wanted.name),
        ("thing", str(wanted.about) if wanted.about else ""),
        ("from", wanted.since.isoformat() if wanted.since else ""),
        ("to", wanted.until.isoformat() if wanted.until else ""),
        ("after", after),
    ]
    said = urlencode([(name, value) for name, value in pairs if value])
    return f"/keep/record?{said}" if said else "/keep/record"


def form(names: Sequence[str], wanted: Wanted) -> list[Field]:
    """Give what can be asked for."""
    what = [Option("", "Anything"), *(Option(name, words(name)) for name in names)]
    kept = [fields.hidden("who", str(wanted.by))] if wanted.by else []
    hint = (
        "Their whole email address. Blank: as it stands."
        if wanted.by
        else ("Their whole email address. Blank: anybody.")
    )
    return [
        *kept,
        fields.text("email", "By whom?", hint, auto="off", keys="email"),
        fields.choose("what", "What was done?", what),
        fields.text("thing", "To what?", "Its id. Links here fill it in for you."),
        fields.pair(fields.day("from", "From"), fields.day("to", "To")),
    ]


def typed_of(wanted: Wanted) -> Typed:
    """Put what is asked for into the fields."""
    days = {"from": wanted.since, "to": wanted.until}
    boxes = {f"{n}-{part}": v for n, d in days.items() for part, v in _boxes(d).items()}
    thing = str(wanted.about) if wanted.about else ""
    return Typed({"what": (wanted.name,), "thing": (thing,)}).but(**boxes)


def _boxes(day: date | None) -> dict[str, str]:
    parts = ("day", "month", "year")
    return {part: str(getattr(day, part)) if day else "" for part in parts}


def words(name: str) -> str:
    """Say the name of what was done: “offer.let_through” → “Offer: let through”."""
    thing, _, done = name.partition(".")
    return f"{thing[:1].upper()}{thing[1:]}: {done}".replace("_", " ")


def page(found: Found, wanted: Wanted, filled: Filled, known: Known) -> RecordPage:
    """Make the page."""
    shown = found.entries
    tone, said = ("mist", HOLDS) if all(one.holds for one in shown) else ("sand", BROKEN)
    older = cursor(shown[-1].event.seq) if found.more else ""
    return RecordPage(
        filled=filled,
        asked=tuple(_asked(wanted, found.people, known)),
        lines=tuple(_line(one, found.people, known) for one in shown),
        seal=Notice("", (said,), tone) if shown else None,
        older=address(wanted, older) if older else "",
    )


def _asked(wanted: Wanted, people: Mapping[UUID, Person], known: Known) -> Iterator[str]:
    if wanted.by:
        yield f"By {_name(wanted.by, people)}"
    if wanted.name:
        yield words(wanted.name)
    if wanted.about:
        yield f"To {wanted.about}"
    if wanted.since:
        yield f"From {spoken.day(wanted.since, known.today)}"
    if wanted.until:
        yield f"To the end of {spoken.day(wanted.until, known.today)}"


def _line(one: Entry, people: Mapping[UUID, Person], known: Known) -> Line:
    event = one.event
    when = spoken.at(event.at, known.today).removeprefix("at ") if event.at else ""
    about = address(Wanted(about=event.about))
    return Line(
        what=words(event.name),
        when=when,
        who=_who(event, people),
        thing=Link(str(event.about), about),
        codes=tuple(_codes(event.detail)),
        number=f"{event.seq:,}",
        holds=one.holds,
    )


def _who(event: Event, people: Mapping[UUID, Person]) -> str:
    return _name(event.by, people) if event.by else f"the service ({event.by_name})"


def _name(id: UUID, people: Mapping[UUID, Person]) -> str:
    person = people.get(id)
    if person is None:
        return "somebody who has gone"
    return person.name or hinted(person.email)


def _codes(detail: Mapping[str, Any]) -> Iterator[str]:
    for name, value in detail.items():
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if said:
            yield f"{name.replace('_', ' ')}: {said}"


def checked(found: Checked) -> CheckPage:
    """Make the page of a walk along the record."""
    walked = found.found
    if walked.broken_at is not None:
        why = WHY.get(walked.why, walked.why)
        lines = (f"Up to entry {walked.end.seq:,} it holds.", "Tell whoever runs this site.")
        return CheckPage(
            f"It does not hold at entry {walked.broken_at:,}: {why}.", lines, str(walked.end)
        )
    whole = found.walked == found.of
    lead = (
        f"It holds. All {found.of:,} entries are as they were written."
        if whole
        else f"The newest {found.walked:,} of {found.of:,} entries hold."
    )
    rest = f"This page looks at {MOST_CHECKED:,} at most. Whoever runs the site can check all."
    note = "Note the end somewhere else. A later check can be held against it."
    return CheckPage(lead, (note,) if whole else (rest, note), str(walked.end))
