"""When it happens, asked in plain words: how often, which days, from when to when.

A time that repeats in a way these questions have no words for is shown, and may be left as it is.
"""

import json
from calendar import day_name
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from network.core.errors import Refusal
from network.core.filling import fill
from network.directory import recurrence, schedule, wording
from network.directory.parts import LONDON, Session
from network.directory.recurrence import WEEKDAYS, Every, Rule
from network.web.asking import fields, given
from network.web.asking.fields import Field, Option
from network.web.asking.problems import Problem, Problems, all_of
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around
from network.web.views.hosts.plain import Text
from network.web.views.hosts.rows import Rows

NAME = "schedule"
OFTEN = (
    Option("", "Choose one"),
    Option("week", "Every week"),
    Option("fortnight", "Every 2 weeks"),
    Option("month", "Once a month, like the second Tuesday"),
    Option("last", "Once a month, like the last Friday"),
    Option("once", "Just once"),
)
KEEP = "keep"
DAYS = tuple(Option(c, day_name[n]) for n, c in enumerate(WEEKDAYS))
BANK = (
    Option("", "We have not said"),
    Option("yes", "Yes, it happens then too"),
    Option("no", "No, not then"),
)
PARTS = ("often", "days", "first-day", "first-month", "first-year", "from", "to", "off", KEEP)


def _one(around: Around, n: int) -> Sequence[Field]:  # noqa: ARG001  # they are called alike
    return [
        fields.choose("often", "How often?", OFTEN),
        fields.many("days", "Which days?", DAYS, "For a time that comes every week.", small=True),
        fields.day(
            "first",
            "First or next date",
            "You can leave this blank if it is every week. For example, 8 12 2026.",
        ),
        fields.pair(
            fields.text("from", "Starts at", "Like 2pm.", width=10),
            fields.text("to", "Ends at", "Like 4pm.", width=10),
        ),
        fields.fold(
            "Bank holidays, and dates it does not happen",
            fields.choose("bank", "On bank holidays?", BANK),
            fields.text("off", "Dates it does not happen", "Like 24/12/2026, 31/12/2026."),
        ),
    ]


ROWS = Rows(NAME, PARTS, "often", _one, "Time", "Add another time", shown=1, most=7)


class Times:
    """When it happens: some times, each with how it repeats."""

    names = (NAME,)

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:
        """Give the fields of each time; one left as it is says what it is now."""
        asked = [_kept(f, typed) if f.within else f for f in ROWS.fields(around, typed)]
        return [*asked, fields.hidden(f"{NAME}-today", around.known.today.isoformat())]

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Put each time into its fields."""
        return {
            f"{NAME}-{n}-{part}": value
            for n, one in enumerate(text.get(NAME) or ())
            for part, value in _filled(one).items()
        }

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Take the times out of their fields, or say all that is missing at once."""
        found: list[dict[str, Any]] = []
        wrong: list[Problem] = []
        for n in ROWS.there(typed):
            try:
                found.append(_read(typed, f"{NAME}-{n}-"))
            except Problems as problems:
                wrong += problems.found
        if wrong:
            raise Problems(wrong)
        return {NAME: found}

    def place(self, path: str, typed: Typed) -> str:
        """Find the field of a path."""
        return ROWS.place(path.replace(".starts", ".first"), typed)


TIMES = Times()


def _kept(row: Field, typed: Typed) -> Field:
    """Let a time that has no words here stay as it is."""
    name = row.within[0].name.removesuffix("often")
    said = _stands(typed.one(f"{name}{KEEP}"))
    if not said:
        return row
    options = [Option(KEEP, f"Leave it: {said}"), *OFTEN[1:]]
    often = fields.choose(f"{name}often", "How often?", options)
    kept = fields.hidden(f"{name}{KEEP}", typed.one(f"{name}{KEEP}"))
    return fields.row(row.label, [often, *row.within[1:], kept])


def _stands(kept: str) -> str:
    """Say a time that was sent along in words; nothing, if it is none of ours."""
    try:
        return schedule.words(fill(Session, json.loads(kept)))
    except (Refusal, ValueError, TypeError, OverflowError):
        return ""


