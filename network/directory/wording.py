"""Times in plain words, as a noticeboard would say them."""

from calendar import day_name, month_name
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from network.directory.recurrence import Every, Rule

WHICH = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    -1: "last",
    -2: "second last",
}
UNITS = {Every.DAILY: "day", Every.WEEKLY: "week", Every.MONTHLY: "month", Every.YEARLY: "year"}
WORKING_WEEK = (0, 1, 2, 3, 4)
UNUSUAL = "On some days"
"""What is said of a rule that no short sentence fits; the next dates stand beside it."""


def day(when: date) -> str:
    """Say a day: “Tuesday 6 January 2026”."""
    return f"{day_name[when.weekday()]} {date_words(when)}"


def date_words(when: date) -> str:
    """Say a date: “6 January 2026”."""
    return f"{when.day} {month_name[when.month]} {when.year}"


def hours(starts: time, minutes: int) -> str:
    """Say from when to when: “10am to 12 noon”."""
    if minutes == 24 * 60 and starts == time(0):
        return "all day and night"
    ends = datetime.combine(date(2000, 1, 1), starts) + timedelta(minutes=minutes)
    return f"{clock(starts)} to {clock(ends.time())}"


def clock(moment: time) -> str:
    """Say a time of day: “2pm”, “6.30pm”, “12 noon”, “midnight”."""
    if moment.minute == 0 and moment.hour in {0, 12}:
        return "12 noon" if moment.hour else "midnight"
    past = f".{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{past}{'am' if moment.hour < 12 else 'pm'}"


def repeats(rule: Rule, first: date) -> str:
    """Say how a time repeats: “Every 2 weeks on Friday”."""
    said = _SAY[rule.every](rule, first)
    if said is None:
        return UNUSUAL
    if rule.months and rule.every is not Every.YEARLY:
        said += f" in {listed(month_name[m] for m in sorted(rule.months))}"
    return said


def ends(rule: Rule) -> str:
    """Say when it stops repeating, if it does: “, until 31 March 2027”."""
    if rule.until:
        return f", until {date_words(rule.until.date())}"
    if rule.count:
        return f", {rule.count} times" if rule.count > 1 else ", once"
    return ""


def listed(words: Iterable[str]) -> str:
    """Join words as speech does: “Monday, Tuesday and Friday”."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def _every(rule: Rule) -> str:
    unit = UNITS[rule.every]
    return f"Every {unit}" if rule.interval == 1 else f"Every {rule.interval} {unit}s"


def _daily(rule: Rule, _: date) -> str | None:
    if rule.month_days:
        return None
    if not rule.weekdays:
        return _every(rule)
    return _weekly_on(_any_weekdays(rule)) if rule.interval == 1 else None


def _weekly(rule: Rule, first: date) -> str | None:
    if rule.month_days:
        return None
    weekdays = _any_weekdays(rule) or [first.weekday()]
    if rule.interval == 1:
        return _weekly_on(weekdays)
    return f"{_every(rule)} on {listed(day_name[w] for w in weekdays)}"


def _weekly_on(weekdays: Sequence[int]) -> str:
    if len(weekdays) == 7:
        return "Every day"
    if tuple(weekdays) == WORKING_WEEK:
        return "Monday to Friday"
    return f"Every {listed(day_name[w] for w in weekdays)}"


def _monthly(rule: Rule, first: date) -> str | None:
    which = _which_of_month(rule, first)
    if which is None:
        return None
    of = "the month" if rule.interval == 1 else f"every {rule.interval} months"
    return f"{which[0].upper()}{which[1:]} of {of}"


def _which_of_month(rule: Rule, first: date) -> str | None:
    if rule.month_days and rule.weekdays:
        return None
    if rule.weekdays:
        return _which_weekdays(rule)
    if rule.positions:
        return None
    return _which_days(sorted(rule.month_days) or [first.day])


def _which_weekdays(rule: Rule) -> str | None:
    numbered = {n for n, _ in rule.weekdays}
    if rule.positions and numbered == {0}:
        numbered = set(rule.positions)
        weekdays = _any_weekdays(rule)
        name = "weekday" if tuple(weekdays) == WORKING_WEEK else _only(weekdays)
    else:
        name = None if rule.positions else _only(sorted({w for _, w in rule.weekdays}))
    if name is None or not numbered <= set(WHICH):
        return None
    return f"{listed(WHICH[n] for n in sorted(numbered, key=_in_month_order))} {name}"


def _only(weekdays: Sequence[int]) -> str | None:
    return day_name[weekdays[0]] if len(weekdays) == 1 else None


def _in_month_order(number: int) -> int:
    return number if number > 0 else 100 + number


def _which_days(numbers: Sequence[int]) -> str | None:
    if list(numbers) == [-1]:
        return "last day"
    if any(n < 0 for n in numbers):
        return None
    return "the " + listed(ordinal(n) for n in numbers)


def ordinal(number: int) -> str:
    """Say a day of the month: “21st”."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in {11, 12, 13} else ending}"


def _yearly(rule: Rule, first: date) -> str | None:
    if rule.weekdays or rule.positions or len(rule.months) > 1 or len(rule.month_days) > 1:
        return None
    number = next(iter(rule.month_days), first.day)
    if number < 0 or (rule.month_days and not rule.months):
        return None
    month = next(iter(rule.months), first.month)
    return f"{_every(rule)} on {number} {month_name[month]}"


def _any_weekdays(rule: Rule) -> list[int]:
    return sorted(weekday for _, weekday in rule.weekdays)


_SAY = {
    Every.DAILY: _daily,
    Every.WEEKLY: _weekly,
    Every.MONTHLY: _monthly,
    Every.YEARLY: _yearly,
}
