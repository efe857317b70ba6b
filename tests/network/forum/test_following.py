"""The following-day rule: which day an issue comes before."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.core.ids import new_id
from network.forum.dated import DayState
from network.forum.following import AHEAD, GONE, following, next_of, still_to_come

CLOSES = datetime(2027, 1, 6, 17, tzinfo=UTC)
WEEK = timedelta(7)


@dataclass(frozen=True)
class Plain:
    """A day as the rule sees it."""

    starts_at: datetime
    closes_at: datetime
    state: str = DayState.NOMINATIONS_OPEN
    id: UUID = field(default_factory=lambda: UUID(int=1))


FIRST = Plain(CLOSES + 2 * WEEK, CLOSES)
NEXT = replace(FIRST, starts_at=CLOSES + 15 * WEEK, closes_at=CLOSES + 13 * WEEK, id=UUID(int=2))
DAYS = [NEXT, FIRST]


@pytest.mark.parametrize(
    ("received", "day"),
    [
        (CLOSES - WEEK, FIRST),
        (CLOSES - timedelta(microseconds=1), FIRST),
        (CLOSES, NEXT),  # they close, and it is too late
        (FIRST.starts_at, NEXT),  # on the day itself
        (NEXT.closes_at, None),
    ],
    ids=["before", "just before", "as they close", "the same day", "after the last"],
)
def test_an_issue_comes_before_the_first_day_that_closes_after_it(
    received: datetime, day: Plain | None
) -> None:
    assert following(received, DAYS) == day


@pytest.mark.parametrize("state", sorted(GONE))
def test_nothing_comes_before_a_day_that_does_not_happen(state: str) -> None:
    assert following(CLOSES - WEEK, [replace(FIRST, state=state), NEXT]) == NEXT


def test_a_day_that_moved_takes_what_comes_before_it_now() -> None:
    moved = replace(FIRST, starts_at=NEXT.starts_at + WEEK, closes_at=NEXT.closes_at + WEEK)
    assert following(CLOSES - WEEK, [moved, NEXT]) == NEXT
    assert following(NEXT.closes_at, [moved, NEXT]) == moved
    sooner = replace(FIRST, starts_at=CLOSES + WEEK, closes_at=CLOSES - WEEK)
    assert following(CLOSES - timedelta(1), [sooner, NEXT]) == NEXT


def test_what_was_not_taken_in_time_comes_before_a_day_that_is_still_ahead() -> None:
    held = replace(FIRST, state=DayState.HELD)
    assert following(CLOSES - WEEK, [held, NEXT]) == held
    assert still_to_come(CLOSES - WEEK, [held, NEXT]) == NEXT
    assert next_of([held, NEXT]) == NEXT
    assert next_of([held]) is None


moments = st.datetimes(datetime(2027, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def plain_days(draw: st.DrawFn) -> Plain:
    starts = draw(moments)
    closes = starts - timedelta(hours=draw(st.integers(0, 60 * 24)))
    return Plain(starts, closes, draw(st.sampled_from(list(DayState))), new_id())


calendars = st.lists(plain_days(), max_size=8)


@given(moments, calendars)
def test_the_day_closes_after_the_issue_and_happens(received: datetime, days: list[Plain]) -> None:
    day = following(received, days)
    open_then = [d for d in days if d.state not in GONE and d.closes_at > received]
    assert (day is None) is (not open_then)
    if day is not None:
        assert day in open_then
        assert all(day.starts_at <= other.starts_at for other in open_then)


@given(st.lists(moments, max_size=8), calendars, st.data())
def test_cancelling_a_day_loses_nothing(
    issues: list[datetime], days: list[Plain], data: st.DataObject
) -> None:
    ahead = [day for day in days if day.state in AHEAD]
    if not ahead:
        return
    gone = data.draw(st.sampled_from(ahead))
    left = [replace(d, state=DayState.CANCELLED) if d is gone else d for d in days]
    for received in issues:
        before, after = still_to_come(received, days), still_to_come(received, left)
        if before is not gone:
            assert after == before  # nobody else is moved
            continue
        others = [d for d in ahead if d is not gone and d.closes_at > received]
        assert (after is None) is (not others)  # it waits only where there is no other
        assert after is None or (after.starts_at, after.id) >= (gone.starts_at, gone.id)


@given(moments, calendars)
def test_the_order_in_which_days_are_told_of_does_not_matter(
    received: datetime, days: list[Plain]
) -> None:
    assert following(received, days) == following(received, days[::-1])
