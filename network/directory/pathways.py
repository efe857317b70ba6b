"""Pathways: what an offer leads on to, and what goes well beside it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.events import record
from network.core.unit import SAID
from network.directory import listing, offers
from network.directory.tables import Pathway, PathwayKind

SAID["uq_pathway_from_offer_to_offer"] = "There is already a way from this offer to that one."


class PathwayFields(SQLModel):
    """A way on: from which offer to which, of what kind, with a note."""

    from_offer: UUID
    to_offer: UUID
    kind: PathwayKind
    note: Annotated[str, StringConstraints(max_length=240)] = ""


async def draw(db: AsyncSession, actor: Actor, fields: PathwayFields, now: datetime) -> Pathway:
    """Draw a way on from one offer to another."""
    start = await offers.held(db, actor, fields.from_offer)
    require(actor, Act.DRAW_PATHWAY, start)
    await offers.get(db, actor, fields.to_offer)
    if fields.from_offer == fields.to_offer:
        raise Invalid("An offer cannot lead to itself.", field="to_offer")
    pathway = Pathway.model_validate(fields.model_dump())
    db.add(pathway)
    await db.flush()
    await listing.refresh(db, actor, [fields.from_offer], now)
    record(db, actor, "pathway.drawn", pathway.id, offer=str(fields.from_offer))
    return pathway
