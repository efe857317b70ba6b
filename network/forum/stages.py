"""Stages of a development day: from open for issues to its notes agreed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Missing
from network.forum import calendar, days, reasons
from network.forum.dated import Attendance, Day, DayState
from network.forum.day_steps import DAY, DayFacts, available, planned
from network.forum.following import AHEAD
from network.forum.transitions import Offered, On, take


async def offered(db: AsyncSession, actor: Actor, day_id: UUID, now: datetime) -> list[Offered]:
    """List what may be done with a day now, and why the rest may not."""
    day = await days.get(db, actor, day_id)
    return DAY.offered(day, actor, day, await _facts(db, actor, day, now))


async def open_nominations(
    db: AsyncSession, actor: Actor, day_id: UUID, version: int, now: datetime
) -> Day:
    """Open a day for issues. After the first one it happens by itself when a day is held."""
    return await _step(db, actor, day_id, ("open_nominations", version), now)


async def close_nominations(
    db: AsyncSession, actor: Actor, day_id: UUID, version: int, now: datetime
) -> Day:
    """Close a day for issues, once its time is over: its agenda is built now."""
    return await _step(db, actor, day_id, ("close_nominations", version), now)


async def confirm_access(
    db: AsyncSession, actor: Actor, day_id: UUID, version: int, now: datetime
) -> Day:
    """Say that what people need to take part is arranged."""
    day = await _step(db, actor, day_id, ("confirm_access", version), now)
    day.access_confirmed = True
    await db.flush()
    return day


async def publish(
    db: AsyncSession, actor: Actor, day_id: UUID, said: tuple[int, str], now: datetime
) -> Day:
    """Publish the agenda. `said`: the version seen, and why the parts are longer than the day."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    version, too_long = said
    known = await _facts(db, actor, day, now, too_long.strip())
    over = max(planned(known.items) - available(day), 0)
    await take(db, actor, DAY, "publish", On(day, day, version, known), over=over)
    day.published_at = now
    if over:
        db.add(reasons.reason(actor, day.id, "publish", reasons.said(too_long), now))
    await db.flush()
    return day


async def start(db: AsyncSession, actor: Actor, day_id: UUID, version: int, now: datetime) -> Day:
    """Start a day, on its own date."""
    day = await _step(db, actor, day_id, ("start", version), now)
    day.started_at = now
    await db.flush()
    return day


async def appoint(
    db: AsyncSession, actor: Actor, day_id: UUID, version: int, attendance_id: UUID
) -> Day:
    """Name who writes down what is said on a day: somebody who comes."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    own = select(Attendance).where(col(Attendance.id) == attendance_id)
    if await db.scalar(own.where(col(Attendance.day_id) == day_id)) is None:
        raise Missing("We cannot find that name.", field="scribe")
    await take(db, actor, DAY, "appoint", On(day, day, version))
    day.scribe = attendance_id
    await db.flush()
    return day


async def hold(db: AsyncSession, actor: Actor, day_id: UUID, version: int, now: datetime) -> Day:
    """Close a day that was held. The next one's nominations open by themselves."""
    day = await _step(db, actor, day_id, ("hold", version), now)
    day.held_at = now
    after = [d for d in await days.of(db, actor, day.locality_id) if d.state in AHEAD]
    if after and after[0].state == DayState.PLANNED:
        on = On(after[0], after[0], facts=DayFacts(now))
        await take(db, actor, DAY, "open_nominations", on)
    await db.flush()
    return day


async def show_notes(
    db: AsyncSession, actor: Actor, day_id: UUID, version: int, now: datetime
) -> Day:
    """Show the notes to those who came, to check them for 10 working days."""
    day = await _step(db, actor, day_id, ("show_notes", version), now)
    day.for_check_at = now
    await db.flush()
    return day


async def confirm(db: AsyncSession, actor: Actor, day_id: UUID, version: int, now: datetime) -> Day:
    """Say that the notes are agreed, once people had time to check them. They never change then."""
    return await _step(db, actor, day_id, ("confirm", version), now)


async def by_clock(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Close the nominations of every day whose time for them is over, and say of how many."""
    require(actor, Act.FOLLOW_ISSUE)
    due = select(Day).where(col(Day.state) == DayState.NOMINATIONS_OPEN, col(Day.closes_at) <= now)
    found = (await db.scalars(due.order_by(col(Day.locality_id), col(Day.id)))).all()
    for seen in found:
        day = await days.held(db, actor, seen.id)
        if day.state == DayState.NOMINATIONS_OPEN and day.closes_at <= now:
            await take(db, actor, DAY, "close_nominations", On(day, day, facts=DayFacts(now)))
    await db.flush()
    return len(found)


async def _step(
    db: AsyncSession, actor: Actor, day_id: UUID, step: tuple[str, int], now: datetime
) -> Day:
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    name, version = step
    known = await _facts(db, actor, day, now)
    await take(db, actor, DAY, name, On(day, day, version, known))
    await db.flush()
    return day


async def _facts(
    db: AsyncSession, actor: Actor, day: Day, now: datetime, too_long: str = ""
) -> DayFacts:
    others = await days.of(db, actor, day.locality_id)
    since = day.for_check_at
    passed = calendar.between(calendar.day_of(since), calendar.day_of(now)) if since else 0
    return DayFacts(
        now=now,
        items=await days.every_item(db, actor, day.id),
        too_long=too_long,
        working_days=passed,
        other_in_progress=any(d.id != day.id and d.state == DayState.IN_PROGRESS for d in others),
    )
