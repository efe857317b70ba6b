"""How a rule is read, and on which days it falls: the same as python-dateutil says."""

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from network.core.errors import Invalid
from network.directory import recurrence
from tests.network.directory.times import RULES, STARTS

YEAR = timedelta(days=365)


def needs_a_day(rule: str) -> str:
    """Give BYSETPOS something to choose from: the other library refuses it alone."""
    return rule if "BYSETPOS" not in rule or "BYDAY" in rule else f"{rule};BYDAY=WE"


@given(rule=RULES.map(needs_a_day), starts=STARTS)
@settings(max_examples=150, deadline=None)
def test_a_rule_falls_on_the_days_python_dateutil_gives(rule: str, starts: datetime) -> None:
    first = starts.replace(microsecond=0)
    upto = first.date() + 2 * YEAR
    ours = list(recurrence.days(recurrence.read(rule), first.date(), first.date(), upto))
    # The oracle searches for seconds when a rule has run dry, so it is asked for one more only.
    more = len(ours) + 1 if ours else 0
    theirs = [m.date() for m in islice(rrulestr(rule, dtstart=first), more)]
    assert ours == [day for day in theirs if day <= upto]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=1MO,3MO",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=5SA",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYDAY=-2SU",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU",
        "FREQ=DAILY;UNTIL=20260401T140000",
    ],
)
def test_weekdays_by_number_fall_where_python_dateutil_puts_them(rule: str) -> None:
    first, upto = datetime(2026, 1, 6), datetime(2036, 1, 6)  # noqa: DTZ001  # wall clock
    theirs = rrulestr(rule, dtstart=first).between(first, upto, inc=True)
    ours = recurrence.days(recurrence.read(rule), first.date(), first.date(), upto.date())
    assert theirs
    assert list(ours) == [moment.date() for moment in theirs]


def test_a_rule_stops_at_the_end_of_the_calendar() -> None:
    last = date(9999, 12, 1)
    assert len(list(recurrence.days(recurrence.read("FREQ=WEEKLY"), last, last, date.max))) > 3


@given(st.text(alphabet="FREQ=DAILYWKMONTHBS;,0123456789-+U:", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_read_or_refused_in_a_sentence(text: str) -> None:
    outcome = read(text)
    if isinstance(outcome, Invalid):
        assert outcome.field == "schedule"
        assert outcome.sentence.endswith((".", "BYDAY=TU"))
    else:
        assert outcome.interval > 0


def read(text: str) -> recurrence.Rule | Invalid:
    try:
        return recurrence.read(text)
    except Invalid as refused:
        return refused
