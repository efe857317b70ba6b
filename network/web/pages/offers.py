"""One offer: enough to know what will happen before going."""

from dataclasses import replace
from uuid import UUID

from starlette.responses import Response

from network.core.paging import Page
from network.directory.cards import OfferCard
from network.directory.parts import FocusLevel
from network.directory.wanted import Asked, MadeForWanted, OfferFilter, Order, Parts
from network.web import reading
from network.web.press import Sheet
from network.web.views import offers as views
from network.web.views.cards import card
from network.web.views.parts import Card
from network.web.visit import Visit

A_FEW = 3
ENOUGH = Page(size=20)


async def offer(visit: Visit) -> Response:
    """Show one offer; one that has ended says so, and shows what is near."""
    known = visit.known
    found = await reading.offer(visit, visit.slug)
    alike = await _alike(visit, found) if views.wants_others(found, known) else ()
    page = views.page(found, known, alike)
    visit.tally.opened(found.id)
    return visit.show(Sheet("offer.jinja", page.title, "find"), page)


async def _alike(visit: Visit, found: OfferCard) -> tuple[Card, ...]:
    """Find others in its districts by today's shuffle: made for the same people, then its kind."""
    around = OfferFilter(districts=tuple(found.districts[:13]))
    made_for = tuple(MadeForWanted(m.community) for m in found.made_for)
    alike = [replace(around, made_for=made_for)] if made_for else []
    others: dict[UUID, OfferCard] = {}
    for wanted in (*alike, replace(around, kinds=(found.kind,))):
        asked = Asked(wanted, locality=visit.locality, order=Order.FAIR_SHUFFLE)
        answer = await reading.offers(visit, asked, ENOUGH, Parts())
        found_now = [h.offer for h in answer.hits if _suits(h.offer, found)]
        others |= {one.id: one for one in found_now if one.id not in others}
    others.pop(found.id, None)
    return tuple(card(other, visit.known) for other in list(others.values())[:A_FEW])


def _suits(other: OfferCard, found: OfferCard) -> bool:
    """Say whether whoever wanted the one may come to the other: it is not made for others."""
    wanted = {m.community for m in found.made_for}
    strictly = (FocusLevel.BY_AND_FOR, FocusLevel.FOR_ONLY)
    made_for = {m.community for m in other.made_for if m.level in strictly}
    return not made_for or not made_for.isdisjoint(wanted)
