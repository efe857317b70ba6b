"""The directory's version: one number that moves with every public change.

Whoever remembers an answer (a response cache, a snapshot on disk) keeps it under this number.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.directory.listed import Directory

CHANNEL = "directory_changed"

_RAISE = text(
    "insert into directory (id, version, words) values (1, 1, :words)"
    " on conflict (id) do update set version = directory.version + 1,"
    " words = directory.words + :words"
)
_TELL = text("select pg_notify(:channel, '')")


async def current(db: AsyncSession, actor: Actor) -> int:  # noqa: ARG001  # every verb takes both
    """Say the version of all that is public just now; 0 before anything is."""
    return await db.scalar(select(col(Directory.version))) or 0


async def changed(db: AsyncSession) -> None:
    """Raise the version, and tell every worker when the change is committed."""
    await db.execute(_RAISE, {"words": 0})
    await db.execute(_TELL, {"channel": CHANNEL})


async def words_changed(db: AsyncSession) -> None:
    """Raise the version because a vocabulary changed."""
    await db.execute(_RAISE, {"words": 1})
    await db.execute(_TELL, {"channel": CHANNEL})
