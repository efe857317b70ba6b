"""What waits for a steward, in one list: the longest wait first, whatever it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from network.directory.kept import Decision
from network.directory.parts import LONDON
from network.directory.queue import MOST, Queue
from network.directory.reports import TICKS
from network.directory.tables import Organisation
from network.web.known import Known
from network.web.views import spoken
from network.web.views.hosts.said import NAMES
from network.web.views.parts import Notice

SOON = 2
PROMISED = frozenset({"New group", "First page", "Change"})
"""In so many days a steward looks at these, as new hosts are told."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits. `late`: longer than hosts were told."""

    kind: str
    title: str
    href: str
    line: str
    since: datetime
    waited: str
    late: bool


@dataclass(frozen=True, slots=True)
class WaitsPage:
    """All that waits, the oldest first, and how many there are of each kind."""

    items: tuple[Item, ...]
    counts: str
    notices: tuple[Notice, ...]


DONE = {
    "in": Notice("Let in", ("All that waited of them is live now.",), "mist"),
    "live": Notice("Let through", ("Anyone can find it now.",), "mist"),
    "back": Notice("Sent back", ("They read why on their page.",), "mist"),
    "down": Notice("Out of sight", ("Nobody finds it any more. They read why.",), "mist"),
    "yes": Notice("You said yes", ("They keep the entry from now on.",), "mist"),
    "no": Notice("You said no", ("They read why on their page.",), "mist"),
    "answered": Notice("Thank you", ("What came of the report is kept.",), "mist"),
}
MORE = Notice(
    "There is more", (f"Of each sort the {MOST} oldest are here. The rest follows.",), "sand"
)
KINDS = (
    ("new group", "groups"),
    ("first page", "listings"),
    ("change", "words"),
    ("claim", "claims"),
    ("report", "reports"),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is looked up for the list: who runs what, and which groups were sent back before."""

    run_by: Mapping[UUID, Organisation]
    answers: Mapping[UUID, Decision]


def page(queue: Queue, beside: Beside, known: Known, done: str) -> WaitsPage:
    """Make the page."""
    items = [
        *_groups(queue, beside, known),
        *_offers(queue, beside, known),
        *_claims(queue, known),
        *_reports(queue, known),
    ]
    said = [DONE[done]] if done in DONE else []
    full = any(len(getattr(queue, name)) >= MOST for _, name in KINDS)
    return WaitsPage(
        items=tuple(sorted(items, key=lambda one: one.since)),
        counts=_counts(queue),
        notices=(*said, *([MORE] if full else [])),
    )


def waited(since: datetime, now: datetime) -> str:
    """Say how long something has waited."""
    days = _days(since, now)
    if days == 0:
        return "Came today"
    if days < 14:
        return f"Has waited {spoken.counted(days, 'day')}"
    return f"Has waited {days // 7} weeks"


def _days(since: datetime, now: datetime) -> int:
    return max(0, (now.astimezone(LONDON).date() - since.astimezone(LONDON).date()).days)


def _item(kind: str, named: tuple[str, str], line: str, since: datetime, known: Known) -> Item:
    title, href = named
    late = kind in PROMISED and _days(since, known.now) > SOON
    return Item(kind, title, href, line, since, waited(since, known.now), late)


def _groups(queue: Queue, beside: Beside, known: Known) -> Iterator[Item]:
    for one in queue.groups:
        before = beside.answers.get(one.id)
        since = one.updated_at if before else one.created_at
        line = "You sent it back before. It has changed." if before else "Nobody has looked yet."
        yield _item("New group", (one.name, f"/keep/groups/{one.id}"), line, since, known)


def _offers(queue: Queue, beside: Beside, known: Known) -> Iterator[Item]:
    for one in queue.listings:
        if one.waits_since is not None:
            named = (one.title, f"/keep/offers/{one.id}")
            yield _item(
                "First page", named, _by(one.organisation_id, beside), one.waits_since, known
            )
    for words in queue.words:
        parts = spoken.listed([spoken.inside(NAMES[d.field]) for d in words.differences])
        line = f"{_by(words.offer.organisation_id, beside)} Changed: {parts}."
        named = (words.offer.title, f"/keep/offers/{words.offer.id}")
        yield _item("Change", named, line, words.pending.since, known)


def _by(organisation_id: UUID, beside: Beside) -> str:
    run_by = beside.run_by.get(organisation_id)
    return f"By {run_by.name}." if run_by else ""


def _claims(queue: Queue, known: Known) -> Iterator[Item]:
    for one in queue.claims:
        line = f"{one.name or 'Somebody'} says that it is theirs to keep."
        named = (one.organisation.name, f"/keep/claims/{one.claim.id}")
        yield _item("Claim", named, line, one.claim.at, known)


def _reports(queue: Queue, known: Known) -> Iterator[Item]:
    for one in queue.reports:
        line = f"Somebody says it is not right: {ticked(one.report.ticks)}."
        named = (one.offer.title, f"/keep/reports/{one.report.id}")
        yield _item("Report", named, line, one.report.at, known)


def ticked(ticks: Sequence[str]) -> str:
    """Say what somebody ticked."""
    return spoken.listed([spoken.inside(TICKS[tick]) for tick in ticks if tick in TICKS])


def _counts(queue: Queue) -> str:
    many = [(name, len(getattr(queue, of))) for name, of in KINDS]
    return spoken.listed([spoken.counted(n, name) for name, n in many if n])
