"""Is it possible now? Pure rules over an offer: its states, and what must be answered first."""

from collections.abc import Mapping, Sequence

from network.core.errors import Conflict, Invalid
from network.directory.freshness import RHYTHMS
from network.directory.tables import Offer, OfferFields, OfferState

MOVES: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.DRAFT: frozenset({OfferState.PUBLISHED}),
    OfferState.PUBLISHED: frozenset({OfferState.PAUSED, OfferState.ENDED}),
    OfferState.PAUSED: frozenset({OfferState.PUBLISHED, OfferState.ENDED}),
    OfferState.ENDED: frozenset({OfferState.PUBLISHED}),
}
"""From each state, the states it may go to (directory.md, States of an offer)."""

MUST_ANSWER: Sequence[tuple[str, str]] = (
    ("records", "Say what you write down about people. It can be “nothing”."),
    ("cost", "Say what it costs. It can be “free”."),
    ("access_routes", "Say how people join."),
)
"""What must be answered to publish, with the sentence asked (directory.md, To publish)."""

VOCABULARIES: Mapping[str, str] = {
    "kind": "kind",
    "also_kinds": "kind",
    "settings": "setting",
    "formats": "format",
    "access_routes": "access_route",
    "themes": "theme",
    "leadership": "leadership",
    "first_time": "first_time",
    "records": "records",
    "reply_time": "reply_time",
    "how_long": "how_long",
    "cost": "cost",
    "languages": "language",
    "space": "space_now",
}
"""Which vocabulary each field of an offer takes its words from."""


def check_move(offer: Offer, to: OfferState) -> None:
    """Refuse a step an offer cannot take from where it is."""
    if to not in MOVES[OfferState(offer.state)]:
        raise Conflict(f"This offer is {offer.state}, so it cannot become {to.value} now.")


def check_answered(offer: OfferFields) -> None:
    """Refuse to publish while records, cost or the way to join are not answered."""
    for field, sentence in MUST_ANSWER:
        if not getattr(offer, field):
            raise Invalid(sentence, field=field)


def check_whole(fields: OfferFields) -> None:
    """Refuse fields that contradict each other."""
    if len({m.community for m in fields.made_for}) < len(fields.made_for):
        raise Invalid("Give each community one level only.", field="made_for")
    if fields.kind in fields.also_kinds:
        raise Invalid("The main kind is already there.", field="also_kinds")
    if fields.age_from and fields.age_to and fields.age_from > fields.age_to:
        raise Invalid("The youngest age is above the oldest.", field="age_from")
    if fields.rhythm_months not in RHYTHMS:
        raise Invalid("Choose 1, 3, 6 or 12 months.", field="rhythm_months")
