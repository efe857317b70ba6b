"""The page of one offer for its hosts: its state, and a list of things that would help people."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.directory.kept import Decision
from network.directory.revisions import Written
from network.directory.tables import Offer, OfferState
from network.directory.texts import Text
from network.web.known import Known
from network.web.views import spoken
from network.web.views.hosts import answers
from network.web.views.hosts.parts import GROUPS, Part
from network.web.views.hosts.said import NAMES
from network.web.views.parts import Link, Notice


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: its words, and how long it takes, or that something is said there."""

    id: str
    name: str
    href: str
    status: str


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks under one heading."""

    heading: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class TasksPage:
    """One offer for its hosts. `ways`: what can be done with it as a whole."""

    title: str
    here: str
    state: str
    notices: tuple[Notice, ...]
    groups: tuple[Group, ...]
    publish: str
    ways: tuple[Link, ...]
    version: int


STATES = {
    OfferState.DRAFT: "Draft. Only you and the others who run it can see it.",
    OfferState.PUBLISHED: "Live. Anyone can find it.",
    OfferState.PAUSED: "Having a break. People can see that it will be back.",
    OfferState.ENDED: "Ended. Its page says so.",
}
DONE = {
    "saved": Notice("Saved", ("Thank you. That helps people decide.",), "mist"),
    "live": Notice("It is live", ("Anyone can find it now.",), "mist"),
    "checked": Notice("Thank you", ("People now see that you checked it today.",), "mist"),
    "break": Notice("Having a break", ("People now see that it is having a break.",), "mist"),
    "closing": Notice("Closing", ("People now see the last date.",), "mist"),
    "ended": Notice("Ended", ("People now see that it has ended.",), "mist"),
    "back": Notice("It is back", ("Anyone can find it again.",), "mist"),
    "restored": Notice("Put back", ("It says again what it said before.",), "mist"),
}
"""What is said of what was just done, by the word in the address."""


def page(
    written: Written,
    text: Text,
    known: Known,
    done: str = "",
    decision: Decision | None = None,
) -> TasksPage:
    """Make the page."""
    offer = written.offer
    draft = offer.state == OfferState.DRAFT
    return TasksPage(
        title=text["title"],
        here=f"/hosts/offers/{offer.id}",
        state=_state(offer, known),
        notices=(
            *_notices(written, known, done),
            *answers.of_offer(decision, written, known),
        ),
        groups=tuple(Group(heading, _tasks(parts, text, offer)) for heading, parts in GROUPS),
        publish="Publish" if draft and not offer.waits_since else "",
        ways=tuple(_ways(offer)),
        version=offer.version,
    )


def _state(offer: Offer, known: Known) -> str:
    if offer.state == OfferState.DRAFT and offer.waits_since:
        return "Waiting for a steward to look. Only you can see it until then."
    if offer.state == OfferState.PUBLISHED and offer.ends_on:
        over = offer.ends_on < known.today
        day = spoken.weekday(offer.ends_on, known.today)
        return f"It ended on {day}." if over else f"Live. The last date is {day}."
    if offer.state == OfferState.PAUSED and offer.back_on:
        return f"Having a break until {spoken.weekday(offer.back_on, known.today)}."
    return STATES[OfferState(offer.state)]


def _notices(written: Written, known: Known, done: str) -> list[Notice]:  # noqa: ARG001  # they are called alike
    live = written.offer.state == OfferState.PUBLISHED
    said = [DONE[done]] if done in DONE and (live or done != "live") else []
    if written.offer.waits_since and written.offer.state == OfferState.DRAFT:
        line = "A steward looks within 2 working days. They write to you by email."
        said.append(Notice("Sent to a steward", (line,)))
    if written.waits:
        names = spoken.listed([spoken.inside(NAMES[d.field]) for d in written.waits])
        lines = (
            f"A steward looks at this first: {names}.",
            "Until then people see what was there.",
        )
        said.append(Notice("Some changes wait", lines))
    return said


def _tasks(parts: Sequence[Part], text: Text, offer: Offer) -> tuple[Task, ...]:
    return tuple(_task(part, text, offer) for part in parts)


def _task(part: Part, text: Text, offer: Offer) -> Task:
    status = "Answered" if part.answered(text) else _minutes(part.minutes)
    return Task(part.code, part.task, f"/hosts/offers/{offer.id}/{part.code}", status)


def _minutes(many: int) -> str:
    """Say how long it takes, in words that stay together."""
    return spoken.counted(many, "minute").replace(" ", "\u00a0")


def _ways(offer: Offer) -> list[Link]:
    here = f"/hosts/offers/{offer.id}"
    preview = Link("See it as people do", f"{here}/preview")
    seen = Link("How often it is seen", f"{here}/seen")
    history = Link("What was changed, and when", f"{here}/history")
    life = {
        OfferState.DRAFT: [],
        OfferState.PUBLISHED: [
            Link("We are having a break", f"{here}/pause"),
            Link("We are closing", f"{here}/end"),
        ],
        OfferState.PAUSED: [
            Link("We are back", f"{here}/back"),
            Link("Change when it is back", f"{here}/pause"),
            Link("We are closing", f"{here}/end"),
        ],
        OfferState.ENDED: [Link("Bring it back", f"{here}/back")],
    }
    if offer.ends_on and offer.state == OfferState.PUBLISHED:
        life[OfferState.PUBLISHED] = [
            Link("We are not closing after all", f"{here}/back"),
            Link("Change the last date", f"{here}/end"),
        ]
    draft = offer.state == OfferState.DRAFT
    return [preview, *life[OfferState(offer.state)], *([] if draft else [seen]), history]
