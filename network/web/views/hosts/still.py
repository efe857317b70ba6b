"""“Is this still right?”: what people see, ready to be confirmed or changed (design: pages, F)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from network.directory.cards import OfferCard
from network.web.known import Known
from network.web.views import contacts, glance, places, spoken
from network.web.views.hosts.said import Row
from network.web.views.parts import Link, Notice

Change = Callable[[str], str]
"""Part of an offer → the address where it is changed."""
ASKED = (
    ("When", "when"),
    ("Where", "when"),
    ("Cost", "join"),
    ("Who it is for", "who"),
    ("How to join", "join"),
    ("Space", "space"),
)
NAMES = {"Space": "Space for new people?"}
NEVER = (
    "If you do nothing, your listing stays up with “Not checked lately” next to it. "
    "We never delete it without talking to you."
)


@dataclass(frozen=True, slots=True)
class StillPage:
    """What people see, the button that confirms it, and what else to tell them."""

    title: str
    lead: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    ways: tuple[Link, ...]
    note: str
    notices: tuple[Notice, ...] = ()


def rows(offer: OfferCard, known: Known, change: Change) -> tuple[Row, ...]:
    """Say what people see, answer by answer, with the way to change each."""
    seen = {line.name: line.words for line in glance.lines(offer, known)}
    shown = [
        Row(NAMES.get(name, name), seen[name], change(part)) for name, part in ASKED if name in seen
    ]
    who = tuple(f"{way.words}: {way.shown}" for way in contacts.ways(offer, known))
    shown.append(Row("Who to contact", who or ("Nobody named",), change("contact")))
    access = _access(offer, known)
    if access:
        shown.append(Row("Getting in", (access,), change("places")))
    return tuple(shown)


def _access(offer: OfferCard, known: Known) -> str:
    facts = [fact for place in places.places(offer, known) for fact in place.access]
    there = [f.words for f in facts if f.state == "is-yes"]
    missing = [f.words for f in facts if f.state == "is-no"]
    said = [spoken.listed([there[0], *map(spoken.inside, there[1:])])] if there else []
    return " ".join(map(spoken.sentence, [*said, *missing]))


def lead(months: int) -> str:
    """Say what one tap does."""
    more = spoken.counted(months, "more month")
    return f"This is what people see. If it is all right, one tap keeps it up for {more}."


def ways(full: str, here: Sequence[str]) -> tuple[Link, ...]:
    """Give what else there may be to tell people."""
    pause, end = here
    return (
        Link("We are full for now", full),
        Link("We are having a break", pause),
        Link("We are closing", end),
    )
