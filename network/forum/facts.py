"""Facts: what the guards of an issue look at beside the issue itself, looked up at one moment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.forum import days, issues
from network.forum.dated import LIVE, AgendaItem, Attendance, Day, DayState, ItemState
from network.forum.following import still_to_come
from network.forum.issue_steps import ISSUE, IssueFacts
from network.forum.tables import Issue
from network.forum.transitions import Offered


async def of(
    db: AsyncSession, actor: Actor, issue: Issue, now: datetime, referrals_open: int = 0
) -> IssueFacts:
    """Look up which day an issue comes before, the day it is on, and what else is open there."""
    known = await days.of(db, actor, issue.locality_id)
    running = next((day for day in known if day.state == DayState.IN_PROGRESS), None)
    item = await live(db, actor, issue)
    on = next((day for day in known if item is not None and day.id == item.day_id), running)
    return IssueFacts(
        now=now,
        following=still_to_come(issue.received_at or now, known),
        day=on,
        other_open=await other_open(db, actor, on, item),
        referrals_open=referrals_open,
    )


async def offered(
    db: AsyncSession, actor: Actor, issue_id: UUID, now: datetime, referrals_open: int = 0
) -> list[Offered]:
    """List what may be done with an issue now, and why the rest may not."""
    issue = await issues.get(db, actor, issue_id)
    known = await of(db, actor, issue, now, referrals_open)
    day = known.day
    scribe = None
    if day is not None and day.scribe is not None:
        who = select(Attendance.person_id).where(col(Attendance.id) == day.scribe)
        scribe = await db.scalar(who)
    case = await issues.case(db, actor, issue, scribe_id=scribe)
    return ISSUE.offered(issue, actor, case, known)


async def live(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    issue: Issue,
) -> AgendaItem | None:
    """Give the part of a day that an issue is to be talked about in, if there is one."""
    own = select(AgendaItem).where(col(AgendaItem.issue_id) == issue.id)
    found: AgendaItem | None = await db.scalar(
        own.where(col(AgendaItem.state).in_(LIVE), col(AgendaItem.referral_id).is_(None))
    )
    return found


async def other_open(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    day: Day | None,
    item: AgendaItem | None,
) -> bool:
    """Say whether another part of a day is open."""
    if day is None:
        return False
    is_open = select(AgendaItem.id).where(
        col(AgendaItem.day_id) == day.id, col(AgendaItem.state) == ItemState.OPEN
    )
    return any(found != (item.id if item else None) for found in await db.scalars(is_open))
