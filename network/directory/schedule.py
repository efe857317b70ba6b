"""When an offer happens: its next dates, its part of the day, and the same in plain words.

All times are London's wall clock: a weekly 2pm stays 2pm when the clocks change.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from itertools import dropwhile, groupby, islice, takewhile
from typing import Literal, Protocol

from dateutil import rrule
from holidays import country_holidays

from network.core.errors import Invalid
from network.directory import recurrence, wording
from network.directory.parts import FIRST_YEAR, LAST_YEAR, LONDON, YEARS, Session
from network.directory.recurrence import Every, Rule
from network.directory.tables import OfferState

MOST_SESSIONS = 40
FURTHEST = timedelta(days=5 * 366)
"""How far ahead dates are worked out, whatever is asked."""
ONE_DAY = timedelta(days=1)
TEN_YEARS = timedelta(days=3653)
SIGNIFICANT = timedelta(hours=1)
LONGEST_NIGHT = timedelta(hours=16)
FREQUENCIES: dict[Every, Literal[0, 1, 2, 3]] = {
    Every.DAILY: rrule.DAILY,
    Every.WEEKLY: rrule.WEEKLY,
    Every.MONTHLY: rrule.MONTHLY,
    Every.YEARLY: rrule.YEARLY,
}
AGES = 19 * 400
"""Years. dateutil looks for a day that never comes (30 February) until the year 9999, whatever the
last day it is given. The calendar is the same every 400 years, so it is asked this far ahead, where
that end is near: it gives up after some 400 years, not 8000, and years up to 2399 are answered."""

PARTS = (
    ("overnight", time(22), time(5)),
    ("morning", time(5), time(12)),
    ("afternoon", time(12), time(17)),
    ("evening", time(17), time(22)),
)
"""The parts of a day (codes of the taxonomy's `when`): from, until."""

OFFICIAL = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}
"""The library's name → the name on GOV.UK."""


def occurrences(
    sessions: Sequence[Session], after: datetime, until: datetime, most: int = 100
) -> list[datetime]:
    """List when it happens from one moment to another, earliest first, each moment once.

    Leaves out excepted days, and bank holidays where a session says it does not meet on them.
    Looks at most five years ahead. Raises Invalid for a rule that cannot be read.
    """
    after, until = after.astimezone(UTC), min(until, after + FURTHEST).astimezone(UTC)
    moments = merge(*(_moments(s, after, until) for s in sessions))
    within = (m.astimezone(LONDON) for m, _ in groupby(moments) if after <= m <= until)
    return list(islice(within, most))


class Lived(Protocol):
    """What an offer says of its life that its dates depend on."""

    @property
    def schedule(self) -> Sequence[Session]: ...
    @property
    def state(self) -> str: ...
    @property
    def back_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


def ahead(offer: Lived, now: datetime, until: datetime, most: int = 100) -> list[datetime]:
    """List when an offer happens: not during a break, not after its last day, not when it ended.

    While nobody has said when a break is over, it does not happen at all.
    """
    if offer.state == OfferState.ENDED:
        return []
    if offer.state == OfferState.PAUSED:
        if offer.back_on is None:
            return []
        now = max(now, _midnight(offer.back_on))
    if offer.ends_on:
        until = min(until, _midnight(offer.ends_on + ONE_DAY))
    return occurrences(offer.schedule, now, until, most)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON)


def _moments(session: Session, after: datetime, until: datetime) -> Iterator[datetime]:
    """Give one session's moments in UTC, with a day to spare at both ends."""
    since, last = after.date() - ONE_DAY, until.replace(tzinfo=None) + ONE_DAY
    for wall in _walls(session, since, last):
        # An hour that the clocks skip in spring is read as the hour after it (RFC 5545, 3.3.5).
        yield wall.replace(tzinfo=LONDON).astimezone(UTC)


def _walls(session: Session, since: date, until: datetime) -> Iterator[datetime]:
    starts = session.starts.astimezone(LONDON)
    clock = starts.time().replace(fold=0)
    if session.rule is None:
        chosen: Iterator[date] = iter([starts.date()] if starts.date() >= since else [])
    else:
        rule = recurrence.read(session.rule)
        until = min(until, rule.until) if rule.until else until
        chosen = _days(rule, starts.date(), since, until.date())
    for day in chosen:
        if _happens(session, day) and datetime.combine(day, clock) <= until:
            yield datetime.combine(day, clock)


def _days(rule: Rule, first: date, since: date, upto: date) -> Iterator[date]:
    """List the days of a rule that counts from its first day, from `since` to `upto` included."""
    start = _skipped(rule, first, since)
    chosen = rrule.rrule(
        FREQUENCIES[rule.every],
        start.replace(year=start.year + AGES),
        interval=rule.interval,
        wkst=rule.week_start,
        count=rule.count,
        byweekday=[rrule.weekday(day, n or None) for n, day in rule.weekdays] or None,
        bymonthday=rule.month_days or None,
        bymonth=rule.months or None,
        bysetpos=rule.positions or None,
    )
    near = (moment.date().replace(year=moment.year - AGES) for moment in chosen)
    return takewhile(lambda day: day <= upto, dropwhile(lambda day: day < since, near))


