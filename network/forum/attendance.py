"""Who comes to a day, and what they need to take part: read by facilitators, then forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.access import Act, require, somebody
from network.core.actor import Actor
from network.core.errors import Conflict, Missing
from network.core.events import record
from network.core.fields import personal, public, special
from network.forum import days, visible
from network.forum.dated import Attendance, Day, DayState, Way

KEPT = timedelta(days=30)
"""How long after a day it is kept what somebody needed (forum.md, Development day)."""

FULL = "There is no place left. You can come by video or by phone."
OVER = "This day takes no more names."
OPEN = frozenset(
    {
        DayState.PLANNED,
        DayState.NOMINATIONS_OPEN,
        DayState.AGENDA_BUILDING,
        DayState.PUBLISHED,
        DayState.IN_PROGRESS,
    }
)


class Coming(SQLModel):
    """What somebody says when they say that they come."""

    way: Way = public(Way.IN_ROOM)
    needs: str = special("", max_length=600)
    named: bool = personal(False)


async def come(
    db: AsyncSession, actor: Actor, day_id: UUID, coming: Coming, now: datetime
) -> Attendance:
    """Say that one comes, how, and what one needs; said again, it takes the place of before."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.COME_TO_DAY, day)
    if day.state not in OPEN:
        raise Conflict(OVER)
    own = await _own(db, actor, day_id)
    if coming.way is Way.IN_ROOM and await _full(db, day, own):
        raise Conflict(FULL, field="way")
    if own is None:
        own = Attendance(day_id=day_id, person_id=somebody(actor), at=now)
        db.add(own)
    own.way, own.needs, own.named, own.coming = coming.way, coming.needs, coming.named, True
    record(db, actor, "attendance.said", day_id, way=coming.way.value)
    await db.flush()
    return own


async def stay_away(db: AsyncSession, actor: Actor, day_id: UUID) -> Attendance:
    """Say that one does not come after all. What one needed is forgotten at once."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.COME_TO_DAY, day)
    own = await _own(db, actor, day_id)
    if own is None:
        raise Missing("You had not said that you come.")
    own.coming, own.needs = False, ""
    record(db, actor, "attendance.taken_back", day_id)
    await db.flush()
    return own


async def note(db: AsyncSession, actor: Actor, attendance_id: UUID, *, came: bool) -> Attendance:
    """Write down that somebody was there, or was not. They may check the notes afterwards."""
    asked = visible.attendances(actor).where(col(Attendance.id) == attendance_id)
    found = await db.scalar(asked)
    if found is None:
        raise Missing("We cannot find that name.")
    require(actor, Act.PLAN_DAY, await days.held(db, actor, found.day_id))
    found.came = came
    record(db, actor, "attendance.noted", found.day_id, came=came)
    await db.flush()
    return found


async def listed(db: AsyncSession, actor: Actor, day_id: UUID) -> Sequence[Attendance]:
    """List who comes with what they need, for facilitators; anybody else finds their own."""
    query = visible.attendances(actor).where(col(Attendance.day_id) == day_id)
    return (await db.scalars(query.order_by(col(Attendance.id)))).all()


async def forget(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Erase what people needed at days that were 30 days ago, and say for how many."""
    require(actor, Act.FORGET)
    over = select(Day.id).where(col(Day.ends_at) < now - KEPT)
    old = col(Attendance.day_id).in_(over) & (col(Attendance.needs) != "")
    gone = await db.scalars(
        update(Attendance).where(old).values(needs="").returning(col(Attendance.id))
    )
    return len(gone.all())


async def _own(db: AsyncSession, actor: Actor, day_id: UUID) -> Attendance | None:
    mine = select(Attendance).where(col(Attendance.day_id) == day_id)
    found: Attendance | None = await db.scalar(
        mine.where(col(Attendance.person_id) == actor.person)
    )
    return found


async def _full(db: AsyncSession, day: Day, own: Attendance | None) -> bool:
    """Say whether the room is full for this person. Video and phone never are."""
    seated = col(Attendance.coming) & (col(Attendance.way) == Way.IN_ROOM)
    others = select(func.count()).where(col(Attendance.day_id) == day.id, seated)
    if own is not None:
        others = others.where(col(Attendance.id) != own.id)
    return day.capacity is not None and (await db.scalar(others) or 0) >= day.capacity
