"""What a person runs: the offers of the organisations they are a host of, drafts too."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.core.actor import Actor, Role
from network.directory import visible
from network.directory.tables import Offer


async def mine(db: AsyncSession, actor: Actor) -> Sequence[Offer]:
    """List the offers one runs, A to Z."""
    own = visible.offers(actor).where(col(Offer.organisation_id).in_(actor.scopes(Role.HOST)))
    return (await db.scalars(own.order_by(func.lower(Offer.title), col(Offer.id)))).all()
