"""Scheduling: an issue comes before the following day, and nothing is lost when a day changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor, service
from network.core.errors import Conflict, Invalid
from network.forum import agenda, days, facts, issues, reasons
from network.forum.dated import LIVE, AgendaItem, Day, ItemKind, ItemState
from network.forum.day_steps import ITEM, ItemFacts
from network.forum.following import next_of, still_to_come
from network.forum.issue_steps import ISSUE, NO_DAY, IssueFacts
from network.forum.issues import Case, Held
from network.forum.tables import Issue
from network.forum.transitions import START, On, take

CLOCK = service("forum")
"""What follows by itself from another step is done by the service."""

URGENT_MINUTES = 20


@dataclass(frozen=True, slots=True)
class Urgent:
    """Why an issue cannot wait, and that those who came agreed to take it today."""

    version: int
    reason: str
    agreed: bool = False


async def schedule(
    db: AsyncSession, actor: Actor, issue_id: UUID, version: int, now: datetime
) -> AgendaItem:
    """Put an issue on the agenda of the following day: no other day is to be chosen."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    known = await facts.of(db, actor, held.issue, now)
    day = known.following
    if day is None:
        raise Conflict(NO_DAY)
    on = On(held.issue, held.case, version, known)
    await take(db, actor, ISSUE, "schedule", on, day=str(day.id))
    item = await bring(db, actor, held, day, ItemKind.NOMINATED_ISSUE)
    await agenda.changed(db, actor, day)
    await db.flush()
    return item


async def unschedule(
    db: AsyncSession, actor: Actor, issue_id: UUID, version: int, reason: tuple[str, datetime]
) -> Issue:
    """Take an issue off an agenda and put it back on the list, with a reason and the moment."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    why = reasons.said(reason[0])
    item = await facts.live(db, actor, held.issue)
    await take(db, actor, ISSUE, "unschedule", On(held.issue, held.case, version))
    if item is not None:
        day = await days.get(db, actor, item.day_id) if item.day_id else None
        await take(db, actor, ITEM, "withdraw", On(item, held.case, facts=ItemFacts(day)))
        if day is not None:
            await agenda.changed(db, actor, day)
    db.add(reasons.reason(actor, issue_id, "unschedule", why, reason[1]))
    await db.flush()
    return held.issue


async def urgent(
    db: AsyncSession, actor: Actor, issue_id: UUID, urgent_: Urgent, now: datetime
) -> AgendaItem:
    """Take an issue on the day that is in progress, with a reason and everyone's agreement."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    why = reasons.said(urgent_.reason)
    if not urgent_.agreed:
        raise Invalid("Ask those who came first whether they agree.", field="agreed")
    known = await facts.of(db, actor, held.issue, now)
    on = On(held.issue, held.case, urgent_.version, known)
    await take(db, actor, ISSUE, "urgent", on, day=str(known.day.id) if known.day else "")
    db.add(reasons.reason(actor, issue_id, "urgent", why, now))
    if known.day is None:
        raise Conflict(NO_DAY)
    item = await bring(db, actor, held, known.day, ItemKind.URGENT)
    item.minutes = URGENT_MINUTES
    await agenda.changed(db, actor, known.day)
    await db.flush()
    return item


async def bring(db: AsyncSession, actor: Actor, held: Held, day: Day, kind: ItemKind) -> AgendaItem:
    """Make the part of a day for an issue, linked to the one it was carried over from.

    A step of the verbs that bring an issue to a day.
    """
    require(actor, Act.RUN_ITEM, held.case)
    parts = await days.every_item(db, actor, day.id)
    item = AgendaItem(
        day_id=day.id,
        issue_id=held.issue.id,
        kind=kind,
        state=START,
        position=max((part.position for part in parts), default=0) + 1,
        carried_from=await _before(db, held.issue),
    )
    name = "add" if kind is ItemKind.URGENT else "propose"
    await take(db, actor, ITEM, name, On(item, Case(day.locality_id), facts=ItemFacts(day)))
    db.add(item)
    await db.flush()
    return item


async def resettle(db: AsyncSession, actor: Actor, day: Day, now: datetime) -> None:
    """Bring every issue and answer of a day that changed to the day it now comes before.

    A step of moving, putting off and cancelling a day. What no day is planned for waits: an issue
    on the list, an answer without a day.
    """
    known = await days.of(db, actor, day.locality_id)
    for item in await days.every_item(db, actor, day.id):
        if item.state not in LIVE or item.issue_id is None:
            continue
        issue = await db.get_one(Issue, item.issue_id)
        if item.referral_id is not None:
            await _bring_answer(db, item, issue, next_of(known))
        else:
            await _bring_issue(db, actor, item, issue, (known, now))
    await db.flush()


async def settle_waiting(db: AsyncSession, actor: Actor, locality_id: UUID) -> None:
    """Bring the answers that wait for a day to the next one: a step of planning a day."""
    day = next_of(await days.of(db, actor, locality_id))
    waiting = select(AgendaItem, Issue).join(Issue, col(Issue.id) == AgendaItem.issue_id)
    here = waiting.where(col(Issue.locality_id) == locality_id, col(AgendaItem.day_id).is_(None))
    for item, issue in await db.execute(here.where(col(AgendaItem.state).in_(LIVE))):
        await _bring_answer(db, item, issue, day)
    await db.flush()


async def _bring_answer(db: AsyncSession, item: AgendaItem, issue: Issue, day: Day | None) -> None:
    if item.day_id == (day.id if day else None):
        return
    on = On(item, Case(issue.locality_id), facts=ItemFacts(day))
    await take(db, CLOCK, ITEM, "bring", on, day=str(day.id) if day else "")
    item.day_id = day.id if day else None


async def _bring_issue(
    db: AsyncSession,
    actor: Actor,
    item: AgendaItem,
    issue: Issue,
    calendar: tuple[Sequence[Day], datetime],
) -> None:
    known, now = calendar
    target = still_to_come(issue.received_at or now, known)
    if target is not None and target.id == item.day_id:
        return
    held = Held(issue, await issues.case(db, actor, issue))
    day = await db.get_one(Day, item.day_id)
    await take(db, CLOCK, ITEM, "carry_over", On(item, held.case, facts=ItemFacts(day)))
    await take(db, CLOCK, ISSUE, "unschedule", On(issue, held.case))
    await db.flush()
    if target is not None:
        on = On(issue, held.case, facts=IssueFacts(now, following=target))
        await take(db, CLOCK, ISSUE, "schedule", on, day=str(target.id))
        await bring(db, CLOCK, held, target, ItemKind.NOMINATED_ISSUE)


async def _before(db: AsyncSession, issue: Issue) -> UUID | None:
    """Find the item that an issue was carried over from and that nothing follows yet."""
    own = select(AgendaItem.id).where(
        col(AgendaItem.issue_id) == issue.id,
        col(AgendaItem.referral_id).is_(None),
        col(AgendaItem.state) == ItemState.CARRIED_OVER,
        col(AgendaItem.id).not_in(
            select(AgendaItem.carried_from).where(col(AgendaItem.carried_from).is_not(None))
        ),
    )
    found: UUID | None = await db.scalar(own.order_by(col(AgendaItem.id).desc()).limit(1))
    return found
