"""The page of an organisation: its own words and its offers, all organisations alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.directory.cards import OfferCard
from network.directory.tables import Organisation, Standing
from network.web.known import Known
from network.web.views import facts
from network.web.views.cards import card
from network.web.views.parts import Card, Line, Notice


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """All that the page of an organisation says, ready to print."""

    name: str
    host: str
    marks: tuple[str, ...]
    notices: tuple[Notice, ...]
    about: tuple[str, ...]
    lines: tuple[Line, ...]
    offers: tuple[Card, ...]
    claim: str = ""


def page(organisation: Organisation, offers: Sequence[OfferCard], known: Known) -> OrganisationPage:
    """Make the page of one organisation."""
    unconfirmed = organisation.standing == Standing.UNCONFIRMED
    return OrganisationPage(
        name=organisation.name,
        host=known.label("host", organisation.host) if organisation.host else "",
        marks=("Made up",) if organisation.demonstration else (),
        notices=(_unconfirmed(organisation),) if unconfirmed else (),
        about=tuple(p for p in organisation.about.split("\n") if p.strip()),
        lines=_lines(organisation, known),
        offers=tuple(card(offer, known) for offer in offers),
        claim=f"/claim/{organisation.slug}" if unconfirmed else "",
    )


def _unconfirmed(organisation: Organisation) -> Notice:
    said = facts.described_at(organisation.source, organisation.described)
    return Notice("Not confirmed yet", (said,))


def _lines(organisation: Organisation, known: Known) -> tuple[Line, ...]:
    lines = []
    if organisation.website and not organisation.demonstration:  # made up, so it leads nowhere
        name = f"{facts.site_name(organisation.website)} (opens another website)"
        lines.append(Line("Website", (name,), href=organisation.website))
    if home := known.district(organisation.home_district or ""):
        lines.append(Line("Based in", (home,)))
    if organisation.charity_number:
        lines.append(Line("Charity number", (organisation.charity_number,)))
    if organisation.company_number:
        lines.append(Line("Company number", (organisation.company_number,)))
    return tuple(lines)
