"""How a time repeats: a checked part of RFC 5545's RRULE, worked out day by day.

Only rules by the day, week, month or year are taken, and only the parts people use for meetings.
Each period is looked at once, so no rule costs more than the days it spans. (A general library
goes on looking for 30 February until the year 9999.) A test holds the answers to python-dateutil's.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from network.core.errors import Invalid

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_TIMES = 1000
MOST_APART = 366
_WHOLE = re.compile(r"[+-]?[0-9]{1,4}")


class Every(StrEnum):
    """What one period of a rule is."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, read. `weekdays` are (which of them, weekday), 0 for all: (1, 0) = first Monday.

    `until` is the last moment on the wall clock in London.
    """

    every: Every
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    weekdays: frozenset[tuple[int, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    positions: frozenset[int] = field(default_factory=frozenset)
    week_start: int = 0


def days(rule: Rule, first: date, since: date, upto: date) -> Iterator[date]:
    """List the days a rule falls on from `since` to `upto`, both included, earliest first.

    `first` is the day of the session's own start: the rule counts from there.
    """
    since = max(since, first)
    upto = min(upto, rule.until.date()) if rule.until else upto
    counted = 0
    # A rule that ends after so many times must be counted from its first day.
    for period in _periods(rule, first, first if rule.count else since, upto):
        for day in _falls(rule, first, period):
            if day > upto:
                return
            if day < first:
                continue
            counted += 1
            if day >= since:
                yield day
            if counted == rule.count:
                return


def _periods(rule: Rule, first: date, since: date, upto: date) -> Iterator[list[date]]:
    starts_at, nth = _PERIODS[rule.every]
    anchor = starts_at(first, rule.week_start)
    steps = max(0, _between(rule, anchor, since) // rule.interval)
    while True:
        try:
            period = nth(anchor, steps * rule.interval)
        except (OverflowError, ValueError):  # past the last year there is
            return
        if not period or period[0] > upto:
            return
        yield period
        steps += 1


def _between(rule: Rule, anchor: date, since: date) -> int:
    """Count whole periods from the anchor to a day, never too many."""
    if rule.every is Every.YEARLY:
        return since.year - anchor.year
    if rule.every is Every.MONTHLY:
        return (since.year - anchor.year) * 12 + since.month - anchor.month
    return (since - anchor).days // (7 if rule.every is Every.WEEKLY else 1)


def _falls(rule: Rule, first: date, period: list[date]) -> list[date]:
    """Pick the days of one period that the rule names."""
    weekdays, month_days, months = _with_defaults(rule, first)
    chosen = [
        day
        for day in period
        if (not months or day.month in months)
        and (not month_days or not month_days.isdisjoint(_numbers_in_month(day)))
        and (not weekdays or not weekdays.isdisjoint(_weekday_names(rule, day)))
    ]
    if not rule.positions:
        return chosen
    size = len(chosen)
    places = {p - 1 if p > 0 else size + p for p in rule.positions}
    return [day for place, day in enumerate(chosen) if place in places]


def _with_defaults(
    rule: Rule, first: date
) -> tuple[frozenset[tuple[int, int]], frozenset[int], frozenset[int]]:
    """Take from the first day what a rule leaves open (RFC 5545, 3.3.10)."""
    weekdays, month_days, months = rule.weekdays, rule.month_days, rule.months
    if weekdays or month_days or rule.every is Every.DAILY:
        return weekdays, month_days, months
    if rule.every is Every.WEEKLY:
        return frozenset({(0, first.weekday())}), month_days, months
    if rule.every is Every.YEARLY and not months:
        months = frozenset({first.month})
    return weekdays, frozenset({first.day}), months


def _numbers_in_month(day: date) -> tuple[int, int]:
    """Number a day from the start of its month and from the end (-1 is the last)."""
    return day.day, day.day - monthrange(day.year, day.month)[1] - 1


def _weekday_names(rule: Rule, day: date) -> tuple[tuple[int, int], ...]:
    """Name a day as a weekday: any, nth of its month or year, nth from the end."""
    weekday = day.weekday()
    if rule.every in {Every.DAILY, Every.WEEKLY}:
        return ((0, weekday),)
    if rule.every is Every.YEARLY and not rule.months:
        number = day.timetuple().tm_yday
        left = (date(day.year, 12, 31) - day).days
    else:
        number, left = day.day, monthrange(day.year, day.month)[1] - day.day
    return (0, weekday), ((number - 1) // 7 + 1, weekday), (-(left // 7) - 1, weekday)


def _day(anchor: date, n: int) -> list[date]:
    return [anchor + timedelta(days=n)]


def _week(anchor: date, n: int) -> list[date]:
    start = anchor + timedelta(weeks=n)
    return [start + timedelta(days=d) for d in range(7)]


def _month(anchor: date, n: int) -> list[date]:
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + n, 12)
    return [date(year, month + 1, d + 1) for d in range(monthrange(year, month + 1)[1])]


def _year(anchor: date, n: int) -> list[date]:
    start = date(anchor.year + n, 1, 1)
    return [start + timedelta(days=d) for d in range((date(start.year, 12, 31) - start).days + 1)]


def _week_of(day: date, week_start: int) -> date:
    back = (day.weekday() - week_start) % 7
    return day - timedelta(days=min(back, day.toordinal() - 1))


_PERIODS: dict[Every, tuple[Callable[[date, int], date], Callable[[date, int], list[date]]]] = {
    Every.DAILY: (lambda day, _: day, _day),
    Every.WEEKLY: (_week_of, _week),
    Every.MONTHLY: (lambda day, _: day.replace(day=1), _month),
    Every.YEARLY: (lambda day, _: day.replace(month=1, day=1), _year),
}


def read(text: str) -> Rule:
    """Read a rule such as `FREQ=WEEKLY;BYDAY=TU`, or say in a sentence what is wrong with it."""
    parts: dict[str, str] = {}
    for piece in text.strip().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = piece.strip().partition("=")
        name, value = name.upper(), value.strip().upper()
        if not equals or not value or name not in _KNOWN:
            raise _not_read(piece)
        if name in parts:
            raise Invalid(f"Say {name} once in how this time repeats.", field="schedule")
        parts[name] = value
    return _made(parts)


def _made(parts: dict[str, str]) -> Rule:
    every = _every(parts.get("FREQ", ""))
    if "COUNT" in parts and "UNTIL" in parts:
        raise Invalid("Say how many times or until when, not both.", field="schedule")
    if "BYSETPOS" in parts and every in {Every.DAILY, Every.WEEKLY}:
        # Libraries differ on the first week of such a rule, so nobody could rely on it.
        raise Invalid("A first or last day needs a rule by the month or year.", field="schedule")
    return Rule(
        every=every,
        interval=_number(parts.get("INTERVAL", "1"), 1, MOST_APART),
        count=_number(parts["COUNT"], 1, MOST_TIMES) if "COUNT" in parts else None,
        until=_moment(parts["UNTIL"]) if "UNTIL" in parts else None,
        weekdays=frozenset(_weekday(every, w) for w in _list(parts, "BYDAY")),
        month_days=frozenset(_either_end(n, 31) for n in _list(parts, "BYMONTHDAY")),
        months=frozenset(_number(n, 1, 12) for n in _list(parts, "BYMONTH")),
        positions=frozenset(_either_end(n, 366) for n in _list(parts, "BYSETPOS")),
        week_start=_weekday(Every.WEEKLY, parts.get("WKST", "MO"))[1],
    )


_KNOWN = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")
)


def _every(word: str) -> Every:
    if word in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise Invalid(
            "A time can repeat by the day, week, month or year, not more often.", field="schedule"
        )
    if word not in set(Every):
        raise Invalid("Say if it repeats by the day, week, month or year.", field="schedule")
    return Every(word)


def _list(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _number(text: str, least: int, most: int) -> int:
    if not _WHOLE.fullmatch(text):
        raise _not_read(text)
    number = int(text)
    if not least <= number <= most:
        raise Invalid(
            f"“{text}” does not fit how this time repeats: use {least} to {most}.", field="schedule"
        )
    return number


def _either_end(text: str, most: int) -> int:
    number = _number(text, -most, most)
    if number == 0:
        raise _not_read(text)
    return number


def _weekday(every: Every, text: str) -> tuple[int, int]:
    which, name = text[:-2], text[-2:]
    if name not in WEEKDAYS:
        raise _not_read(text)
    if which and every in {Every.DAILY, Every.WEEKLY}:
        raise Invalid(
            "A first or last weekday needs a rule by the month or year.", field="schedule"
        )
    return (_either_end(which, 53) if which else 0), WEEKDAYS.index(name)


def _moment(text: str) -> datetime:
    """Read UNTIL as London's wall clock; a bare date means all of that day."""
    try:
        if len(text) == 8:
            return datetime.combine(datetime.strptime(text, "%Y%m%d").date(), time.max)  # noqa: DTZ007  # wall clock
        if text.endswith("Z"):
            moment = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            return moment.astimezone(LONDON).replace(tzinfo=None)
        return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007  # wall clock
    except (ValueError, OverflowError):
        raise _not_read(text) from None


def _not_read(piece: str) -> Invalid:
    return Invalid(
        f"We cannot read “{piece[:40]}” in how this time repeats."
        " A weekly Tuesday is written FREQ=WEEKLY;BYDAY=TU",
        field="schedule",
    )
