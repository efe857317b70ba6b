"""Reports, ready to print: what somebody ticked and wrote, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from network.core.paging import cursor
from network.directory import texts
from network.directory.kept import Outcome, Report
from network.directory.reports import TICKS, Told
from network.people.tables import Person
from network.web.asking import fields
from network.web.asking.fields import Filled, Option
from network.web.asking.problems import Problem
from network.web.asking.typed import Typed
from network.web.known import Known
from network.web.views import spoken
from network.web.views.hosts.around import Around
from network.web.views.hosts.said import Row
from network.web.views.keep.deciding import OVER, answered
from network.web.views.keep.waits import ticked, waited
from network.web.views.parts import Link, Notice

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.MENDED: "It was not right. It is mended now",
    Outcome.RIGHT: "The page is right as it is",
    Outcome.UNCLEAR: "Nobody can tell",
}
ANSWER = fields.one(
    "outcome",
    "What came of it?",
    [Option(outcome.value, words) for outcome, words in OUTCOMES.items()],
    "Mend the page first, or ask whoever runs it.",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A page of answered reports, who answered them, and whether there are more."""

    told: Sequence[Told]
    people: Mapping[UUID, Person]
    more: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One report in a list."""

    title: str
    href: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Reports that stand unanswered, and what came of others."""

    waiting: tuple[Item, ...]
    answered: tuple[Item, ...]
    older: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report beside what the page says. No `filled` where it is answered."""

    heading: str
    lead: str
    rows: tuple[Row, ...]
    offer: tuple[Row, ...]
    others: tuple[Link, ...]
    ways: tuple[Link, ...]
    notices: tuple[Notice, ...]
    filled: Filled
    open: bool


def page(waiting: Sequence[Told], done: Answered, known: Known) -> ReportsPage:
    """Make the list."""
    return ReportsPage(
        waiting=tuple(_waiting(one, known) for one in waiting),
        answered=tuple(_answered(one, done, known) for one in done.told),
        older=_older(done.told[-1].report) if done.more else "",
    )


def _older(last: Report) -> str:
    at = last.answered_at.isoformat() if last.answered_at else ""
    return f"/keep/reports?after={cursor(at, str(last.id))}"


def _waiting(told: Told, known: Known) -> Item:
    lines = (
        f"{spoken.sentence(ticked(told.report.ticks))}",
        f"{waited(told.report.at, known.now)}.",
    )
    return Item(told.offer.title, f"/keep/reports/{told.report.id}", lines)


def _answered(told: Told, done: Answered, known: Known) -> Item:
    report = told.report
    said = OUTCOMES[Outcome(report.outcome)] if report.outcome else ""
    by = done.people.get(report.answered_by) if report.answered_by else None
    who = f" by {by.name}" if by and by.name else ""
    when = spoken.ago(report.answered_at, known.now) if report.answered_at else ""
    lines = (spoken.sentence(said), spoken.sentence(f"answered {when}{who}"))
    return Item(told.offer.title, f"/keep/reports/{report.id}", lines)


def one(
    told: Told,
    others: Sequence[Told],
    around: Around,
    typed: Typed,
    wrong: Sequence[Problem],
) -> ReportPage:
    """Make the page of one report."""
    report, offer = told.report, told.offer
    return ReportPage(
        heading=offer.title,
        lead=_lead(report, around.known),
        rows=_rows(report),
        offer=answered(texts.text_of(offer, []), around),
        others=tuple(_other(o, around.known) for o in others if o.report.id != report.id),
        ways=_ways(told),
        notices=() if report.outcome is None else (OVER,),
        filled=fields.filled([ANSWER], typed, wrong),
        open=report.outcome is None,
    )


def _lead(report: Report, known: Known) -> str:
    if report.outcome is None:
        return f"{waited(report.at, known.now)}. We do not know who told us."
    return spoken.sentence(OUTCOMES[Outcome(report.outcome)])


def _rows(report: Report) -> tuple[Row, ...]:
    ticks = tuple(TICKS[tick] for tick in report.ticks if tick in TICKS)
    words = tuple(report.words.split("\n")) if report.words else ("Nothing more",)
    return (Row("What is not right", ticks), Row("In their words", words))


def _other(told: Told, known: Known) -> Link:
    words = spoken.sentence(ticked(told.report.ticks)).removesuffix(".")
    return Link(words, f"/keep/reports/{told.report.id}", f"{waited(told.report.at, known.now)}.")


def _ways(told: Told) -> tuple[Link, ...]:
    here = f"/hosts/offers/{told.offer.id}"
    return (
        Link("See the page", f"/offers/{told.offer.slug}"),
        Link("Mend it", here),
        Link("Who runs it", f"/hosts/organisation/{told.offer.organisation_id}/people"),
        Link("Take it out of sight", f"/keep/offers/{told.offer.id}/take-down"),
        Link("What was done about it", f"/keep/record?thing={told.report.id}"),
    )
