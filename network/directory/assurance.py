"""Assurance: somebody's word that an offer is true. Editing is not assuring."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict
from network.core.events import record
from network.directory import listing, offers
from network.directory.tables import Assurance, OfferState


@dataclass(frozen=True, slots=True)
class Word:
    """How the word was given: in which role, by what method, about which parts (none: all)."""

    role: str = "host"
    method: str = "signed_in"
    parts: tuple[str, ...] = ()


async def confirm(
    db: AsyncSession,
    actor: Actor,
    offer_id: UUID,
    word: Word,
    now: datetime,
    *,
    version: int | None = None,
) -> Assurance:
    """Record that an offer was true at a moment; it is fresh from then on.

    Refuses for an offer that has ended. `word.role`: a code of `role`; `now`: the moment the word
    was given; `version`: the one that was looked at.
    """
    offer = await offers.held(db, actor, offer_id, version=version)
    require(actor, Act.CONFIRM_OFFER, offer)
    if offer.state == OfferState.ENDED:
        raise Conflict("This offer has ended. Bring it back first.")
    given = Assurance(
        offer_id=offer_id,
        at=now,
        method=word.method,
        role=word.role,
        person=actor.person,
        parts=list(word.parts),
    )
    db.add(given)
    await db.flush()
    await listing.refresh(db, actor, [offer_id], now)
    record(db, actor, "offer.confirmed", offer_id, method=word.method)
    return given
