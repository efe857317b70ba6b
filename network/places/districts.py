"""Districts: the council areas that make up a locality."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.events import record
from network.core.ids import new_id
from network.core.unit import SAID
from network.places import localities
from network.places.tables import District, DistrictFields, Locality

SAID["pk_district"] = "This district is listed already."
SAID["uq_district_slug"] = "There is a district of this name already."


async def all_(db: AsyncSession, actor: Actor) -> Sequence[District]:  # noqa: ARG001  # every verb takes both
    """List every district we know, A to Z."""
    return (await db.scalars(select(District).order_by(District.name))).all()


async def of_locality(db: AsyncSession, actor: Actor, slug: str) -> Sequence[District]:  # noqa: ARG001  # every verb takes both
    """List a locality's districts, A to Z."""
    own = select(District).join(Locality).where(Locality.slug == slug)
    return (await db.scalars(own.order_by(District.name))).all()


async def by_locality(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    ids: Sequence[UUID],
) -> Mapping[UUID, Sequence[District]]:
    """List the districts of many localities at once, each A to Z."""
    own = select(District).where(col(District.locality_id).in_(ids)).order_by(District.name)
    found: dict[UUID, list[District]] = {id: [] for id in ids}
    for row in await db.scalars(own):
        if row.locality_id is not None:
            found[row.locality_id].append(row)
    return found


async def by_codes(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    codes: Sequence[str],
) -> Mapping[str, District]:
    """Find many districts at once by their GSS codes."""
    rows = await db.scalars(select(District).where(col(District.code).in_(codes)))
    return {row.code: row for row in rows}


async def homes_of(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    codes: Sequence[str],
) -> Mapping[str, str]:
    """Say which locality (by slug) each of many districts lies in; some lie in none."""
    own = select(District.code, Locality.slug).join(Locality).where(col(District.code).in_(codes))
    return {row.code: row.slug for row in await db.execute(own)}


async def locality_of(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    codes: Sequence[str],
) -> UUID | None:
    """Say which locality looks after what is in these districts: that of the first in any."""
    own = select(District).where(
        col(District.code).in_(codes), col(District.locality_id).is_not(None)
    )
    homes = {row.code: row.locality_id for row in await db.scalars(own)}
    return next((homes[code] for code in codes if code in homes), None)


async def add(
    db: AsyncSession, actor: Actor, locality: str | None, fields: Sequence[DistrictFields]
) -> Sequence[District]:
    """List districts and say which locality they make up; a neighbour makes up none."""
    require(actor, Act.KEEP_PLACES)
    home = await localities.by_slug(db, actor, locality) if locality else None
    made = {"locality_id": home and home.id}
    rows = [District.model_validate(one, update=made) for one in fields]
    db.add_all(rows)
    await db.flush()
    record(db, actor, "districts.added", home.id if home else new_id(), count=len(rows))
    return rows
