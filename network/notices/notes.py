"""Notes: what is to be told to somebody, put down until their next letter. Each once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, require
from network.core.actor import Actor
from network.core.ids import new_id
from network.directory.listed import Listing
from network.notices.tables import KeptRung, Notice

KEPT = timedelta(days=90)
"""For so long it is remembered what somebody was told."""


@dataclass(frozen=True, slots=True)
class Note:
    """Tell this person of that thing, once for each `key`."""

    person: UUID
    name: str
    about: UUID
    key: str
    cycle: datetime | None = None


async def put(db: AsyncSession, actor: Actor, notes: Iterable[Note], now: datetime) -> int:
    """Put down what is to be told; what was put down before is not put down again."""
    require(actor, Act.SEND_LETTERS)
    rows = [
        {
            "id": new_id(),
            "person_id": note.person,
            "name": note.name,
            "about": note.about,
            "key": note.key,
            "cycle": note.cycle,
            "made_at": now,
        }
        for note in notes
    ]
    if not rows:
        return 0
    new = insert(Notice).values(rows).on_conflict_do_nothing().returning(col(Notice.id))
    return len((await db.scalars(new)).all())


async def forget(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget what was told three months ago, and the rungs of cycles that a newer word ended."""
    require(actor, Act.FORGET)
    told = delete(Notice).where(col(Notice.told_at) < now - KEPT)
    newer = (col(Listing.offer_id) == KeptRung.offer_id, col(Listing.confirmed_at) > KeptRung.cycle)
    trodden = delete(KeptRung).where(exists().where(*newer))
    gone = await db.scalars(told.returning(col(Notice.id)))
    over = await db.scalars(trodden.returning(col(KeptRung.offer_id)))
    return len(gone.all()) + len(over.all())
