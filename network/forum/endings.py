"""Endings: an issue is taken back, closed with a reason, opened again, or goes another way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor, service
from network.core.errors import Conflict, Invalid
from network.directory import terms
from network.forum import facts, issues, nominations, reasons
from network.forum.dated import Day
from network.forum.day_steps import ITEM, ItemFacts
from network.forum.issue_steps import ISSUE
from network.forum.issues import Case
from network.forum.nominations import Own
from network.forum.tables import Issue, Visibility
from network.forum.transitions import On, take

WITHDRAWN, MERGED = "withdrawn", "merged"
ELSEWHERE = "This is for another step: “{}” is said where it happens."
BY_STEP = frozenset({WITHDRAWN, MERGED, "settled_here", "noted", "not_taken_forward"})
"""Reasons that a step of their own gives."""

CLOCK = service("forum")
"""What follows by itself from another step is done by the service."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How an issue ends: seen at a version, as which `closing_reason`, and why in words."""

    version: int
    reason: str
    closed_as: str = ""


async def withdraw(db: AsyncSession, actor: Actor, own: Own, reason: str, now: datetime) -> Issue:
    """Take one's own issue back. Once it was talked about it is the group's, and stays."""
    held = await nominations.mine(db, actor, own)
    require(actor, Act.KEEP_NOMINATION, held.case)
    why = reasons.said(reason)
    held.issue.received_at = held.issue.received_at or now
    on = On(held.issue, held.case, own.version)
    await take(db, actor, ISSUE, "withdraw", on, reason=WITHDRAWN)
    held.issue.closed_as = WITHDRAWN
    nobody = held.case.receipt
    db.add(reasons.reason(CLOCK if nobody else actor, held.issue.id, "withdraw", why, now))
    await clear(db, actor, held.issue)
    await db.flush()
    return held.issue


async def close(
    db: AsyncSession, actor: Actor, issue_id: UUID, ending: Ending, now: datetime
) -> Issue:
    """Close an issue, with a reason that people can read."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    why = reasons.said(ending.reason)
    if ending.closed_as in BY_STEP:
        raise Invalid(ELSEWHERE.format(ending.closed_as), field="closed_as")
    (await terms.words(db, actor)).term("closing_reason", ending.closed_as, "closed_as")
    on = On(held.issue, held.case, ending.version)
    await take(db, actor, ISSUE, "close", on, reason=ending.closed_as)
    held.issue.closed_as = ending.closed_as
    db.add(reasons.reason(actor, issue_id, "close", why, now))
    await db.flush()
    return held.issue


async def reopen(
    db: AsyncSession, actor: Actor, issue_id: UUID, ending: Ending, now: datetime
) -> Issue:
    """Open a closed issue again, with a reason: it is on the list as before."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    why = reasons.said(ending.reason)
    if held.issue.closed_as == MERGED:
        raise Conflict("It was joined with another. Take the two apart instead.")
    if held.issue.reference is None:
        raise Conflict("It was never put forward.")
    await take(db, actor, ISSUE, "reopen", On(held.issue, held.case, ending.version))
    held.issue.closed_as = None
    db.add(reasons.reason(actor, issue_id, "reopen", why, now))
    await db.flush()
    return held.issue


async def route_out(
    db: AsyncSession, actor: Actor, issue_id: UUID, ending: Ending, now: datetime
) -> Issue:
    """Say that an issue needs another door (safeguarding, Freedom to Speak Up), and which.

    From then on no member sees it.
    """
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    why = reasons.said(ending.reason)
    on = On(held.issue, held.case, ending.version)
    await take(db, actor, ISSUE, "route_out", on, visibility=Visibility.ROUTE_HOLDERS.value)
    held.issue.visibility = Visibility.ROUTE_HOLDERS
    db.add(reasons.reason(actor, issue_id, "route_out", why, now))
    await clear(db, actor, held.issue)
    await db.flush()
    return held.issue


async def clear(db: AsyncSession, actor: Actor, issue: Issue) -> None:
    """Take an issue that has ended off the agenda it was on: a step of the verbs that end it."""
    item = await facts.live(db, actor, issue)
    if item is not None:
        day = await db.get(Day, item.day_id) if item.day_id else None
        on = On(item, Case(issue.locality_id), facts=ItemFacts(day))
        await take(db, CLOCK, ITEM, "withdraw", on)
