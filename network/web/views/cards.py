"""An offer in a list: the same fields in the same order for every host."""

from network.directory.cards import OfferCard
from network.web.known import Known
from network.web.views import facts
from network.web.views.parts import Card, Fact


def card(offer: OfferCard, known: Known, distance: float | None = None) -> Card:
    """Make the card of one offer; `distance` in metres when a place was asked for."""
    return Card(
        slug=offer.slug,
        title=offer.title,
        kind=known.label("kind", offer.kind),
        icon=offer.kind,
        by=_by(offer, known),
        summary=offer.summary,
        facts=(
            Fact("clock", "When", facts.when(offer)),
            Fact("place", "Where", facts.where(offer, known, distance)),
            Fact("door", "How to join", facts.join(offer, known)),
            Fact("ear", "Good to know", facts.good_to_know(offer, known)),
        ),
        fresh=facts.fresh(offer, known),
        marks=facts.marks(offer, known),
    )


def _by(offer: OfferCard, known: Known) -> str:
    name, runs = offer.organisation.name, facts.run_by(offer.organisation.host)
    said = [f"{runs} {name}"] if runs == "Run by" else [runs, name]
    for_whom = facts.made_for(offer, known)
    if for_whom and not for_whom[0].startswith("Open"):
        said.append(for_whom[0][0].lower() + for_whom[0][1:])
    return " · ".join(said)
