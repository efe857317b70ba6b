"""What the trials of pages start from: an offer of which little is said, and how it reads."""

from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime
from typing import Any

from network.core.unit import Unit
from network.directory.cards import OfferCard
from network.directory.parts import LONDON, Session
from network.web.known import Known
from network.web.views import glance, questions
from tests import make

TUESDAYS = Session(
    starts=datetime(2026, 1, 6, 14, tzinfo=LONDON),
    minutes=120,
    rule="FREQ=WEEKLY;BYDAY=TU",
    on_bank_holidays=True,
)
CHRISTMAS = Session(
    starts=datetime(2026, 12, 25, 14, tzinfo=LONDON), minutes=60, rule=None, on_bank_holidays=True
)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def but(offer: OfferCard, **changes: Any) -> OfferCard:
    """Give the same offer with some parts changed, those read late too."""
    changed = copy(offer)
    vars(changed).update(changes)
    return changed


def answers(offer: OfferCard, known: Known) -> Mapping[str, str]:
    """Give the questions with what is answered."""
    return {line.name: " ".join(line.words) for line in questions.asked(offer, known)}


def glances(offer: OfferCard, known: Known) -> Mapping[str, str]:
    """Give the facts at a glance."""
    return {line.name: " | ".join(line.words) for line in glance.lines(offer, known)}


async def offers_in_hastings(steward: Unit, now: datetime, *titles: str, **fields: Any) -> None:
    """Make offers in Hastings."""
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id)
    for title in titles:
        changes = {"title": title, "districts": [make.HASTINGS]} | fields
        await make.offer(steward, now, run_by.id, sites=[hall.id], checked_days_ago=12, **changes)
