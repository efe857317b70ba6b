"""Turns: whoever changes something of a locality's forum waits until the one before is done.

A guard looks at more rows than the one that changes (is another part open? which day is next?), so
one lock for all is what makes it true. A network of some hundred people never notices.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")


async def wait(db: AsyncSession, actor: Actor, locality_id: UUID) -> None:  # noqa: ARG001  # every verb takes both
    """Wait for one's turn in a locality's forum; it ends with the transaction. Read rows after."""
    await db.execute(_LOCK, {"name": f"forum {locality_id}"})
