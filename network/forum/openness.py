"""Openness: who may see an issue, apart from where it is in its life.

Narrowing is always open to a facilitator, with a reason. Widening goes as far as whoever put it
forward agreed, or the group did (`agreements.open_up`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict
from network.forum import issues, nominations, reasons
from network.forum.admission import TOO_WIDE
from network.forum.issue_steps import ISSUE
from network.forum.nominations import Own
from network.forum.tables import Issue, Visibility
from network.forum.transitions import On, take


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is to see an issue from now on, seen at a version, and why."""

    version: int
    to: Visibility
    reason: str = ""


async def narrow(
    db: AsyncSession, actor: Actor, issue_id: UUID, shown: Shown, now: datetime
) -> Issue:
    """Show an issue to fewer people, with a reason."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    why = reasons.said(shown.reason)
    if not _narrower(shown.to, held.issue):
        raise Conflict("It is seen by no more people than that already.")
    on = On(held.issue, held.case, shown.version)
    await take(db, actor, ISSUE, "narrow", on, visibility=shown.to.value)
    held.issue.visibility = shown.to
    db.add(reasons.reason(actor, issue_id, "narrow", why, now))
    await db.flush()
    return held.issue


async def widen(db: AsyncSession, actor: Actor, issue_id: UUID, shown: Shown) -> Issue:
    """Show an issue to more people, as far as its nominator or the group agreed."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    if _narrower(shown.to, held.issue) or shown.to == held.issue.visibility:
        raise Conflict("That is not more people than see it now.")
    if not shown.to.within(Visibility(held.issue.widest)):
        raise Conflict(TOO_WIDE)
    on = On(held.issue, held.case, shown.version)
    await take(db, actor, ISSUE, "widen", on, visibility=shown.to.value)
    held.issue.visibility = shown.to
    await db.flush()
    return held.issue


async def consent(db: AsyncSession, actor: Actor, own: Own, widest: Visibility) -> Issue:
    """Say how far one's own issue may go from now on. What is shown already stays as it is.

    Less than is shown now is for a facilitator to do, who looks at what has followed from it.
    """
    held = await nominations.mine(db, actor, own)
    require(actor, Act.KEEP_NOMINATION, held.case)
    if not Visibility(held.issue.visibility).within(widest):
        raise Conflict("More people see it now. Ask a facilitator to change that first.")
    on = On(held.issue, held.case, own.version)
    await take(db, actor, ISSUE, "consent", on, widest=widest.value)
    held.issue.widest = widest
    await db.flush()
    return held.issue


def _narrower(to: Visibility, issue: Issue) -> bool:
    return to.within(Visibility(issue.visibility)) and to != issue.visibility
