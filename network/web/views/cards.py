"""An offer in a list: the same fields in the same order for every host."""

from network.directory.cards import OfferCard
from network.web.known import Known
from network.web.views import facts, spoken
from network.web.views.facts import Far
from network.web.views.parts import Card, Fact


def card(offer: OfferCard, known: Known, far: Far | None = None) -> Card:
    """Make the card of one offer; `far` when a place was asked for."""
    return Card(
        slug=offer.slug,
        title=offer.title,
        kind=known.label("kind", offer.kind),
        icon=offer.kind,
        by=_by(offer, known),
        summary=offer.summary,
        facts=(
            Fact("clock", "When", facts.when(offer)),
            Fact("place", "Where", facts.where(offer, known, far)),
            Fact("door", "How to join", spoken.fact(facts.join(offer, known))),
            Fact("ear", "Good to know", spoken.fact(facts.good_to_know(offer, known))),
        ),
        fresh=facts.fresh(offer, known),
        marks=facts.marks(offer, known),
    )


def _by(offer: OfferCard, known: Known) -> str:
    name, runs = offer.organisation.name, facts.run_by(offer.organisation.host)
    said = [f"{runs} {name}"] if runs == "Run by" else [runs, name]
    for_whom = facts.made_for(offer, known)
    first = [w for w in for_whom[:1] if not w.startswith("Open")]
    only = [w for w in for_whom[1:] if w.startswith("Only for")]  # so that nobody comes in vain
    said += [spoken.inside(words) for words in (*first, *only)]
    return "\u00a0· ".join(said)
