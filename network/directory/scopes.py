"""Scopes: what a role is for, an organisation or a locality, found by its name or its id."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor, Role
from network.core.errors import Invalid, Missing
from network.directory import organisations
from network.people import roles
from network.people.roles import Holding
from network.places import localities

NO_FORUM = "There is no forum here to answer for yet."


@dataclass(frozen=True, slots=True)
class Scope:
    """Something that roles are for: its name, and its name in addresses."""

    name: str
    slug: str


async def named(db: AsyncSession, actor: Actor, role: Role, slug: str) -> Holding:
    """Find what a role is to be for, by its name in addresses."""
    if role is Role.RESPONDER:
        raise Invalid(NO_FORUM, field="role")
    if role is Role.HOST:
        run_by = await organisations.by_slug(db, actor, slug)
        return roles.hosting(run_by.id, run_by.kept_by)
    return roles.over((await localities.by_slug(db, actor, slug)).id, role)


async def held(db: AsyncSession, actor: Actor, role: Role, id: UUID) -> Holding:
    """Find what a role is for that somebody has, with who looks after that."""
    if role is Role.HOST:
        return roles.hosting(id, (await organisations.get(db, actor, id)).kept_by)
    if role is Role.RESPONDER:
        raise Missing(NO_FORUM)
    return roles.over(id, role)


async def by_id(db: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Scope]:
    """Name many at once, those that one may see."""
    areas = await localities.by_id(db, actor, list(ids))
    hosts = await organisations.by_id(db, actor, ids)
    found = {id: Scope(area.name, area.slug) for id, area in areas.items()}
    return found | {id: Scope(host.name, host.slug) for id, host in hosts.items()}
