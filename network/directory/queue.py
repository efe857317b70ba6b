"""The queue of a steward: what waits for a person to look at it, the longest wait first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, require
from network.core.actor import Actor
from network.directory import claims, reports, texts, visible
from network.directory.edits import published
from network.directory.kept import Decision, Pending
from network.directory.tables import Offer, Organisation, Standing
from network.directory.texts import Difference

MOST = 100
"""So many of each are shown at once; whoever has more begins with the oldest."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a shown offer that wait, beside what stands, and since when."""

    offer: Offer
    pending: Pending
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Queue:
    """All that waits: new groups, their first listings, words, claims and reports."""

    groups: Sequence[Organisation]
    listings: Sequence[Offer]
    words: Sequence[Words]
    claims: Sequence[claims.Waiting]
    reports: Sequence[reports.Told]

    @property
    def many(self) -> int:
        """How many things wait."""
        kinds = (self.groups, self.listings, self.words, self.claims, self.reports)
        return sum(map(len, kinds))


async def waiting(db: AsyncSession, actor: Actor) -> Queue:
    """List what waits for a steward of a locality, in what they look after."""
    require(actor, Act.SEE_QUEUE)
    return Queue(
        await _groups(db, actor),
        await _listings(db, actor),
        await _words(db, actor),
        (await claims.listed(db, actor))[:MOST],
        (await reports.listed(db, actor))[:MOST],
    )


async def _groups(db: AsyncSession, actor: Actor) -> Sequence[Organisation]:
    """Give the new groups, but for those sent back that have not changed since."""
    sent_back = exists().where(
        col(Decision.organisation_id) == Organisation.id,
        col(Decision.offer_id).is_(None),
        col(Decision.at) >= Organisation.updated_at,
    )
    new = visible.looked_after(actor).where(col(Organisation.standing) == Standing.NEW, ~sent_back)
    return (await db.scalars(new.order_by(col(Organisation.id)).limit(MOST))).all()


async def _listings(db: AsyncSession, actor: Actor) -> Sequence[Offer]:
    asked = visible.offers(actor).where(col(Offer.waits_since).is_not(None))
    return (await db.scalars(asked.order_by(col(Offer.waits_since)).limit(MOST))).all()


async def _words(db: AsyncSession, actor: Actor) -> Sequence[Words]:
    asked = visible.pending(actor).add_columns(Offer).order_by(col(Pending.since)).limit(MOST)
    found = []
    for pending, offer in (await db.execute(asked)).all():
        stands = await published(db, actor, offer)
        found.append(Words(offer, pending, texts.difference(stands, stands | pending.fields)))
    return found
