"""What pages read: from the directory, or, while no database answers, from the copy on disk."""

from network.core.paging import Page
from network.directory import offline, search
from network.directory.cards import OfferCard
from network.directory.search import Answer
from network.directory.wanted import Asked, Parts
from network.web import saved
from network.web.visit import Visit

NOTHING_MORE = Parts()
USUAL = 20


async def offers(visit: Visit, asked: Asked, page: Page, parts: Parts = NOTHING_MORE) -> Answer:
    """Find offers."""
    if visit.kept is not None:
        most = page.size if page.size < USUAL else saved.MOST  # the copy has no second page
        return offline.offers(visit.kept, asked, Page(most), visit.known.now)
    return await visit.unit.read(search.offers, asked, page, parts, visit.known.now)


async def offer(visit: Visit, slug: str) -> OfferCard:
    """Find one offer by the name in its address."""
    if visit.kept is not None:
        return offline.offer(visit.kept, slug)
    return await visit.unit.read(search.offer, slug)
