"""Writing letters in tests, and looking them up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.events import record
from network.core.ids import new_id
from network.post import letters
from network.post.letters import Letter
from network.post.tables import KeptLetter

ABOUT = new_id()


def letter(**changes: Any) -> Letter:
    """Write a letter that is right unless said."""
    plain: dict[str, Any] = {
        "to": "jo@example.org",
        "subject": "Your link",
        "text": "Hello.",
        "about": ABOUT,
    }
    return Letter(**(plain | changes))


async def posting(db: AsyncSession, actor: Actor, one: Letter, now: datetime) -> UUID:
    """Do something that sends a letter."""
    record(db, actor, "thing.done", one.about)
    return await letters.post(db, actor, one, now)


async def kept(db: AsyncSession, actor: Actor, id: UUID) -> KeptLetter:
    """Look a letter up."""
    return (await db.scalars(select(KeptLetter).where(col(KeptLetter.id) == id))).one()


async def change(db: AsyncSession, actor: Actor, id: UUID, changes: dict[str, Any]) -> None:
    """Make a letter what a test is about."""
    await db.execute(update(KeptLetter).where(col(KeptLetter.id) == id).values(changes))


GIVEN_UP = {"state": "dead", "tries": 12, "last_error": "550"}
