"""Counts of people and of what they look for: shown so that no number tells of anybody.

The one place for this rule. Counts of offers and organisations are free. The rule: 0 as 0, 1 to 7
as "fewer than 8", else to the nearest 5 (taxonomy, disclosure_control; method: NHS Digital 2018).
Totals are worked out from true counts and then rounded; buckets are calendar quarters.
"""

from datetime import date

FEWEST = 8
STEP = 5


def rounded(count: int) -> int | None:
    """Give a count as it may be told, or None where it is too small to be told."""
    if count < 0:
        raise ValueError(count)
    if 0 < count < FEWEST:
        return None
    return STEP * ((count + STEP // 2) // STEP)


def shown(count: int) -> str:
    """Say a count: “0”, “fewer than 8”, “about 210”."""
    told = rounded(count)
    if told is None:
        return f"fewer than {FEWEST}"
    return f"about {told:,}" if told else "0"


def quarter(day: date) -> date:
    """Give the first day of the calendar quarter a day lies in: no bucket is smaller."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
