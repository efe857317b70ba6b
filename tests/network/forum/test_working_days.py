"""Working days in England, and two calendars that make one date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.forum import calendar
from network.forum.calendar import Manner

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MANNERS = st.builds(
    Manner,
    answer=st.integers(1, 40),
    sittings=st.lists(DAYS, max_size=6),
    papers=st.integers(0, 15),
)


@pytest.mark.parametrize(
    ("since", "working_days", "then"),
    [
        (date(2026, 11, 25), 20, date(2026, 12, 23)),
        (date(2026, 11, 25), 21, date(2026, 12, 24)),
        # Christmas Day, Boxing Day's substitute on the Monday, then New Year's Day.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 4, date(2027, 1, 4)),
        # Good Friday is 26 March 2027 and Easter Monday the 29th.
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        # The clocks go forward on 28 March 2027 and back on 25 October 2026: days are days.
        (date(2026, 10, 23), 1, date(2026, 10, 26)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
        (date(2027, 1, 4), -4, date(2026, 12, 24)),
    ],
    ids=str,
)
def test_weekends_and_england_s_bank_holidays_are_not_counted(
    since: date, working_days: int, then: date
) -> None:
    assert calendar.after(since, working_days) == then


def test_st_andrew_s_day_is_a_working_day_in_england() -> None:
    assert calendar.works(date(2026, 11, 30))


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_counting_and_adding_agree(since: date, working_days: int) -> None:
    then = calendar.after(since, working_days)
    assert calendar.works(then)
    assert calendar.between(since, then) == working_days
    assert calendar.after(then + timedelta(days=1), -working_days) >= since


@settings(deadline=None)
@given(DAYS, DAYS)
def test_what_comes_before_counts_nothing(one: date, other: date) -> None:
    assert calendar.between(max(one, other), min(one, other)) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
    ids=str,
)
def test_a_day_is_london_s(moment: datetime, day: date) -> None:
    assert calendar.day_of(moment) == day


SENT = date(2026, 9, 8)


@pytest.mark.parametrize(
    ("manner", "due"),
    [
        (Manner(), date(2026, 10, 6)),
        # It sits within the twenty days: they still have them all.
        (Manner(sittings=[date(2026, 9, 17)]), date(2026, 10, 6)),
        # It sits later: five days after that.
        (Manner(sittings=[date(2026, 10, 8)]), date(2026, 10, 15)),
        # Papers for the first one have closed, so it is the next that can take it.
        (
            Manner(sittings=[date(2026, 12, 3), date(2026, 9, 10)], papers=5),
            date(2026, 12, 10),
        ),
        # Papers close on the very day it is sent: that is in time.
        (Manner(sittings=[date(2026, 10, 8)], papers=22), date(2026, 10, 15)),
        (Manner(sittings=[date(2026, 9, 8)]), date(2026, 10, 6)),
        (Manner(answer=10), date(2026, 9, 22)),
    ],
    ids=lambda value: str(value)[:60],
)
def test_the_answer_is_due_on_the_later_of_two_days(manner: Manner, due: date) -> None:
    assert calendar.answer_due(SENT, manner) == due


@settings(deadline=None)
@given(DAYS, MANNERS)
def test_two_calendars_make_one_date(sent: date, manner: Manner) -> None:
    due, sits = calendar.answer_due(sent, manner), calendar.sitting(sent, manner)
    two = {calendar.after(sent, manner.answer)}
    if sits is not None:
        assert sits in manner.sittings
        assert calendar.papers_close(sits, manner) >= sent
        two.add(calendar.after(sits, 5))
    assert due == max(two)
    assert calendar.works(due)


@settings(deadline=None)
@given(DAYS, MANNERS, DAYS)
def test_one_sitting_more_never_makes_the_wait_for_the_next_one_longer(
    sent: date, manner: Manner, extra: date
) -> None:
    more = Manner(manner.acknowledge, manner.answer, [*manner.sittings, extra], manner.papers)
    before = calendar.sitting(sent, manner)
    if before is not None:
        assert calendar.answer_due(sent, more) <= calendar.answer_due(sent, manner)
