"""Help now: whom to call or text at once, then crisis spaces with peers."""

from dataclasses import dataclass

from starlette.responses import Response

from network.core.paging import Page
from network.directory.wanted import Asked, OfferFilter, Order, Parts
from network.web import reading
from network.web.press import Sheet
from network.web.views.cards import card
from network.web.views.parts import Card
from network.web.visit import Visit

CHECKED = "22 November 2026"
"""When the numbers were last compared with what each service publishes (docs/safeguarding.md)."""
CRISIS = OfferFilter(kinds=("crisis_space",), real=True)
"""A made-up place must never be where somebody sets out for tonight."""
SHEET = Sheet("help_now.jinja", "Help now")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Crisis spaces under the numbers."""

    offers: tuple[Card, ...] = ()
    checked: str = CHECKED


async def help_now(visit: Visit) -> Response:
    """Show who answers now."""
    asked = Asked(CRISIS, locality=visit.locality, order=Order.FAIR_SHUFFLE)
    answer = await reading.offers(visit, asked, Page(size=3), Parts())
    return visit.show(SHEET, HelpPage(tuple(card(h.offer, visit.known) for h in answer.hits)))
