"""On which days a repeated time falls, from whenever one looks, and what it costs to find out."""

import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.directory import recurrence, schedule
from network.directory.parts import LONDON, Session
from tests.network.directory.times import JANUARY, RULES, STARTS, session

YEAR = timedelta(days=365)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=700))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "19 Jan, 2 Feb, 16 Feb, 2 Mar"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "30 Jan, 27 Feb, 27 Mar, 24 Apr"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=5SA", "31 Jan, 30 May, 30 Jan, 29 May"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "13 Feb, 13 Mar, 13 Nov, 13 Aug"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "31 Jan, 31 Mar, 31 May, 31 Jul"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "30 Jan, 27 Feb, 31 Mar, 30 Apr"),
        ("FREQ=YEARLY", "6 Jan, 6 Jan, 6 Jan, 6 Jan"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", "4 May, 3 May, 1 May, 7 May"),
        ("FREQ=YEARLY;BYDAY=20MO", "18 May, 17 May, 15 May, 14 May"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=SU,TU", "6 Jan, 11 Jan, 20 Jan, 25 Jan"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU", "6 Jan, 18 Jan, 20 Jan, 1 Feb"),
        ("FREQ=WEEKLY;COUNT=3", "6 Jan, 13 Jan, 20 Jan"),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20260126T140000", "6 Jan, 16 Jan, 26 Jan"),
    ],
)
def test_a_rule_falls_on_the_days_of_the_calendar(rule: str, expected: str) -> None:
    found = schedule.occurrences([session(rule)], JANUARY, JANUARY + 6 * YEAR, 4)
    assert ", ".join(f"{moment.day} {moment:%b}" for moment in found) == expected


def test_a_leap_day_is_missed_in_2100() -> None:
    leap_day = session("FREQ=YEARLY", datetime(2096, 2, 29, 14, tzinfo=LONDON))
    turn = datetime(2097, 1, 1, tzinfo=LONDON), datetime(2101, 1, 1, tzinfo=LONDON)
    assert schedule.occurrences([leap_day], *turn) == []
    after = datetime(2104, 1, 1, tzinfo=LONDON), datetime(2105, 1, 1, tzinfo=LONDON)
    assert schedule.occurrences([leap_day], *after) == [leap_day.starts.replace(year=2104)]


@given(rule=RULES, starts=STARTS, after=MOMENTS, length=LENGTHS, left_out=st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_what_comes_out_is_within_bounds_in_order_and_without_excepted_days(
    rule: str, starts: datetime, after: datetime, length: timedelta, left_out: int
) -> None:
    closed = starts.date() + timedelta(days=left_out)
    one = session(rule, starts, except_on=[closed])
    found = schedule.occurrences([one, one], after, after + length)
    assert all(max(after, one.starts) <= moment <= after + length for moment in found)
    assert all(earlier < later for earlier, later in pairwise(found))
    assert closed not in {moment.date() for moment in found}
    assert len(found) <= 100
    clock = one.starts.time()
    assert {m.time() for m in found} <= {clock, clock.replace(hour=(clock.hour + 1) % 24)}
    assert all(m.time() == clock or m.month == 3 for m in found)


@given(rule=RULES, starts=STARTS, after=MOMENTS, length=LENGTHS)
@settings(max_examples=150, deadline=None)
def test_from_when_one_looks_changes_nothing_of_what_is_seen(
    rule: str, starts: datetime, after: datetime, length: timedelta
) -> None:
    one = session(rule, starts)
    seen = schedule.occurrences([one], after, after + length, 9999)
    early = datetime(2024, 1, 1, tzinfo=UTC)
    # Two looks, because one reaches five years only.
    whole = schedule.occurrences([one], early, early + 4 * YEAR, 9999)
    whole += schedule.occurrences([one], early + 4 * YEAR, early + 8 * YEAR, 9999)
    assert seen == [m for m in dict.fromkeys(whole) if after <= m <= after + length]


@given(rule=RULES, starts=STARTS)
@settings(max_examples=150, deadline=None)
def test_every_date_answers_to_what_the_rule_names(rule: str, starts: datetime) -> None:
    one, asked = session(rule, starts), recurrence.read(rule)
    found = schedule.occurrences([one], one.starts, one.starts + 5 * YEAR, 9999)
    assert {m.month for m in found} <= (asked.months or set(range(1, 13)))
    assert {m.weekday() for m in found} <= ({day for _, day in asked.weekdays} or set(range(7)))
    assert len(found) <= (asked.count or 9999)
    assert all(m.year < 2028 or m.day <= 15 for m in found if asked.until)


def work(session: Session, since: datetime) -> int:
    """Count the calls it takes to find what happens in the week after a moment."""
    calls = 0

    def count(_frame: FrameType, event: str, _told: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        schedule.occurrences([session], since, since + timedelta(days=7))
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU"])
def test_a_time_that_began_long_ago_takes_no_more_work_than_a_new_one(rule: str) -> None:
    old = JANUARY - timedelta(weeks=26 * 52)
    assert work(session(rule, old), JANUARY) <= work(session(rule), JANUARY) + 20


@pytest.mark.parametrize(
    "rule",
    ["FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=4;BYSETPOS=2"],
)
def test_the_search_for_a_day_that_never_comes_is_given_up(rule: str) -> None:
    assert work(session(rule), JANUARY) < 30_000
