"""Reasons: what people wrote when they asked for an entry, or decided about one, for a while."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, require
from network.core.actor import Actor
from network.directory.kept import Claim, ClaimState, Decision

KEPT = timedelta(days=365)
"""For so long after a decision its words are kept: a host may ask why, a year later no more."""


async def forget_claims(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget what was written about claims that were decided, or taken back, a year ago."""
    require(actor, Act.FORGET)
    said = or_(col(Claim.words) != "", col(Claim.reason) != "")
    over = col(Claim.state) != ClaimState.WAITING
    old = (said, over, col(Claim.decided_at) < now - KEPT)
    emptied = update(Claim).where(*old).values(words="", reason="").returning(col(Claim.id))
    return len((await db.scalars(emptied)).all())


async def forget_decisions(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget why something was let through or refused a year ago; that it was stays known."""
    require(actor, Act.FORGET)
    old = (col(Decision.reason) != "", col(Decision.at) < now - KEPT)
    emptied = update(Decision).where(*old).values(reason="").returning(col(Decision.id))
    return len((await db.scalars(emptied)).all())
