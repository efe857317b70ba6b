"""Is it possible now? Pure rules over an offer: its states, and what must be answered first."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from network.core.errors import Conflict, Invalid
from network.directory.freshness import RHYTHMS
from network.directory.tables import Offer, OfferFields, OfferState, Organisation, Standing

FARTHEST = timedelta(days=3653)
MOVES: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.DRAFT: frozenset({OfferState.PUBLISHED}),
    OfferState.PUBLISHED: frozenset({OfferState.PAUSED, OfferState.ENDED}),
    OfferState.PAUSED: frozenset({OfferState.PAUSED, OfferState.PUBLISHED, OfferState.ENDED}),
    OfferState.ENDED: frozenset({OfferState.PUBLISHED}),
}
"""From each state, the states it may go to (directory.md, States of an offer).

A break may be said again: with another day on which it is over, or none."""

ALWAYS: Sequence[tuple[str, str]] = (
    ("title", OfferFields.BLANK["title"]),
    ("summary", "Say in one sentence what happens."),
    ("kind", "Choose what kind of support it is."),
)
"""What every offer that is shown says, with the sentence asked."""

MUST_ANSWER: Sequence[tuple[str, str]] = (
    ("records", "Say what you write down about people. It can be “nothing”."),
    ("cost", "Say what it costs. It can be “free”."),
    ("access_routes", "Say how people join."),
)
"""What must be answered to publish, with the sentence asked (directory.md, To publish)."""

TO_BE_TOLD: Sequence[tuple[str, str]] = (
    ("contacts", "Give a way to get in touch: the address is private, so people must ask for it."),
)
"""What must be answered where no page says where it is, with the sentence asked."""

WAITS = frozenset(
    {
        "title",
        "kind",
        "also_kinds",
        *("made_for", "who_words", "age_from", "age_to", "leadership"),  # who it is for
        *("summary", "what_happens", "themes", "first_visit", "values"),  # about
        *("records_words", "people_words", "join_words"),  # about too, in words of one's own
        *("cost", "cost_words"),
    }
)
"""What waits for a steward while the group is new; contacts, times and capacity never do
(directory.md, States of an offer). Why these: docs/decisions/0013-edits-and-revisions.md."""

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


def check_day(day: date, today: date, field: str) -> None:
    """Refuse a day that nobody can plan for: years away, it is a slip of typing."""
    if day > today + FARTHEST:
        raise Invalid("Give a day in the next ten years.", field=field)


def check_away(offer: Offer) -> None:
    """Refuse to bring back what has not gone anywhere."""
    gone = offer.state in {OfferState.PAUSED, OfferState.ENDED}
    if not gone and (offer.state == OfferState.DRAFT or offer.ends_on is None):
        raise Conflict("There is nothing to bring back: this offer is as it was.")


def waits_first(offer: Offer, run_by: Organisation) -> bool:
    """Say whether an offer waits for a steward before anybody sees it.

    Its group is new, or it was shown before and a steward took it out of sight.
    """
    taken_down = offer.state == OfferState.DRAFT and offer.published_at is not None
    return taken_down or (run_by.standing == Standing.NEW and offer.published_at is None)


def holds_back(offer: Offer, run_by: Organisation) -> bool:
    """Say whether words of this offer wait for a steward: it is shown, and its group is new."""
    return run_by.standing == Standing.NEW and offer.state != OfferState.DRAFT


def missing(
    offer: OfferFields, *, described: bool = False, private: bool = False
) -> list[tuple[str, str]]:
    """Name what is still to be answered before an offer can be shown: (field, what to do).

    `described`: by a public source, so that what only its host knows may stay unsaid. `private`:
    all its places are, and its organisation has no website where one could ask.
    """
    known = (*MUST_ANSWER, *(TO_BE_TOLD if private else ()))
    asked = ALWAYS if described else (*ALWAYS, *known)
    return [(field, sentence) for field, sentence in asked if not getattr(offer, field)]


def check_answered(offer: OfferFields, *, described: bool = False, private: bool = False) -> None:
    """Refuse to show what has not said enough; every answer that is missing is named at once."""
    lacks = missing(offer, described=described, private=private)
    lacking = [Invalid(say, field=field) for field, say in lacks]
    if lacking:
        first, *others = lacking
        raise Invalid(first.sentence, field=first.field, others=others)


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
