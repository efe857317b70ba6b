"""What a person or an organisation runs: their offers, drafts too."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.core.actor import Actor, Role
from network.directory import visible
from network.directory.tables import Offer


async def of(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Sequence[Offer]:
    """List the offers of an organisation that one may read, the oldest first, drafts too."""
    own = visible.offers(actor).where(col(Offer.organisation_id) == organisation_id)
    return (await db.scalars(own.order_by(col(Offer.id)))).all()


async def mine(db: AsyncSession, actor: Actor) -> Sequence[Offer]:
    """List the offers one runs, A to Z."""
    own = visible.offers(actor).where(col(Offer.organisation_id).in_(actor.scopes(Role.HOST)))
    return (await db.scalars(own.order_by(func.lower(Offer.title), col(Offer.id)))).all()
