"""What waits for a steward: a new group's first listing, and words that change a shown one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid
from network.core.events import record
from network.directory import edits, listing, offers, texts, visible
from network.directory.edits import Edit
from network.directory.kept import Decision, Pending
from network.directory.tables import Offer, OfferState

LONGEST = 400
NOTHING = "Nothing of this offer waits. Somebody may have looked at it already."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is sent back, for whoever wrote it, and the version that was looked at."""

    reason: str
    version: int | None = None


async def let_through(
    db: AsyncSession, actor: Actor, offer_id: UUID, version: int, now: datetime
) -> Offer:
    """Publish what waits of an offer: its first listing, or words that change it.

    `version`: the one that was looked at, so that nothing unseen gets through.
    """
    offer = await offers.held(db, actor, offer_id, version=version)
    require(actor, Act.LET_THROUGH, offer)
    if not await publish(db, actor, offer, now):
        raise Conflict(NOTHING)
    db.add(_decision(actor, offer, now))
    await edits.show(db, actor, offer, now)
    record(db, actor, "offer.let_through", offer.id)
    return offer


async def refuse(
    db: AsyncSession, actor: Actor, offer_id: UUID, refusal: Refusal, now: datetime
) -> Offer:
    """Send back what waits of an offer, and say why. The words are kept, as a revision."""
    offer = await offers.held(db, actor, offer_id, version=refusal.version)
    require(actor, Act.LET_THROUGH, offer)
    reason = said(refusal.reason)
    if not await send_back(db, actor, offer, now):
        raise Conflict(NOTHING)
    db.add(_decision(actor, offer, now, reason))
    record(db, actor, "offer.refused", offer.id)
    await db.flush()
    return offer


async def take_down(
    db: AsyncSession, actor: Actor, offer_id: UUID, refusal: Refusal, now: datetime
) -> Offer:
    """Take an offer out of sight at once, and say why: it could bring a person to harm.

    It is a draft again. Its hosts may mend it and ask once more, and a steward lets it through.
    """
    offer = await offers.held(db, actor, offer_id, version=refusal.version)
    require(actor, Act.LET_THROUGH, offer)
    reason = said(refusal.reason)
    if offer.state == OfferState.DRAFT:
        raise Conflict("Nobody sees this offer now.")
    before, offer.state = offer.state, OfferState.DRAFT
    offer.version += 1
    offer.updated_at = now
    db.add(_decision(actor, offer, now, reason))
    record(db, actor, "offer.taken_down", offer.id, before=before)
    await listing.refresh(db, actor, [offer.id], now)  # off the pages that lead on to it, too
    return offer


async def answer(db: AsyncSession, actor: Actor, offer_id: UUID) -> Decision | None:
    """Give what a steward last decided about an offer, or the group that runs it; None before.

    For its hosts, and for those who look after it. A group that is let in as a whole does not take
    away why words of one offer were sent back.
    """
    run_by = select(Offer.organisation_id).where(Offer.id == offer_id).scalar_subquery()
    whole = and_(col(Decision.offer_id).is_(None), col(Decision.organisation_id) == run_by)
    own = visible.decisions(actor).where(or_(col(Decision.offer_id) == offer_id, whole))
    found = (await db.scalars(own.order_by(col(Decision.id).desc()))).all()
    if found and found[0].offer_id is None and found[0].let_through:
        return next((one for one in found if one.offer_id is not None), found[0])
    return found[0] if found else None


async def answers(
    db: AsyncSession, actor: Actor, organisation_ids: Collection[UUID]
) -> Mapping[UUID, Decision]:
    """Give what a steward last decided about each of some groups, for those who keep them."""
    own = visible.decisions(actor).where(
        col(Decision.organisation_id).in_(organisation_ids), col(Decision.offer_id).is_(None)
    )
    found = await db.scalars(own.order_by(col(Decision.id)))
    return {one.organisation_id: one for one in found}


async def publish(db: AsyncSession, actor: Actor, offer: Offer, now: datetime) -> bool:
    """Put what waits of a held offer in its place, and say whether anything did.

    A step: the listing is made by the verb.
    """
    require(actor, Act.LET_THROUGH, offer)
    waiting = await db.get(Pending, offer.id)
    if waiting is None and offer.waits_since is None:
        return False
    await edits.write(db, actor, offer, await edits.written(db, actor, offer), now)
    if waiting is not None:
        await db.delete(waiting)
    if offer.waits_since is not None:
        offer.state, offer.waits_since = OfferState.PUBLISHED, None
        offer.published_at = offer.published_at or now
        record(db, actor, "offer.published", offer.id, before=OfferState.DRAFT.value)
    return True


async def send_back(db: AsyncSession, actor: Actor, offer: Offer, now: datetime) -> bool:
    """Take what waits of a held offer out of the queue, and say whether anything did wait.

    What was published stands. A first listing is a draft again.
    """
    require(actor, Act.LET_THROUGH, offer)
    waiting = await db.get(Pending, offer.id)
    if waiting is None and offer.waits_since is None:
        return False
    if waiting is not None:
        before = await edits.written(db, actor, offer)
        stands = await edits.published(db, actor, offer)
        await edits.make(db, actor, offer, Edit(before, stands, frozenset(texts.PARTS)), now)
    else:
        offer.waits_since = None
        offer.version += 1
        offer.updated_at = now
    return True


def said(reason: str) -> str:
    """Read the reason of a refusal: nobody is sent away without one."""
    text = short(reason, "reason")
    if not text:
        raise Invalid("Say why, so that they can mend it.", field="reason")
    return text


def short(text: str, field: str) -> str:
    """Read a few words from one person to another."""
    if len(text.strip()) > LONGEST:
        sentence = f"Shorten this to {LONGEST} characters. You have {len(text.strip())}."
        raise Invalid(sentence, field=field)
    return text.strip()


def _decision(actor: Actor, offer: Offer, now: datetime, reason: str = "") -> Decision:
    return Decision(
        organisation_id=offer.organisation_id,
        offer_id=offer.id,
        let_through=not reason,
        reason=reason,
        at=now,
        by=actor.person,
    )
