"""Changes of a day: it is moved, put off or cancelled, and everything on it finds its new day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.forum import days, reasons, scheduling
from network.forum.dated import LIVE, Day, DayFields
from network.forum.day_steps import DAY, ITEM, DayFacts, ItemFacts
from network.forum.transitions import On, take


@dataclass(frozen=True, slots=True)
class Change:
    """A day as it was seen, and why it changes."""

    version: int
    reason: str


async def move(
    db: AsyncSession, actor: Actor, day_id: UUID, change: tuple[Change, DayFields], now: datetime
) -> Day:
    """Give a day that is not settled yet another date, and look anew at what comes before it."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    why, fields = reasons.said(change[0].reason), change[1]
    _check(fields, now)
    await take(db, actor, DAY, "move", On(day, day, change[0].version, DayFacts(now)))
    await _dated(db, actor, day, fields, now)
    db.add(reasons.reason(actor, day_id, "move", why, now))
    await db.flush()
    return day


async def postpone(
    db: AsyncSession, actor: Actor, day_id: UUID, change: Change, now: datetime
) -> Day:
    """Put a day off, with no date yet. Its issues come before the day after it meanwhile."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    why = reasons.said(change.reason)
    await take(db, actor, DAY, "postpone", On(day, day, change.version, DayFacts(now)))
    db.add(reasons.reason(actor, day_id, "postpone", why, now))
    await scheduling.resettle(db, actor, day, now)
    return day


async def replan(
    db: AsyncSession, actor: Actor, day_id: UUID, version: int, dated: tuple[DayFields, datetime]
) -> Day:
    """Give a day that was put off its new date; it is open for issues. `dated`: that, and now."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    fields, now = dated
    _check(fields, now)
    await take(db, actor, DAY, "replan", On(day, day, version, DayFacts(now)))
    await _dated(db, actor, day, fields, now)
    await scheduling.settle_waiting(db, actor, day.locality_id)
    return day


async def cancel(
    db: AsyncSession, actor: Actor, day_id: UUID, change: Change, now: datetime
) -> Day:
    """Cancel a day. Every issue and answer on it finds its new day, or waits for one."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    why = reasons.said(change.reason)
    await take(db, actor, DAY, "cancel", On(day, day, change.version, DayFacts(now)))
    db.add(reasons.reason(actor, day_id, "cancel", why, now))
    await scheduling.resettle(db, actor, day, now)
    for item in await days.every_item(db, actor, day_id):
        if item.state in LIVE:
            await take(db, actor, ITEM, "withdraw", On(item, day, facts=ItemFacts(day)))
    await db.flush()
    return day


async def _dated(
    db: AsyncSession, actor: Actor, day: Day, fields: DayFields, now: datetime
) -> None:
    """Write a day's new date, and bring what is on it to where it now belongs."""
    for name in DayFields.model_fields:
        setattr(day, name, getattr(fields, name))
    await db.flush()
    await scheduling.resettle(db, actor, day, now)


def _check(fields: DayFields, now: datetime) -> None:
    if not fields.closes_at <= fields.starts_at < fields.ends_at:
        raise Invalid("Nominations close before it starts, and it ends after.", field="starts_at")
    if fields.closes_at <= now:
        raise Invalid("Choose a later day: its nominations would be closed.", field="closes_at")
