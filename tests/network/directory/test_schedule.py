"""When an offer happens: clocks that change, days left out, and rules meant to do harm."""

from datetime import date, datetime, timedelta

import pytest

from network.core.errors import Invalid
from network.directory import schedule
from network.directory.parts import LONDON, Session
from tests.network.directory.times import JANUARY, session

YEAR = timedelta(days=365)


def said(*, between: tuple[datetime, datetime], of: Session) -> list[str]:
    found = schedule.occurrences([of], *between)
    return [moment.strftime("%d %b %H:%M") for moment in found]


def test_a_weekly_two_o_clock_stays_two_o_clock_when_the_clocks_change() -> None:
    weekly = session("FREQ=WEEKLY;BYDAY=TU")
    march = datetime(2026, 3, 23, tzinfo=LONDON), datetime(2026, 4, 8, tzinfo=LONDON)
    assert said(between=march, of=weekly) == ["24 Mar 14:00", "31 Mar 14:00", "07 Apr 14:00"]
    moments = schedule.occurrences([weekly], *march)
    assert [moment.utcoffset() for moment in moments] == [
        timedelta(0),
        timedelta(hours=1),
        timedelta(hours=1),
    ]


def test_an_hour_that_spring_skips_is_the_hour_after_it() -> None:
    nightly = session("FREQ=DAILY", datetime(2026, 3, 27, 1, 30, tzinfo=LONDON))
    weekend = datetime(2026, 3, 28, tzinfo=LONDON), datetime(2026, 3, 30, 12, tzinfo=LONDON)
    assert said(between=weekend, of=nightly) == ["28 Mar 01:30", "29 Mar 02:30", "30 Mar 01:30"]


def test_excepted_days_are_left_out() -> None:
    weekly = session("FREQ=WEEKLY", except_on=[date(2026, 1, 13)])
    fortnight = JANUARY, JANUARY + timedelta(days=14)
    assert said(between=fortnight, of=weekly) == ["06 Jan 14:00", "20 Jan 14:00"]


@pytest.mark.parametrize(
    ("meets", "expected"),
    [
        (False, ["27 Apr 10:00", "11 May 10:00"]),
        (True, ["27 Apr 10:00", "04 May 10:00", "11 May 10:00"]),
        (None, ["27 Apr 10:00", "04 May 10:00", "11 May 10:00"]),
    ],
)
def test_bank_holidays_are_left_out_only_where_it_says_so(
    meets: object, expected: list[str]
) -> None:
    mondays = session(
        "FREQ=WEEKLY", datetime(2026, 4, 27, 10, tzinfo=LONDON), on_bank_holidays=meets
    )
    window = datetime(2026, 4, 20, tzinfo=LONDON), datetime(2026, 5, 12, tzinfo=LONDON)
    assert said(between=window, of=mondays) == expected


def test_two_sessions_at_one_moment_are_one_occurrence_and_all_are_in_order() -> None:
    thursdays = session("FREQ=WEEKLY", datetime(2026, 1, 8, 9, tzinfo=LONDON))
    both = [thursdays, session("FREQ=WEEKLY"), session()]
    found = schedule.occurrences(both, JANUARY, JANUARY + timedelta(days=8))
    assert [moment.strftime("%a %H:%M") for moment in found] == [
        "Tue 14:00",
        "Thu 09:00",
        "Tue 14:00",
    ]


def test_a_session_without_a_rule_happens_once() -> None:
    assert schedule.occurrences([session()], JANUARY, JANUARY + YEAR) == [JANUARY]
    assert schedule.occurrences([session()], JANUARY + timedelta(minutes=1), JANUARY + YEAR) == []


def test_a_last_day_given_as_a_date_is_included() -> None:
    ending = session("FREQ=WEEKLY;UNTIL=20260120")
    assert said(between=(JANUARY, JANUARY + YEAR), of=ending)[-1] == "20 Jan 14:00"


def test_a_last_moment_in_utc_is_read_in_summer_time() -> None:
    summer = session("FREQ=DAILY;UNTIL=20260702T130000Z", datetime(2026, 7, 1, 14, tzinfo=LONDON))
    assert len(schedule.occurrences([summer], JANUARY, JANUARY + YEAR)) == 2


