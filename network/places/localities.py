"""Localities: the areas that networks are for."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Missing
from network.core.events import record
from network.core.unit import SAID
from network.places.tables import Locality, LocalityFields

SAID["uq_locality_slug"] = "There is a locality of this name already."


async def all_(db: AsyncSession, actor: Actor) -> Sequence[Locality]:  # noqa: ARG001  # every verb takes both
    """List every locality, A to Z."""
    return (await db.scalars(select(Locality).order_by(Locality.name))).all()


async def by_slug(db: AsyncSession, actor: Actor, slug: str) -> Locality:  # noqa: ARG001  # every verb takes both
    """Find a locality by its name in addresses."""
    found = (await db.scalars(select(Locality).where(Locality.slug == slug))).one_or_none()
    if found is None:
        raise Missing("There is no locality of this name here.", field="locality")
    return found


async def by_id(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    ids: Sequence[UUID],
) -> Mapping[UUID, Locality]:
    """Find many localities at once."""
    rows = await db.scalars(select(Locality).where(col(Locality.id).in_(ids)))
    return {row.id: row for row in rows}


async def by_slugs(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    slugs: Sequence[str],
) -> Mapping[str, Locality]:
    """Find many localities at once by their names in addresses."""
    rows = await db.scalars(select(Locality).where(col(Locality.slug).in_(slugs)))
    return {row.slug: row for row in rows}


async def open_(db: AsyncSession, actor: Actor, fields: LocalityFields) -> Locality:
    """Open a locality, so that a network can begin there."""
    require(actor, Act.KEEP_PLACES)
    locality = Locality.model_validate(fields)
    db.add(locality)
    await db.flush()
    record(db, actor, "locality.opened", locality.id, slug=locality.slug)
    return locality
