"""Development days: finding them, holding one to change it, and how its life goes on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Missing
from network.forum import turns, visible
from network.forum.dated import AgendaItem, Day

MISSING = "We cannot find that day."


async def get(db: AsyncSession, actor: Actor, day_id: UUID) -> Day:
    """Find a development day."""
    found = await db.scalar(visible.days(actor).where(col(Day.id) == day_id))
    if found is None:
        raise Missing(MISSING)
    return found


async def by_id(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Day]:
    """Find many days at once."""
    found = await db.scalars(visible.days(actor).where(col(Day.id).in_(ids)))
    return {day.id: day for day in found}


async def of(db: AsyncSession, actor: Actor, locality_id: UUID) -> Sequence[Day]:
    """List a locality's days in the order they happen."""
    query = visible.days(actor).where(col(Day.locality_id) == locality_id)
    ordered = query.order_by(col(Day.starts_at), col(Day.id))
    return (await db.scalars(ordered.execution_options(populate_existing=True))).all()


async def held(db: AsyncSession, actor: Actor, day_id: UUID) -> Day:
    """Find a day to change it, once it is this one's turn in the locality."""
    seen = await get(db, actor, day_id)
    await turns.wait(db, actor, seen.locality_id)
    asked = visible.days(actor).where(col(Day.id) == day_id)
    return (await db.scalars(asked.execution_options(populate_existing=True))).one()


async def every_item(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    day_id: UUID,
) -> Sequence[AgendaItem]:
    """Give all parts of a day in order, for the rules to look at; not for showing."""
    query = select(AgendaItem).where(col(AgendaItem.day_id) == day_id)
    ordered = query.order_by(col(AgendaItem.position), col(AgendaItem.id))
    return (await db.scalars(ordered.execution_options(populate_existing=True))).all()
