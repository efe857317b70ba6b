"""Reading single answers: a day, a time of day, a version. What cannot be read is said."""

import re
from datetime import date, time

from network.core.errors import Invalid
from network.web.asking.problems import Problem, Problems
from network.web.asking.typed import NOTHING, Typed

A_TIME = "Enter a time, like 2pm or 14:30."
A_DAY = "Enter a day, month and year, like 8 12 2026."
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_NAMED = {
    "noon": time(12),
    "12 noon": time(12),
    "midday": time(12),
    "12 midday": time(12),
    "midnight": time(0),
    "12 midnight": time(0),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def version(typed: Typed, name: str = "version") -> int:
    """Read which version somebody looked at; the form carries it along."""
    written = typed.one(name)
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Invalid("Open this page again, so that we know what you looked at.")
    return int(written)


def day(typed: Typed, name: str, sentence: str = A_DAY) -> date | None:
    """Read a day from its three boxes, or None when all were left blank."""
    boxes = [typed.one(f"{name}-{part}") for part in ("day", "month", "year")]
    if not any(boxes):
        return None
    try:
        return date(_year(boxes[2]), _month(boxes[1]), _whole(boxes[0]))
    except ValueError:
        raise Problems([Problem(name, sentence)]) from None


def typed_day(name: str, day: date | None) -> Typed:
    """Fill a day into its three boxes, as if somebody had typed it."""
    if day is None:
        return NOTHING
    boxes = {"day": day.day, "month": day.month, "year": day.year}
    return Typed({f"{name}-{part}": (str(number),) for part, number in boxes.items()})


def _whole(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 5):
        raise ValueError(written)
    return int(written)


def _month(written: str) -> int:
    named = written[:3].casefold()
    return MONTHS.index(named) + 1 if named in MONTHS else _whole(written)


def _year(written: str) -> int:
    year = _whole(written)
    return 2000 + year if year < 100 else year


def days(typed: Typed, name: str) -> list[date]:
    """Read several days from one line, like 24/12/2026, 31/12/2026."""
    found = []
    for written in re.split(r"[,;\n]", typed.one(name)):
        if boxes := re.split(r"[/.\s-]+", written.strip()) if written.strip() else []:
            try:
                number, month, year = boxes
                found.append(date(_year(year), _month(month), _whole(number)))
            except ValueError:
                raise Problems([Problem(name, "Enter dates, like 24/12/2026.")]) from None
    return found


def clock(typed: Typed, name: str) -> time | None:
    """Read a time of day as people write it, or None when it was left blank."""
    written = typed.one(name).casefold()
    if not written:
        return None
    if written in _NAMED:
        return _NAMED[written]
    found = _CLOCK.fullmatch(written)
    if found is None:
        raise Problems([Problem(name, A_TIME)])
    try:
        return time(_hour(int(found[1]), (found[3] or "")[:1]), int(found[2] or 0))
    except ValueError:
        raise Problems([Problem(name, A_TIME)]) from None


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half == "p" else 0)
