"""How a time repeats: RFC 5545's RRULE, read and checked.

Only rules by the day, week, month or year are taken, and only the parts people use for meetings.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from network.core.errors import Invalid
from network.directory.parts import LONDON

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Every(StrEnum):
    """What one period of a rule is."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


def _weekday(text: str) -> tuple[int, int]:
    found = re.fullmatch("([+-]?[1-9][0-9]?)?([A-Z]{2})", text)
    if found is None:
        raise ValueError(text)
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _moment(text: str) -> datetime:
    """Read UNTIL as London's wall clock; a bare date means all of that day."""
    if not re.fullmatch("[0-9]{8}(T[0-9]{6}Z?)?", text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    if moment.year == 1:  # no clock in London then: it would fall before the first year there is
        raise ValueError(text)
    if moment.tzinfo:
        moment = moment.astimezone(LONDON).replace(tzinfo=None)
    return moment if "T" in text else datetime.combine(moment, time.max)


_Several = BeforeValidator(lambda text: text.split(","))
_Weekday = Annotated[tuple[int, int], BeforeValidator(_weekday)]
_MonthDay = Annotated[int, Field(ge=-31, le=31)]
_Month = Annotated[int, Field(ge=1, le=12)]
_Position = Annotated[int, Field(ge=-366, le=366)]


class Rule(BaseModel, frozen=True, extra="forbid"):
    """One rule, read. `weekdays` are (which of them, weekday), 0 for all: (1, 0) = first Monday.

    `until` is the last moment on the wall clock in London.
    """

    every: Every = Field(alias="FREQ")
    interval: int = Field(1, alias="INTERVAL", ge=1, le=366)
    count: int | None = Field(None, alias="COUNT", ge=1, le=1000)
    until: Annotated[datetime, BeforeValidator(_moment)] | None = Field(None, alias="UNTIL")
    weekdays: Annotated[frozenset[_Weekday], _Several] = Field(frozenset(), alias="BYDAY")
    month_days: Annotated[frozenset[_MonthDay], _Several] = Field(frozenset(), alias="BYMONTHDAY")
    months: Annotated[frozenset[_Month], _Several] = Field(frozenset(), alias="BYMONTH")
    positions: Annotated[frozenset[_Position], _Several] = Field(frozenset(), alias="BYSETPOS")
    week_start: Annotated[int, BeforeValidator(WEEKDAYS.index)] = Field(0, alias="WKST")


def read(text: str) -> Rule:
    """Read a rule such as `FREQ=WEEKLY;BYDAY=TU`, or say in a sentence what is wrong with it."""
    parts: dict[str, str] = {}
    for piece in "".join(text.upper().split()).removeprefix("RRULE:").rstrip(";").split(";"):
        name, _, value = piece.partition("=")
        if name in parts or not re.fullmatch("[A-Z0-9,+-]+", value):
            raise _not_read(piece)
        parts[name] = value
    try:
        rule = Rule.model_validate(parts)
    except ValidationError as wrong:
        name = str(wrong.errors()[0]["loc"][0])
        raise _not_read(f"{name}={parts.get(name, '')}", _SAID.get(name)) from None
    for refused, sentence in _refusals(rule):
        if refused:
            raise Invalid(sentence, field="schedule")
    return rule


_SAID = {
    "FREQ": "Say if it repeats by the day, week, month or year.",
    "INTERVAL": "It can be 1 to 366 days, weeks, months or years apart.",
    "COUNT": "It can happen 1 to 1000 times.",
}


def _refusals(rule: Rule) -> Iterator[tuple[bool, str]]:
    """Refuse what no meeting needs, and what libraries read differently or search long for."""
    daily, weekly = rule.every is Every.DAILY, rule.every is Every.WEEKLY
    which = {abs(n) for n, _ in rule.weekdays}
    in_month = rule.every is Every.MONTHLY or bool(rule.months)
    named = bool(rule.months or (daily and rule.weekdays))
    yield bool(rule.count and rule.until), "Say how many times or until when, not both."
    yield 0 in rule.month_days | rule.positions, "Days are counted from 1, or from -1 at the end."
    yield 0 in which and len(which) > 1, "Say of every weekday which one it is, or of none."
    yield (
        max(which, default=0) > (5 if in_month else 53),
        "No month or year has so many of a weekday.",
    )
    yield (
        (daily or weekly) and bool(rule.month_days or rule.positions or which - {0}),
        "A first or last day, or a day of the month, needs a rule by the month or year.",
    )
    yield (
        (daily or weekly) and named and rule.interval > (1 if daily else 4),
        "Leave out the months and weekdays, or let it repeat more often.",
    )


def _not_read(piece: str, sentence: str | None = None) -> Invalid:
    said = sentence or f"We cannot read “{piece[:40]}” in how this time repeats."
    return Invalid(f"{said} A weekly Tuesday is written FREQ=WEEKLY;BYDAY=TU", field="schedule")
