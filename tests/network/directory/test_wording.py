"""Times in plain words."""

import pytest

from network.directory import schedule
from tests.network.directory.times import JANUARY, session


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, "Tuesday 6 January 2026"),
        ("FREQ=WEEKLY;BYDAY=TU", "Every Tuesday"),
        ("FREQ=WEEKLY", "Every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day"),
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "Every 2 weeks on Friday"),
        ("FREQ=MONTHLY;BYDAY=1MO", "First Monday of the month"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "First and third Monday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR,1FR", "First and last Friday of the month"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "First Monday of the month"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "Last weekday of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2SU", "Second Sunday of every 2 months"),
        ("FREQ=MONTHLY", "The 6th of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,22,13", "The 1st, 13th and 22nd of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Last day of the month"),
        ("FREQ=WEEKLY;BYMONTH=9,10", "Every Tuesday in September and October"),
        ("FREQ=YEARLY", "Every year on 6 January"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=3", "Every year on 3 June"),
        ("FREQ=YEARLY;BYDAY=20MO", "On some days"),
        ("FREQ=YEARLY;BYMONTHDAY=3", "On some days"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15;BYSETPOS=1", "On some days"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "On some days"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "On some days"),
        ("FREQ=MONTHLY;BYDAY=1MO,2TU", "On some days"),
    ],
)
def test_a_session_is_said_as_a_noticeboard_would(rule: str | None, expected: str) -> None:
    assert schedule.words(session(rule)) == f"{expected}, 2pm to 4pm"


@pytest.mark.parametrize(
    ("hour", "minute", "minutes", "expected"),
    [
        (10, 0, 120, "10am to 12 noon"),
        (18, 30, 90, "6.30pm to 8pm"),
        (22, 0, 120, "10pm to midnight"),
        (0, 5, 60, "12.05am to 1.05am"),
        (12, 15, 45, "12.15pm to 1pm"),
        (0, 0, 1440, "all day and night"),
    ],
)
def test_hours_are_said_plainly(hour: int, minute: int, minutes: int, expected: str) -> None:
    one = session(starts=JANUARY.replace(hour=hour, minute=minute), minutes=minutes)
    assert schedule.words(one) == f"Tuesday 6 January 2026, {expected}"


@pytest.mark.parametrize(
    ("ending", "expected"),
    [("UNTIL=20260331", ", until 31 March 2026"), ("COUNT=6", ", 6 times"), ("COUNT=1", ", once")],
)
def test_an_end_is_said(ending: str, expected: str) -> None:
    assert schedule.words(session(f"FREQ=WEEKLY;{ending}")).endswith(f"2pm to 4pm{expected}")
