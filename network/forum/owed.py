"""What is owed: how late an answer is, and how long the group has waited in all.

Lateness is worked out from one `today` and never stored. A wait is a set of working days, so it can
only grow: each rung of the ladder adds its own, and a day on which we were asked something back,
and so held things up ourselves, is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from network.forum import calendar

LONGEST_PAUSE = 10
"""Working days: a question back holds the clock for no longer, however long we take."""
REMIND_BEFORE = 5
"""Working days before an answer is due."""
CHAIR_AFTER = 20
"""Working days after an answer was due."""


class Step(StrEnum):
    """The ladder, from the first asking to help from outside."""

    ASKED = "asked"
    REMINDED = "reminded"
    CHASED = "chased"
    CHAIR = "chair"
    PARENT = "parent"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, or still going on. Its days are those after the first."""

    since: date
    until: date | None = None

    def ends(self, today: date) -> date:
        """Give its last day, as far as is known today."""
        return today if self.until is None else min(self.until, today)

    def days(self, today: date) -> frozenset[date]:
        """Give its working days up to today."""
        return frozenset(calendar.days(self.since, max(self.since, self.ends(today))))


@dataclass(frozen=True, slots=True)
class Clock:
    """One referral's clock: when it was sent, what was due then, and what held it up.

    `due`: as it was worked out when it was sent; nothing but a pause moves it. `answered`: the day
    of the final answer, never that of a holding reply.
    """

    sent: date
    due: date
    pauses: Sequence[Span] = ()
    answered: date | None = None


def due(clock: Clock, today: date) -> date:
    """Give the day by which the answer is owed, moved on by as many days as we held it up."""
    return calendar.after(clock.due, len(paused(clock.pauses, _now(clock, today))))


def late(clock: Clock, today: date) -> int:
    """Count the working days an answer is late, or was when it came; 0 is in time."""
    now = _now(clock, today)
    return calendar.between(due(clock, now), now)


def paused(pauses: Iterable[Span], today: date) -> frozenset[date]:
    """Give the working days on which a question back held the clock: ten at most for each."""
    held = (sorted(span.days(today))[:LONGEST_PAUSE] for span in pauses)
    return frozenset(day for some in held for day in some)


def waited(rung: Span, pauses: Iterable[Span], today: date) -> int:
    """Count the working days on one rung, those left out on which we held things up ourselves."""
    return len(rung.days(today) - paused(pauses, today))


def total_wait(rungs: Iterable[Span], pauses: Iterable[Span], today: date) -> int:
    """Count the working days the group has waited on all rungs together, each day once."""
    every = frozenset(day for rung in rungs for day in rung.days(today))
    return len(every - paused(pauses, today))


def ready(step: Step, clock: Clock, today: date) -> date:
    """Give the first day on which a rung may be taken.

    The parent forum and help from outside are the group's to decide, from the day after the answer
    was due.
    """
    owed = due(clock, today)
    if step is Step.ASKED:
        return clock.sent
    if step is Step.REMINDED:
        return max(clock.sent, calendar.after(owed, -REMIND_BEFORE))
    if step is Step.CHAIR:
        return calendar.after(owed, CHAIR_AFTER)
    return calendar.after(owed, 1)


def _now(clock: Clock, today: date) -> date:
    return today if clock.answered is None else min(clock.answered, today)
