"""Whom a thing concerns: those who keep an entry, its lead, the stewards who look after it."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor, Role
from network.people.tables import KeptGrant


async def hosts(
    db: AsyncSession, actor: Actor, organisation_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[UUID]]:
    """Give who keeps each of these entries, the lead first; nobody for one that nobody keeps."""
    require(actor, Act.SEND_LETTERS)
    theirs = (col(KeptGrant.role) == Role.HOST.value, col(KeptGrant.scope).in_(organisation_ids))
    query = select(KeptGrant.scope, KeptGrant.person_id).where(*theirs)
    found: dict[UUID, list[UUID]] = {id: [] for id in organisation_ids}
    for scope, person in await db.execute(
        query.order_by(col(KeptGrant.lead).desc(), col(KeptGrant.id))
    ):
        found[scope].append(person)
    return found


async def stewards(db: AsyncSession, actor: Actor, kept_by: UUID | None) -> Sequence[UUID]:
    """Give the stewards who look after what a locality keeps; those of any, where none does."""
    require(actor, Act.SEND_LETTERS)
    role = col(KeptGrant.role) == Role.STEWARD.value
    near = true() if kept_by is None else col(KeptGrant.scope) == kept_by
    found = await db.scalars(
        select(KeptGrant.person_id).where(role, near).order_by(col(KeptGrant.id))
    )
    return list(dict.fromkeys(found))