def _filled(one: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    session = Session.model_validate(dict(one))
    starts = session.starts.astimezone(LONDON)
    ends = (datetime.combine(starts, starts.time()) + timedelta(minutes=session.minutes)).time()
    often, days = _said(session, starts.date())
    kept = {KEEP: (json.dumps(dict(one)),)} if often == KEEP else {}
    bank = {True: "yes", False: "no", None: ""}[session.on_bank_holidays]
    return kept | {
        "often": (often,),
        "days": days,
        "first-day": (str(starts.day),),
        "first-month": (str(starts.month),),
        "first-year": (str(starts.year),),
        "from": (wording.clock(starts.time()),),
        "to": (wording.clock(ends),),
        "bank": (bank,),
        "off": (", ".join(f"{d.day}/{d.month}/{d.year}" for d in session.except_on),),
    }


def _said(session: Session, first: date) -> tuple[str, tuple[str, ...]]:
    """Say how a time repeats in the words of the form, with its days."""
    if session.rule is None:
        return "once", ()
    rule = recurrence.read(session.rule)
    numbers = {n for n, _ in rule.weekdays}
    days = tuple(WEEKDAYS[w] for _, w in sorted(rule.weekdays)) or (WEEKDAYS[first.weekday()],)
    if rule.count or rule.until or rule.months or rule.month_days or rule.positions:
        return KEEP, ()
    if rule.every is Every.WEEKLY and numbers <= {0} and rule.interval in {1, 2}:
        return ("week" if rule.interval == 1 else "fortnight"), days
    if _is_of_the_month(rule, first):
        return ("last" if numbers == {-1} else "month"), ()
    return KEEP, ()


def _is_of_the_month(rule: Rule, first: date) -> bool:
    if rule.every is not Every.MONTHLY or rule.interval != 1 or len(rule.weekdays) != 1:
        return False
    ((number, weekday),) = rule.weekdays
    return weekday == first.weekday() and number in {-1, (first.day + 6) // 7}


def _read(typed: Typed, name: str) -> dict[str, Any]:
    often = typed.one(f"{name}often")
    if often == KEEP and _stands(typed.one(f"{name}{KEEP}")):
        return dict(json.loads(typed.one(f"{name}{KEEP}")))
    rule = _RULES.get(often)
    if rule is None:
        raise Problems([Problem(f"{name}often", "Choose how often it happens.")])
    days = [d for d in typed.many(f"{name}days") if d in WEEKDAYS]
    first, (begins, minutes), off = all_of(
        lambda: _first(typed, name, days),
        lambda: _hours(typed, name),
        lambda: given.days(typed, f"{name}off"),
    )
    bank = typed.one(f"{name}bank")
    return {
        "starts": datetime.combine(first, begins).isoformat(),
        "minutes": minutes,
        "rule": rule(first, days or [WEEKDAYS[first.weekday()]]),
        "except_on": [d.isoformat() for d in off],
        "on_bank_holidays": {"yes": True, "no": False}.get(bank),
    }


def _first(typed: Typed, name: str, days: Sequence[str]) -> date:
    weekly = typed.one(f"{name}often") == "week"
    first = given.day(typed, f"{name}first")
    if first is None and weekly and days:
        return _next(_today(typed), days)
    if first is None:
        sentence = "Choose the days." if weekly else "Enter the first or next date."
        raise Problems([Problem(f"{name}{'days' if weekly else 'first'}", sentence)])
    return first


def _hours(typed: Typed, name: str) -> tuple[time, int]:
    begins, ends = given.clock(typed, f"{name}from"), given.clock(typed, f"{name}to")
    missing = [(begins, "from", "Say when it starts, like 2pm."), (ends, "to", "Say when it ends.")]
    if begins is None or ends is None:
        raise Problems([Problem(f"{name}{p}", said) for at, p, said in missing if at is None])
    try:
        return begins, schedule.lasting(begins, ends)
    except Refusal as slip:
        raise Problems([Problem(f"{name}to", slip.sentence)]) from None


def _today(typed: Typed) -> date:
    try:
        return date.fromisoformat(typed.one(f"{NAME}-today"))
    except ValueError:
        raise Problems([Problem(NAME, "Enter the first or next date.")]) from None


def _next(today: date, days: Sequence[str]) -> date:
    ahead = (today + timedelta(days=n) for n in range(7))
    return next(day for day in ahead if WEEKDAYS[day.weekday()] in days)


def _weekly(interval: str) -> Callable[[date, Sequence[str]], str]:
    return lambda _, days: f"FREQ=WEEKLY;{interval}BYDAY={','.join(days)}"


def _monthly(first: date, _: Sequence[str]) -> str:
    return f"FREQ=MONTHLY;BYDAY={(first.day + 6) // 7}{WEEKDAYS[first.weekday()]}"


_RULES: Mapping[str, Callable[[date, Sequence[str]], str | None]] = {
    "week": _weekly(""),
    "fortnight": _weekly("INTERVAL=2;"),
    "month": _monthly,
    "last": lambda first, _: f"FREQ=MONTHLY;BYDAY=-1{WEEKDAYS[first.weekday()]}",
    "once": lambda *_: None,
}
"""How each answer is written as a rule (RFC 5545), from the first date and the days."""
