"""Outward codes: the first half of a postcode, as much as most people wish to say."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Integer, bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.events import record
from network.core.geometry import Pair, Point
from network.core.ids import new_id
from network.core.unit import SAID
from network.places.tables import Outcode, OutcodeFields

SAID["pk_outcode"] = "This outward code is listed already."

Share = tuple[OutcodeFields, Mapping[str, float]]
"""An outward code, and the share of its postcodes in each locality (slug → 0 to 1)."""


async def add(db: AsyncSession, actor: Actor, rows: Sequence[Share]) -> None:
    """List outward codes; one that lies in no locality has no shares."""
    require(actor, Act.KEEP_PLACES)
    db.add_all(Outcode.model_validate(one, update={"shares": dict(own)}) for one, own in rows)
    await db.flush()
    record(db, actor, "outcodes.added", new_id(), count=len(rows))


async def all_(db: AsyncSession, actor: Actor) -> Sequence[Outcode]:  # noqa: ARG001  # every verb takes both
    """List every outward code we know, A to Z."""
    return (await db.scalars(select(Outcode).order_by(col(Outcode.code)))).all()


async def by_codes(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    codes: Sequence[str],
) -> Mapping[str, Outcode]:
    """Find many outward codes at once."""
    found = await db.scalars(select(Outcode).where(col(Outcode.code).in_(codes)))
    return {row.code: row for row in found}


async def nearest(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    at: Pair,
    most: int = 1,
) -> Sequence[Outcode]:
    """Find the outward codes whose middles are nearest to a point, nearest first."""
    return (await db.scalars(_NEAREST, {"at": at, "most": most})).all()


_FROM_HERE = col(Outcode.centroid).op("<->")(bindparam("at", type_=Point))
_NEAREST = (  # written once: every search near a point asks it
    select(Outcode)
    .where(col(Outcode.geographic))
    .order_by(_FROM_HERE)
    .limit(bindparam("most", type_=Integer))
)
