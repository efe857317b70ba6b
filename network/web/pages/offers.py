"""One offer: enough to know what will happen before going."""

from starlette.responses import Response

from network.core.paging import Page
from network.directory.cards import OfferCard
from network.directory.wanted import Asked, OfferFilter, Order, Parts
from network.web import reading
from network.web.press import Sheet
from network.web.views import offers as views
from network.web.views.cards import card
from network.web.views.parts import Card
from network.web.visit import Visit

A_FEW = 3


async def offer(visit: Visit) -> Response:
    """Show one offer; one that has ended says so, and shows what is near."""
    known = visit.known
    found = await reading.offer(visit, visit.slug)
    alike = await _alike(visit, found) if views.wants_others(found, known) else ()
    page = views.page(found, known, alike)
    return visit.show(Sheet("offer.jinja", page.title, "find"), page)


async def _alike(visit: Visit, found: OfferCard) -> tuple[Card, ...]:
    """Find others of its kind in its districts, by today's shuffle."""
    wanted = OfferFilter(kinds=(found.kind,), districts=tuple(found.districts[:13]))
    asked = Asked(wanted, locality=visit.locality, order=Order.FAIR_SHUFFLE)
    size = Page(size=A_FEW + 1)
    answer = await reading.offers(visit, asked, size, Parts())
    others = [hit.offer for hit in answer.hits if hit.offer.id != found.id]
    return tuple(card(other, visit.known) for other in others[:A_FEW])
