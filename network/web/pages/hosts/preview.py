"""An offer as people would see it, before they do: the real page, marked."""

from starlette.responses import Response

from network.core.errors import Missing
from network.directory import listing
from network.web.press import Sheet
from network.web.views import offers as views
from network.web.visit import Visit


async def preview(visit: Visit) -> Response:
    """Show the page of an offer, a draft too."""
    card = (await visit.unit.read(listing.previews, [visit.id])).get(visit.id)
    if card is None:
        raise Missing("")
    page = views.previewed(card, visit.known, f"/hosts/offers/{visit.id}")
    return visit.show(Sheet("offer.jinja", f"Preview: {page.title}"), page)
