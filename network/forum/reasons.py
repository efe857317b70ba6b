"""Reasons: words that come with a step. A step that ends something is refused without them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.core.actor import Actor
from network.core.errors import Invalid
from network.forum import visible
from network.forum.tables import Reason
from network.forum.transitions import UNNAMED

LONGEST = 1000


def said(words: str, field: str = "reason", otherwise: str = "Say why.") -> str:
    """Read words that have to be there; refuse too few or too many of them."""
    plain = words.strip()
    if len(plain) < 3:
        raise Invalid(otherwise, field=field)
    if len(plain) > LONGEST:
        raise Invalid(f"Shorten this to {LONGEST} characters.", field=field)
    return plain


def reason(actor: Actor, about: UUID, step: str, words: str, now: datetime) -> Reason:
    """Make the row of words that came with a step; a receipt leaves no name on it."""
    by = None if actor is UNNAMED else actor.person
    return Reason(about=about, step=step, words=words, at=now, by=by)


async def of(db: AsyncSession, actor: Actor, about: Sequence[UUID]) -> Sequence[Reason]:
    """List the words said about some things, the oldest first."""
    query = visible.reasons(actor).where(col(Reason.about).in_(about))
    return (await db.scalars(query.order_by(col(Reason.at), col(Reason.id)))).all()
