"""Holding: an organisation with its offers, so that nobody else changes them meanwhile.

Steps of other verbs. Offers are held before the organisation that runs them, here and everywhere:
else two changes could wait for each other.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Missing
from network.directory import listing
from network.directory.tables import Offer, Organisation


async def whole(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # what may be seen, the verb has asked
    organisation_id: UUID,
) -> tuple[Sequence[Offer], Organisation]:
    """Hold an organisation and its offers."""
    own = select(Offer).where(col(Offer.organisation_id) == organisation_id)
    own = own.order_by(col(Offer.id)).with_for_update(key_share=True)
    offers = list(await db.scalars(own.execution_options(populate_existing=True)))
    query = select(Organisation).where(col(Organisation.id) == organisation_id)
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = await db.scalar(query)
    if found is None:
        raise Missing("We cannot find that organisation.")
    return offers, found


async def shown_anew(
    db: AsyncSession,
    actor: Actor,
    organisation: Organisation,
    offers: Sequence[Offer],
    now: datetime,
) -> None:
    """Count a change of an organisation, and make the listings of its offers anew."""
    require(actor, Act.EDIT_ORGANISATION, organisation)
    organisation.version += 1
    organisation.updated_at = now
    await listing.refresh(db, actor, [offer.id for offer in offers], now)