def _skipped(rule: Rule, first: date, since: date) -> date:
    """Start a rule that began long ago a whole number of its steps later, unless it counts."""
    if rule.count or rule.every not in {Every.DAILY, Every.WEEKLY}:
        return first
    step = rule.interval * (ONE_DAY if rule.every is Every.DAILY else timedelta(weeks=1))
    return first + max(0, (since - first) // step) * step


def _happens(session: Session, day: date) -> bool:
    if day in session.except_on:
        return False
    return session.on_bank_holidays is not False or bank_holiday(day) is None


def bank_holiday(day: date) -> str | None:
    """Name England's bank holiday of a day, or None (source: the `holidays` package)."""
    name = _bank_holidays(day.year).get(day)
    if name is None:
        return None
    base, observed, _ = name.partition(" (observed)")
    return OFFICIAL.get(base, base) + (" (substitute day)" if observed else "")


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> dict[date, str]:
    return dict(country_holidays("GB", subdiv="ENG", years=year, language="en_GB"))


def times(sessions: Sequence[Session]) -> set[str]:
    """Say in which parts of the day and week it happens, in codes of the taxonomy's `when`.

    A part counts when a session starts in it or spends an hour or more in it. `this_week` is for
    whoever knows today's date; bank holidays count only where a session says it meets on them.
    """
    found: set[str] = set()
    for session in sessions:
        found |= _parts(session.starts.astimezone(LONDON), timedelta(minutes=session.minutes))
        if session.on_bank_holidays:
            found.add("holidays")
        if _at_weekend(session):
            found.add("weekend")
    return found


def _parts(starts: datetime, lasts: timedelta) -> set[str]:
    begin = timedelta(hours=starts.hour, minutes=starts.minute)
    found = set()
    for code, opens, closes in PARTS:
        first = timedelta(hours=opens.hour)
        length = timedelta(hours=(closes.hour - opens.hour) % 24)
        for day in (-1, 0, 1):
            low = first + timedelta(days=day)
            shared = min(begin + lasts, low + length) - max(begin, low)
            if low <= begin < low + length or shared >= SIGNIFICANT:
                found.add(code)
    return found


def _at_weekend(session: Session) -> bool:
    starts = session.starts.astimezone(LONDON)
    lasts = timedelta(minutes=session.minutes - 1)
    year = starts.replace(tzinfo=None) + timedelta(days=366)
    walls = islice(_walls(session, starts.date(), year), 400)
    return any({wall.weekday(), (wall + lasts).weekday()} & {5, 6} for wall in walls)


def words(session: Session) -> str:
    """Say a session in plain words: “Every Tuesday, 2pm to 4pm”."""
    starts = session.starts.astimezone(LONDON)
    hours = wording.hours(starts.time(), session.minutes)
    if session.rule is None:
        return f"{wording.day(starts.date())}, {hours}"
    rule = recurrence.read(session.rule)
    return f"{wording.repeats(rule, starts.date())}, {hours}{wording.ends(rule)}"


def check(sessions: Sequence[Session]) -> None:
    """Refuse times we could not show: a rule we cannot read, or one that never comes true."""
    if len(sessions) > MOST_SESSIONS:
        raise Invalid(
            f"List at most {MOST_SESSIONS} times. You have {len(sessions)}.", field="schedule"
        )
    for session in sessions:
        _check_year(session.starts.astimezone(LONDON).year)
        starts = session.starts.astimezone(LONDON)
        ahead = starts.replace(tzinfo=None) + TEN_YEARS
        if next(_walls(session, starts.date(), ahead), None) is None:
            raise Invalid(
                f"The time that starts on {wording.day(starts.date())} never happens."
                " Change how it repeats, when it ends, or the days left out.",
                field="schedule",
            )


def check_ahead(before: Sequence[Session], after: Sequence[Session], today: date) -> None:
    """Refuse a single date that is over, unless it stood there before: then nobody typed it now."""
    for n, session in enumerate(after):
        over = session.rule is None and session.starts.astimezone(LONDON).date() < today
        if over and session not in before:
            raise Invalid(
                "This date is in the past. Enter a date from today on.",
                field=f"schedule.{n}.starts",
            )


def lasting(begins: time, ends: time) -> int:
    """Say how many minutes it is from one time of day to the next time it is another.

    Up to 16 hours it may go past midnight, and from a time to the same is a day and a night.
    Refuses what is longer: that is a slip, like 2pm to 1pm.
    """
    lasts = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    if lasts > 0:
        return lasts
    if lasts < 0 and timedelta(days=1, minutes=lasts) > LONGEST_NIGHT:
        raise Invalid("This is before it starts. Enter when it ends, like 4pm.", field="ends")
    return lasts + 24 * 60


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(YEARS, field="schedule")