def test_no_more_than_asked_for_and_never_beyond_five_years() -> None:
    daily = session("FREQ=DAILY")
    assert len(schedule.occurrences([daily], JANUARY, JANUARY + YEAR, 7)) == 7
    far = schedule.occurrences([daily], JANUARY, JANUARY + 20 * YEAR, 9999)
    assert far[-1] <= JANUARY + schedule.FURTHEST
    assert len(far) > 1800


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=0,1,2,3",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=366;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=1;BYDAY=53MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20270101",
        "FREQ=WEEKLY;UNTIL=20251231",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=9999",
        "FREQ=DAILY;BYMONTHDAY=-+1",
        "FREQ=DAILY;BYMONTHDAY=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;UNTIL=20261301",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=4;BYSETPOS=2",
        "FREQ=FORTNIGHTLY",
        "every Tuesday",
        "",
    ],
)
def test_a_rule_that_does_harm_or_nothing_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        schedule.check([session(rule)])
    assert refused.value.field == "schedule"


def test_times_that_make_sense_are_let_in() -> None:
    leap_day = session("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    schedule.check([session(), session("FREQ=WEEKLY"), leap_day])


@pytest.mark.parametrize("year", [1889, 2200])
def test_a_start_in_another_age_is_refused(year: int) -> None:
    with pytest.raises(Invalid, match="between 1990 and 2100"):
        schedule.check([session(starts=JANUARY.replace(year=year))])


def test_more_times_than_a_page_can_show_are_refused() -> None:
    with pytest.raises(Invalid, match="You have 41"):
        schedule.check([session()] * 41)


def test_a_session_only_on_days_it_leaves_out_never_happens() -> None:
    christmas = datetime(2026, 12, 25, 12, tzinfo=LONDON)
    with pytest.raises(Invalid, match="never happens"):
        schedule.check([session(starts=christmas, on_bank_holidays=False)])
    with pytest.raises(Invalid, match="never happens"):
        schedule.check([session(except_on=[JANUARY.date()])])


@pytest.mark.parametrize(
    ("starts", "minutes", "expected"),
    [
        ((10, 0), 120, {"morning"}),
        ((11, 0), 90, {"morning"}),
        ((11, 0), 120, {"morning", "afternoon"}),
        ((12, 0), 60, {"afternoon"}),
        ((16, 30), 60, {"afternoon"}),
        ((17, 0), 60, {"evening"}),
        ((18, 30), 90, {"evening"}),
        ((22, 0), 60, {"overnight"}),
        ((21, 0), 12 * 60, {"evening", "overnight", "morning"}),
        ((2, 0), 30, {"overnight"}),
        ((0, 0), 24 * 60, {"morning", "afternoon", "evening", "overnight"}),
    ],
)
def test_the_part_of_the_day_is_where_it_starts_or_spends_an_hour(
    starts: tuple[int, int], minutes: int, expected: set[str]
) -> None:
    one = session("FREQ=WEEKLY", JANUARY.replace(hour=starts[0], minute=starts[1]), minutes=minutes)
    assert schedule.times([one]) == expected


def test_a_friday_night_runs_into_the_weekend() -> None:
    friday = datetime(2026, 1, 9, 22, tzinfo=LONDON)
    assert "weekend" in schedule.times([session(starts=friday, minutes=480)])
    assert "weekend" not in schedule.times([session(starts=friday, minutes=60)])


def test_a_monthly_date_reaches_a_weekend_some_time_in_the_year() -> None:
    assert "weekend" in schedule.times([session("FREQ=MONTHLY;BYMONTHDAY=6")])
    assert "weekend" not in schedule.times([session("FREQ=WEEKLY;BYDAY=TU")])


def test_bank_holidays_count_only_where_it_says_it_meets_on_them() -> None:
    for meets, expected in ((True, True), (False, False), (None, False)):
        found = schedule.times([session("FREQ=WEEKLY", on_bank_holidays=meets)])
        assert ("holidays" in found) is expected


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 5, 4), "Early May bank holiday"),
        (date(2026, 8, 31), "Summer bank holiday"),
        (date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2026, 11, 30), None),  # Saint Andrew's Day is Scotland's
        (date(2026, 12, 24), None),
    ],
)
def test_a_bank_holiday_is_england_s_and_has_its_official_name(day: date, name: str | None) -> None:
    assert schedule.bank_holiday(day) == name
