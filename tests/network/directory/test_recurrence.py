"""How a rule is read: every part of it, or a sentence that says what is wrong."""

from datetime import datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.core.errors import Invalid
from network.directory import recurrence
from network.directory.recurrence import Every
from tests.network.directory.times import RULES

WRITTEN_HOW = " A weekly Tuesday is written FREQ=WEEKLY;BYDAY=TU"


def test_every_part_of_a_rule_is_read() -> None:
    rule = recurrence.read(
        "RRULE:FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=MO,FR;BYMONTHDAY=1,-1;BYMONTH=5,6;"
        "BYSETPOS=1,-2;WKST=SU;"
    )
    assert (rule.every, rule.interval, rule.count, rule.until) == (Every.MONTHLY, 2, 6, None)
    assert rule.weekdays == {(0, 0), (0, 4)}
    assert rule.month_days == {1, -1}
    assert rule.months == {5, 6}
    assert rule.positions == {1, -2}
    assert rule.week_start == 6


def test_weekdays_are_read_with_which_of_them() -> None:
    rule = recurrence.read("FREQ=YEARLY;BYDAY=+1MO,-2SU,20TU")
    assert rule.weekdays == {(1, 0), (-2, 6), (20, 1)}


def test_case_and_spaces_do_not_matter() -> None:
    assert recurrence.read(" freq=weekly; byday=tu ") == recurrence.read("FREQ=WEEKLY;BYDAY=TU")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("20260702", datetime.combine(datetime(2026, 7, 2), time.max)),  # noqa: DTZ001  # wall clock
        ("20260702T130000", datetime(2026, 7, 2, 13)),  # noqa: DTZ001
        ("20260702T130000Z", datetime(2026, 7, 2, 14)),  # noqa: DTZ001
        ("20261202T130000Z", datetime(2026, 12, 2, 13)),  # noqa: DTZ001
    ],
)
def test_the_end_is_a_moment_on_the_wall_clock(text: str, last: datetime) -> None:
    assert recurrence.read(f"FREQ=DAILY;UNTIL={text}").until == last


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("every Tuesday", "We cannot read “EVERYTUESDAY” in how this time repeats."),
        ("INTERVAL=2", "Say if it repeats by the day, week, month or year."),
        ("FREQ=HOURLY", "Say if it repeats by the day, week, month or year."),
        ("FREQ=WEEKLY;INTERVAL=0", "It can be 1 to 366 days, weeks, months or years apart."),
        ("FREQ=WEEKLY;INTERVAL=367", "It can be 1 to 366 days, weeks, months or years apart."),
        ("FREQ=WEEKLY;COUNT=1001", "It can happen 1 to 1000 times."),
        ("FREQ=DAILY;COUNT=2;COUNT=3", "We cannot read “COUNT=3” in how this time repeats."),
        ("FREQ=DAILY;COUNT=1_0", "We cannot read “COUNT=1_0” in how this time repeats."),
        ("FREQ=DAILY;BYHOUR=1", "We cannot read “BYHOUR=1” in how this time repeats."),
        ("FREQ=DAILY;UNTIL=00010101T000000Z", "We cannot read “UNTIL=00010101T000000Z” in"),
        ("FREQ=DAILY;UNTIL=20261301", "We cannot read “UNTIL=20261301” in"),
        ("FREQ=DAILY;UNTIL=2026-12-01", "We cannot read “UNTIL=2026-12-01” in"),
        ("FREQ=WEEKLY;BYDAY=XX", "We cannot read “BYDAY=XX” in"),
        ("FREQ=MONTHLY;BYDAY=0MO", "We cannot read “BYDAY=0MO” in"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "We cannot read “BYMONTHDAY=32” in"),
        ("FREQ=MONTHLY;BYMONTH=13", "We cannot read “BYMONTH=13” in"),
        ("FREQ=WEEKLY;WKST=1", "We cannot read “WKST=1” in"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, sentence: str) -> None:
    refused = read(text)
    assert isinstance(refused, Invalid)
    assert refused.sentence.startswith(sentence)
    assert refused.sentence.endswith(WRITTEN_HOW)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "not both"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "counted from 1"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "counted from 1"),
        ("FREQ=MONTHLY;BYDAY=1MO,TU", "which one it is, or of none"),
        ("FREQ=MONTHLY;BYDAY=6MO", "so many of a weekday"),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=-53MO", "so many of a weekday"),
        ("FREQ=YEARLY;BYDAY=54MO", "so many of a weekday"),
        ("FREQ=WEEKLY;BYDAY=1MO", "by the month or year"),
        ("FREQ=DAILY;BYMONTHDAY=3", "by the month or year"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "by the month or year"),
        ("FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1", "by the month or year"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "repeat more often"),
        ("FREQ=DAILY;INTERVAL=2;BYMONTH=5", "repeat more often"),
        ("FREQ=WEEKLY;INTERVAL=5;BYMONTH=5", "repeat more often"),
    ],
)
def test_what_no_meeting_needs_is_refused(text: str, sentence: str) -> None:
    refused = read(text)
    assert isinstance(refused, Invalid)
    assert sentence in refused.sentence
    assert refused.field == "schedule"


@given(RULES)
@settings(max_examples=100, deadline=None)
def test_the_rules_people_use_are_read(text: str) -> None:
    assert f"FREQ={recurrence.read(text).every}" in text


@given(st.text(alphabet="FREQ=DAILYWKMONTHBS;,0123456789-+U:_. ", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all_is_read_or_refused_in_a_sentence(text: str) -> None:
    outcome = read(text)
    if isinstance(outcome, Invalid):
        assert outcome.field == "schedule"
        assert outcome.sentence.endswith((".", WRITTEN_HOW))
    else:
        assert outcome.interval > 0


def read(text: str) -> recurrence.Rule | Invalid:
    try:
        return recurrence.read(text)
    except Invalid as refused:
        return refused
