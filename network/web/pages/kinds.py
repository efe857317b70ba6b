"""The ten kinds, and each by itself with a few offers of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from network.core.errors import Missing
from network.core.paging import Page
from network.directory.wanted import Asked, OfferFilter, Order, Parts
from network.web import reading
from network.web.press import Sheet
from network.web.views import kinds as views
from network.web.views.cards import card
from network.web.views.parts import Kind
from network.web.visit import Visit

A_FEW = Page(size=3)
NONE = Page(size=0)


@dataclass(frozen=True, slots=True)
class KindsPage:
    """The list of kinds."""

    kinds: tuple[Kind, ...]


async def kinds(visit: Visit) -> Response:
    """Show the ten kinds, with how many offers of each there are."""
    sheet = Sheet("kinds.jinja", "Kinds of peer support", "kinds", first=True)
    return visit.show(sheet, KindsPage(views.kinds(visit.known, await _counts(visit))))


async def _counts(visit: Visit) -> Mapping[str, int] | None:
    asked = Asked(locality=visit.locality)
    answer = await reading.offers(visit, asked, NONE, Parts(facets=True))
    counted = next((f for f in answer.facets or () if f.name == "kinds"), None)
    return {value.code: value.count for value in counted.values} if counted else None


async def kind(visit: Visit) -> Response:
    """Explain one kind, and show three offers of it by today's shuffle."""
    known = visit.known
    code = known.code_of("kind", visit.request.path_params["code"])
    if code is None:
        raise Missing("We do not know this kind of support.")
    asked = Asked(OfferFilter(kinds=(code,)), locality=visit.locality, order=Order.FAIR_SHUFFLE)
    answer = await reading.offers(visit, asked, A_FEW, Parts(total=True))
    cards = tuple(card(hit.offer, known) for hit in answer.hits)
    page = views.page(code, known, answer.total or 0, cards)
    return visit.show(Sheet("kind.jinja", page.label, "kinds"), page)
