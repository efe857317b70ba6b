"""Series: development days planned in one go, four a year unless somebody says otherwise."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.fields import public
from network.forum import days, scheduling, turns
from network.forum.calendar import works
from network.forum.dated import Day, DaySeries
from network.forum.day_steps import CLOCK, DAY, DayFacts
from network.forum.following import AHEAD
from network.forum.issues import Case
from network.forum.transitions import START, On, take

CLOSES = 14
"""Days before a day that its nominations close, unless said: an agenda is published then."""


class Planned(SQLModel):
    """Days as somebody plans them: the first, how many, how far apart, and their hours."""

    first: date = public()
    count: int = public(4, ge=1, le=12)
    months: int = public(3, ge=1, le=12)
    starts: time = public(time(10))
    ends: time = public(time(15))
    closes: int = public(CLOSES, ge=1, le=60)
    venue: str = public("", max_length=300)
    online: bool = public(False)
    capacity: int | None = public(None, ge=1, le=5000)


async def plan(
    db: AsyncSession, actor: Actor, locality_id: UUID, planned: Planned, now: datetime
) -> list[Day]:
    """Plan a series of days: the same weekday of its month each time, on days that offices work.

    Times are London's. Answers that waited for a day come onto the first one.
    """
    case = Case(locality_id)
    require(actor, Act.PLAN_DAY, case)
    _check(planned, now)
    await turns.wait(db, actor, locality_id)
    taken = {day.starts_at.astimezone(CLOCK).date() for day in await _ahead(db, actor, locality_id)}
    row = DaySeries.model_validate(
        planned.model_dump(include={"first", "count", "months"}),
        update={"locality_id": locality_id},
    )
    db.add(row)
    await db.flush()
    made = []
    for on in dates(planned):
        if on in taken:
            raise Invalid(f"There is a day on {on:%-d %B %Y} already.", field="first")
        day = _day(planned, on, row)
        await take(db, actor, DAY, "plan", On(day, case, facts=DayFacts(now)), series=str(row.id))
        db.add(day)
        made.append(day)
    await db.flush()
    await scheduling.settle_waiting(db, actor, locality_id)
    return made


def dates(planned: Planned) -> Iterator[date]:
    """Give the dates of a series: “the third Wednesday” of every so many months.

    Where that is a bank holiday, it is a week later.
    """
    which = (planned.first.day - 1) // 7
    for n in range(planned.count):
        month = planned.first.month - 1 + n * planned.months
        first = date(planned.first.year + month // 12, month % 12 + 1, 1)
        on = first + timedelta((planned.first.weekday() - first.weekday()) % 7 + 7 * min(which, 3))
        while not works(on):
            on += timedelta(7)
        yield on


async def _ahead(db: AsyncSession, actor: Actor, locality_id: UUID) -> list[Day]:
    return [day for day in await days.of(db, actor, locality_id) if day.state in AHEAD]


def _check(planned: Planned, now: datetime) -> None:
    if not works(planned.first):
        raise Invalid("Choose a day on which offices work.", field="first")
    if planned.starts >= planned.ends:
        raise Invalid("It ends after it starts.", field="ends")
    if planned.first <= now.astimezone(CLOCK).date() + timedelta(planned.closes):
        raise Invalid("Choose a later day: its nominations would be closed.", field="first")


def _day(planned: Planned, on: date, series: DaySeries) -> Day:
    starts = datetime.combine(on, planned.starts, CLOCK)
    closes = datetime.combine(on - timedelta(planned.closes), time(17), CLOCK)
    return Day(
        locality_id=series.locality_id,
        series_id=series.id,
        starts_at=starts,
        ends_at=datetime.combine(on, planned.ends, CLOCK),
        closes_at=closes,
        venue=planned.venue,
        online=planned.online,
        capacity=planned.capacity,
        state=START,
    )
