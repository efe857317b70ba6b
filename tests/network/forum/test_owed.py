"""What is owed: lateness from one today, and a wait that never shrinks."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from network.forum import calendar, owed
from network.forum.owed import Clock, Span, Step

SENT = date(2026, 9, 8)
DUE = date(2026, 10, 6)
DAYS = st.dates(date(2025, 11, 1), date(2028, 5, 1))
LENGTHS = st.integers(0, 60).map(lambda days: timedelta(days=days))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Draw a stretch of time, perhaps one that still goes on."""
    since = draw(DAYS)
    return Span(since, draw(st.one_of(st.none(), LENGTHS.map(lambda length: since + length))))


@st.composite
def ladders(draw: st.DrawFn) -> list[Span]:
    """Draw rungs, each beginning where the one before it ended; the last may still go on."""
    at, rungs = draw(DAYS), []
    for length in draw(st.lists(LENGTHS, min_size=1, max_size=5)):
        rungs.append(Span(at, at + length))
        at += length
    return [*rungs, Span(at)] if draw(st.booleans()) else rungs


PAUSES = st.lists(spans(), max_size=4)


def test_no_answer_on_the_day_it_is_due_is_not_yet_late() -> None:
    clock = Clock(SENT, DUE)
    assert owed.late(clock, DUE) == 0
    assert owed.late(clock, date(2026, 10, 7)) == 1
    assert owed.late(clock, date(2026, 10, 12)) == 4


def test_an_answer_stops_the_clock_for_good() -> None:
    clock = Clock(SENT, DUE, answered=date(2026, 10, 8))
    assert owed.late(clock, date(2027, 10, 8)) == 2
    assert owed.late(Clock(SENT, DUE, answered=date(2026, 9, 20)), date(2027, 10, 8)) == 0


def test_a_question_back_moves_the_due_day_by_the_days_it_took() -> None:
    pause = Span(date(2026, 9, 10), date(2026, 9, 15))
    assert owed.due(Clock(SENT, DUE, [pause]), DUE) == date(2026, 10, 9)


def test_a_question_back_never_holds_the_clock_for_more_than_ten_working_days() -> None:
    forgotten = Clock(SENT, DUE, [Span(date(2026, 9, 10))])
    assert owed.due(forgotten, date(2026, 9, 17)) == calendar.after(DUE, 5)
    assert owed.due(forgotten, date(2027, 9, 17)) == calendar.after(DUE, 10)


def test_two_questions_on_the_same_days_hold_it_once() -> None:
    twice = [Span(date(2026, 9, 10), date(2026, 9, 15))] * 2
    assert owed.due(Clock(SENT, DUE, twice), DUE) == date(2026, 10, 9)


def test_christmas_is_no_wait() -> None:
    rung = Span(date(2026, 12, 24))
    assert owed.waited(rung, [], date(2026, 12, 28)) == 0
    assert owed.waited(rung, [], date(2027, 1, 4)) == 4


def test_each_rung_has_its_own_clock_and_the_total_runs_on() -> None:
    asked, chased = Span(SENT, date(2026, 10, 7)), Span(date(2026, 10, 7))
    today = date(2026, 10, 14)
    assert owed.waited(asked, [], today) == 21
    assert owed.waited(chased, [], today) == 5
    assert owed.total_wait([asked, chased], [], today) == 26


def test_a_rung_that_begins_tomorrow_has_not_waited() -> None:
    assert owed.total_wait([Span(date(2026, 10, 7))], [], date(2026, 10, 6)) == 0


def test_rungs_open_one_after_the_other() -> None:
    clock = Clock(SENT, DUE)
    opens = {step: owed.ready(step, clock, SENT) for step in Step}
    assert opens == {
        Step.ASKED: SENT,
        Step.REMINDED: date(2026, 9, 29),
        Step.CHASED: date(2026, 10, 7),
        Step.CHAIR: date(2026, 11, 3),
        Step.PARENT: date(2026, 10, 7),
        Step.OUTSIDE: date(2026, 10, 7),
    }


@settings(deadline=None)
@given(ladders(), PAUSES, DAYS)
def test_the_total_wait_is_the_sum_of_the_rungs_less_the_pauses(
    rungs: list[Span], pauses: list[Span], today: date
) -> None:
    total = owed.total_wait(rungs, pauses, today)
    assert total == sum(owed.waited(rung, pauses, today) for rung in rungs)
    last = max(rung.ends(today) for rung in rungs)
    whole = calendar.between(rungs[0].since, last) if last > rungs[0].since else 0
    held = {day for day in owed.paused(pauses, today) if rungs[0].since < day <= last}
    assert total == whole - len(held)


@settings(deadline=None)
@given(st.lists(spans(), min_size=1, max_size=4), PAUSES, DAYS, LENGTHS)
def test_a_wait_never_falls_as_days_go_by(
    rungs: list[Span], pauses: list[Span], today: date, later: timedelta
) -> None:
    now, then = (owed.total_wait(rungs, pauses, day) for day in (today, today + later))
    assert 0 <= now <= then
    assert then - now <= calendar.between(today, today + later)


@settings(deadline=None)
@given(DAYS, PAUSES, DAYS, LENGTHS)
def test_the_due_day_moves_by_ten_working_days_at_most_for_each_question(
    sent: date, pauses: list[Span], today: date, later: timedelta
) -> None:
    clock = Clock(sent, calendar.after(sent, 20), pauses)
    now, then = owed.due(clock, today), owed.due(clock, today + later)
    assert clock.due <= now <= then
    assert calendar.between(clock.due, then) <= 10 * len(pauses)


@settings(deadline=None)
@given(DAYS, PAUSES, DAYS)
def test_late_is_what_lies_between_the_due_day_and_today(
    sent: date, pauses: list[Span], today: date
) -> None:
    clock = Clock(sent, calendar.after(sent, 20), pauses)
    assert (owed.late(clock, today) == 0) is (calendar.between(owed.due(clock, today), today) == 0)
    assert owed.late(clock, today) <= calendar.between(sent, max(sent, today))
