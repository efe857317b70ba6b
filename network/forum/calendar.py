"""Working days in England, and the one day by which a forum owes its answer.

A day is London's: what is sent at half past midnight in summer is sent that day, not the day
before. Nothing here asks for today: it comes in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from network.directory.parts import LONDON
from network.directory.schedule import bank_holiday

ONE_DAY = timedelta(days=1)
FRIDAY = 4
ACKNOWLEDGE, ANSWER = 5, 20
"""Working days. Twenty is what the Freedom of Information Act 2000 (section 10) gives a public body
to answer; the day something is sent is not counted, there as here."""
AFTER_SITTING = 5
"""Working days a forum has after it sat to write down what it said."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a forum works: within how many working days it answers, when it sits, papers when.

    `papers`: working days before a sitting by which something must be there to be on its table.
    """

    acknowledge: int = ACKNOWLEDGE
    answer: int = ANSWER
    sittings: Sequence[date] = ()
    papers: int = 0


def day_of(moment: datetime) -> date:
    """Say on which day something happened, by London's clock."""
    return moment.astimezone(LONDON).date()


def works(day: date) -> bool:
    """Say whether offices are open: no Saturday, Sunday or bank holiday of England."""
    return day.weekday() <= FRIDAY and bank_holiday(day) is None


def after(day: date, working_days: int) -> date:
    """Give the day so many working days after a day, which is itself not counted; 0 is the day."""
    step = ONE_DAY if working_days >= 0 else -ONE_DAY
    left = abs(working_days)
    while left:
        day += step
        left -= works(day)
    return day


def days(since: date, until: date) -> Iterator[date]:
    """List the working days after a day, up to and with another."""
    following = (since + ONE_DAY * n for n in range(1, (until - since).days + 1))
    return (day for day in following if works(day))


def between(since: date, until: date) -> int:
    """Count the working days after a day, up to and with another; none where it comes before."""
    return sum(1 for _ in days(since, until)) if until > since else 0


def sitting(sent: date, manner: Manner) -> date | None:
    """Say at which sitting something sent on a day can be taken: the first whose papers are open.

    None where no such sitting is known.
    """
    open_ = (on for on in sorted(manner.sittings) if on > sent and papers_close(on, manner) >= sent)
    return next(open_, None)


def papers_close(on: date, manner: Manner) -> date:
    """Give the last day on which papers for a sitting are taken."""
    return after(on, -manner.papers)


def answer_due(sent: date, manner: Manner) -> date:
    """Give the day by which an answer is owed: two calendars, one date.

    The later of the working days a forum has, and five after the sitting that can take it.
    """
    plain = after(sent, manner.answer)
    sits = sitting(sent, manner)
    return plain if sits is None else max(plain, after(sits, AFTER_SITTING))


def acknowledge_due(sent: date, manner: Manner) -> date:
    """Give the day by which a forum says that it has the question."""
    return after(sent, manner.acknowledge)
