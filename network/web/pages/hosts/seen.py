"""How often an offer was seen, in numbers that tell of nobody."""

from dataclasses import dataclass

from starlette.responses import Response

from network.directory import offers
from network.directory import seen as counts
from network.directory.seen import Quarter
from network.directory.tables import OfferState
from network.web.press import Sheet
from network.web.views.parts import Link
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Shown:
    """One quarter of a year: its months, how often the page was opened, and how often found."""

    months: str
    pages: str
    results: str


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The last four quarters, the newest first; `draft`: nobody can see it yet."""

    title: str
    back: Link
    quarters: tuple[Shown, ...]
    draft: bool


async def seen(visit: Visit) -> Response:
    """Show how often it was seen."""
    offer = await visit.unit.read(offers.get, visit.id)
    quarters = await visit.unit.read(counts.of, visit.id, visit.now)
    shown = tuple(_shown(one, so_far=one is quarters[0]) for one in quarters)
    back = Link("Back to this offer", f"/hosts/offers/{offer.id}")
    page = SeenPage(offer.title, back, shown, draft=offer.state == OfferState.DRAFT)
    return visit.show(Sheet("hosts/seen.jinja", f"How often it is seen: {offer.title}"), page)


def _shown(quarter: Quarter, *, so_far: bool) -> Shown:
    first = quarter.begins
    last = first.replace(month=first.month + 2)
    months = f"{first:%B} to {last:%B} {first.year}{', so far' if so_far else ''}"
    return Shown(months, _said(quarter.pages), _said(quarter.results))


def _said(count: str) -> str:
    """Say a count as people do: “About 25 times”, “Not at all”."""
    return "Not at all" if count == "0" else f"{count[0].upper()}{count[1:]} times"
