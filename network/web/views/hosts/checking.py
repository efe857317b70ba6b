"""Check your answers: everything that was said, and the way to change each, before it is shown."""

from dataclasses import dataclass

from network.directory.tables import Offer
from network.directory.texts import Text
from network.web.views.hosts.around import Around
from network.web.views.hosts.parts import FIRST_SIX
from network.web.views.hosts.said import Row, rows

BELONG = {"where": ("sites",)}


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All answers. `waits`: a steward looks before anyone else sees it."""

    heading: str
    title: str
    here: str
    rows: tuple[Row, ...]


def page(offer: Offer, text: Text, around: Around) -> CheckPage:
    """Make the page."""
    here = f"/hosts/new/check/{offer.id}"
    return CheckPage("Check your answers", text["title"], here, tuple(_rows(offer, text, around)))


def _rows(offer: Offer, text: Text, around: Around) -> list[Row]:
    found = []
    for number, part in enumerate(FIRST_SIX, 1):
        href = f"/hosts/new/{number}/{offer.id}?from=check"
        found += [
            Row(r.name, r.words, f"{href}#{r.id}", r.id) for r in rows(text, part.names, around)
        ]
    return found
