"""How fresh a listing is: only somebody's word makes it so, and it lapses by the calendar."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from network.core.errors import Invalid
from network.directory.parts import LONDON

RHYTHMS = (1, 3, 6, 12)
"""How often a host may choose to be asked, in months; 3 unless they choose."""
SPACE_HOLDS = timedelta(days=60)
ENOUGH, STAND = 2, timedelta(days=14)
"""How many independent reports lower a listing, and how long each has stood unanswered by then."""


class Freshness(StrEnum):
    """How sure a listing is, in the codes of the taxonomy's `freshness`."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    UNCONFIRMED = "unconfirmed"


def due_at(confirmed_at: datetime, rhythm_months: int) -> datetime:
    """Say when a listing is to be checked again.

    An offer is fresh until the host's own rhythm of 1, 3, 6 or 12 calendar months has passed
    (design of the directory, Freshness). The 31st becomes the last day of a shorter month.
    """
    if rhythm_months not in RHYTHMS:
        raise Invalid("Choose to be asked every 1, 3, 6 or 12 months.", field="rhythmMonths")
    return _months_later(confirmed_at, rhythm_months)


def stale_at(due_at: datetime) -> datetime:
    """Say when a listing that is due counts as not checked lately.

    A further calendar month after it was due (design of the directory, Freshness).
    """
    return _months_later(due_at, 1)


def doubted_at(confirmed_at: datetime | None, reports: Sequence[datetime]) -> datetime | None:
    """Say from when on unanswered reports lower a listing, if they do.

    Two that came independently, after its host's last word, and have both stood for 14 days
    (design of the directory, Freshness). `reports`: the moments of those that stand.
    """
    since = sorted(at for at in reports if confirmed_at is None or at > confirmed_at)
    return since[ENOUGH - 1] + STAND if len(since) >= ENOUGH else None


def lapses(
    confirmed_at: datetime | None, rhythm_months: int, reports: Sequence[datetime] = ()
) -> dict[str, datetime | None]:
    """Say from when to when a listing counts as checked, under the names of those moments.

    `reports`: when somebody said independently that it is wrong, as far as nobody has answered.
    """
    if confirmed_at is None:
        return {"confirmed_at": None, "due_at": None, "stale_at": None}
    due = due_at(confirmed_at, rhythm_months)
    stale, doubted = stale_at(due), doubted_at(confirmed_at, reports)
    stale = min(stale, doubted) if doubted else stale
    return {"confirmed_at": confirmed_at, "due_at": min(due, stale), "stale_at": stale}


def freshness(
    confirmed_at: datetime | None,
    due_at: datetime | None,
    stale_at: datetime | None,
    now: datetime,
) -> Freshness:
    """Say how fresh a listing is at a moment.

    Never confirmed by the people who run it: unconfirmed, however lately somebody else described
    it. Then fresh until due, due until stale. Editing is not confirming.
    """
    if confirmed_at is None:
        return Freshness.UNCONFIRMED
    if stale_at is not None and now >= stale_at:
        return Freshness.STALE
    if due_at is not None and now >= due_at:
        return Freshness.DUE
    return Freshness.FRESH


def space_until(as_of: datetime) -> datetime:
    """Say until when “space now” may be believed: 60 days, after which people are told to ask."""
    return as_of + SPACE_HOLDS


def _months_later(moment: datetime, months: int) -> datetime:
    """Add months on London's calendar, where hosts live by the clock on the wall."""
    return (moment.astimezone(LONDON) + relativedelta(months=months)).astimezone(moment.tzinfo)
