"""When a listing comes to each rung, by the calendar alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.directory import freshness
from network.notices import rungs
from network.notices.rungs import Rung

AT = datetime(2026, 8, 24, 12, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
RHYTHMS = st.sampled_from((1, 3, 6, 12))


def test_the_rungs_of_a_quarter_fall_where_the_design_says() -> None:
    assert {rung: str(at.date()) for rung, at in rungs.moments(AT, 3).items()} == {
        Rung.SOON: "2026-11-14",
        Rung.DUE: "2026-11-24",
        Rung.AGAIN: "2026-12-08",
        Rung.LATE: "2026-12-24",
        Rung.CALL: "2027-01-24",
    }


@pytest.mark.parametrize(
    ("months", "due"), [(1, "2026-09-24"), (6, "2027-02-24"), (12, "2027-08-24")]
)
def test_the_host_s_own_rhythm_says_when_it_is_due(months: int, due: str) -> None:
    known = rungs.moments(AT, months)
    assert str(known[Rung.DUE].date()) == due
    assert known[Rung.LATE] == freshness.lapses(AT, months)["stale_at"]


@given(MOMENTS, RHYTHMS)
def test_rungs_come_one_after_the_other_and_none_before_the_word_was_given(
    at: datetime, months: int
) -> None:
    known = list(rungs.moments(at, months).values())
    assert known == sorted(set(known))
    assert known[0] > at + timedelta(days=20)


@given(MOMENTS, RHYTHMS, st.lists(st.integers(0, 500), max_size=40), st.integers(0, 500))
def test_however_often_one_looks_each_rung_is_told_once_and_in_order(
    at: datetime, months: int, days: list[int], doubted: int
) -> None:
    before: frozenset[Rung] = frozenset()
    told: list[Rung] = []
    for day in sorted(days):
        now = at + timedelta(days=day)
        trodden = rungs.reached(at, months, at + timedelta(days=doubted), now)
        rung = rungs.told(trodden, before)
        if rung is not None:
            told.append(rung)
        before |= frozenset(trodden)
    assert len(told) == len(set(told))
    calendar = [rung for rung in told if rung is not Rung.DOUBTED]
    assert calendar == sorted(calendar, key=list(Rung).index)


def test_what_was_slept_through_is_not_made_up_for_but_hosts_are_asked_before_a_call() -> None:
    at = AT + timedelta(days=400)
    trodden = rungs.reached(AT, 3, None, at)
    assert rungs.told(trodden, frozenset()) is Rung.LATE
    assert rungs.told(trodden, frozenset(trodden) - {Rung.CALL}) is Rung.CALL
    assert rungs.told(trodden, frozenset(trodden)) is None


def test_doubt_comes_before_asking_and_is_not_told_after_the_calendar_said_the_same() -> None:
    doubted = AT + timedelta(days=50)
    early = rungs.reached(AT, 3, doubted, doubted)
    assert list(early) == [Rung.DOUBTED]
    assert rungs.told(early, frozenset()) is Rung.DOUBTED
    late = rungs.reached(AT, 3, doubted, AT + timedelta(days=130))
    assert rungs.told(late, frozenset({Rung.SOON})) is Rung.LATE
