"""The rungs of the freshness ladder: when a listing's hosts are asked, and when others are.

Pure. Design of the directory, Freshness; the friendly first letter and the call by a person are
those of the pages (B.5, 2: days 80 and 150 of 90).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from network.directory import freshness


class Rung(StrEnum):
    """How far a listing has come that nobody has given their word for.

    Soon, due, again two weeks later, and late a month after that it was due: then its page says
    “Not checked lately”. Another month, and somebody had better call. Doubted: it says so
    earlier, because people told us that it is wrong.
    """

    SOON = "soon"
    DUE = "due"
    AGAIN = "again"
    LATE = "late"
    CALL = "call"
    DOUBTED = "doubted"


SOONEST = timedelta(days=10)
SOON_BY = {1: timedelta(days=3), 3: SOONEST, 6: SOONEST, 12: SOONEST}
"""How long before it is due the first letter comes, by the months of the host's own rhythm."""

AGAIN_AFTER = timedelta(days=14)

LEADS = frozenset({Rung.SOON, Rung.DUE, Rung.AGAIN})
"""Asked of whoever leads. From then on all hosts are asked, and the stewards are told."""

SHOWN = frozenset({Rung.LATE, Rung.CALL})
"""The page says “Not checked lately” by the calendar alone."""


def moments(confirmed_at: datetime, rhythm_months: int) -> Mapping[Rung, datetime]:
    """Give when a listing comes to each rung of the calendar, in order."""
    due = freshness.due_at(confirmed_at, rhythm_months)
    late = freshness.stale_at(due)
    return {
        Rung.SOON: due - SOON_BY[rhythm_months],
        Rung.DUE: due,
        Rung.AGAIN: due + AGAIN_AFTER,
        Rung.LATE: late,
        Rung.CALL: freshness.stale_at(late),
    }


def reached(
    confirmed_at: datetime, rhythm_months: int, stale_at: datetime | None, now: datetime
) -> Sequence[Rung]:
    """Give the rungs a listing has come to by now, in order; doubt, if any, is the last.

    `stale_at`: from when its page says “Not checked lately”, by the calendar or by reports.
    """
    known = moments(confirmed_at, rhythm_months)
    trodden = [rung for rung, at in known.items() if at <= now]
    if stale_at is not None and stale_at <= now and stale_at < known[Rung.LATE]:
        trodden.append(Rung.DOUBTED)
    return trodden


def told(trodden: Sequence[Rung], before: frozenset[Rung]) -> Rung | None:
    """Say which rung is told of: the highest new one; those that were slept through are not.

    But hosts are asked before somebody calls them. Doubt comes before asking once more, not after
    the calendar says the same.
    """
    new = [rung for rung in trodden if rung not in before]
    if Rung.DOUBTED in new and SHOWN.isdisjoint(trodden):
        return Rung.DOUBTED
    asking = [rung for rung in new if rung not in {Rung.DOUBTED, Rung.CALL}]
    return asking[-1] if asking else Rung.CALL if Rung.CALL in new else None
