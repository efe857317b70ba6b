"""Who runs it: in their own words, with what they offer."""

from starlette.responses import Response

from network.core.paging import Page
from network.directory import organisations, search
from network.directory.tables import OfferState
from network.directory.wanted import Asked, OfferFilter, Order, Parts
from network.web.press import Sheet
from network.web.views import organisations as views
from network.web.visit import Visit

SHOWN = (OfferState.PUBLISHED, OfferState.PAUSED)


async def organisation(visit: Visit) -> Response:
    """Show one organisation and its offers."""
    found = await visit.unit.read(organisations.by_slug, visit.slug)
    asked = Asked(OfferFilter(organisation=found.id, states=SHOWN), order=Order.TITLE)
    answer = await visit.unit.read(search.offers, asked, Page(size=50), Parts(), visit.known.now)
    page = views.page(found, [hit.offer for hit in answer.hits], visit.known)
    return visit.show(Sheet("organisation.jinja", page.name, "find"), page)
