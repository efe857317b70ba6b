"""How a listing's freshness lapses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.core.errors import Invalid
from network.directory import freshness
from network.directory.freshness import Freshness
from network.directory.parts import LONDON

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
AGES = [Freshness.FRESH, Freshness.DUE, Freshness.STALE]


@pytest.mark.parametrize(
    ("confirmed", "months", "due"),
    [
        (datetime(2026, 1, 15, 12, tzinfo=UTC), 1, datetime(2026, 2, 15, 12, tzinfo=UTC)),
        (datetime(2026, 11, 30, 12, tzinfo=UTC), 3, datetime(2027, 2, 28, 12, tzinfo=UTC)),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), 12, datetime(2025, 2, 28, 12, tzinfo=UTC)),
        (datetime(2026, 1, 15, 12, tzinfo=LONDON), 6, datetime(2026, 7, 15, 12, tzinfo=LONDON)),
    ],
)
def test_a_listing_is_due_after_its_host_s_own_rhythm(
    confirmed: datetime, months: int, due: datetime
) -> None:
    assert freshness.due_at(confirmed, months) == due


def test_a_rhythm_nobody_offers_is_refused() -> None:
    with pytest.raises(Invalid, match="1, 3, 6 or 12") as refused:
        freshness.due_at(datetime(2026, 1, 1, tzinfo=UTC), 2)
    assert refused.value.field == "rhythmMonths"


def test_it_counts_as_not_checked_lately_one_calendar_month_after_due() -> None:
    due = datetime(2026, 1, 31, 9, tzinfo=UTC)
    assert freshness.stale_at(due) == datetime(2026, 2, 28, 9, tzinfo=UTC)


def test_each_state_begins_at_its_very_moment() -> None:
    confirmed = datetime(2026, 1, 1, tzinfo=UTC)
    due = freshness.due_at(confirmed, 3)
    stale = freshness.stale_at(due)
    moment = timedelta(microseconds=1)
    for at, expected in [
        (confirmed, Freshness.FRESH),
        (due - moment, Freshness.FRESH),
        (due, Freshness.DUE),
        (stale - moment, Freshness.DUE),
        (stale, Freshness.STALE),
    ]:
        assert freshness.freshness(confirmed, due, stale, at) is expected


def test_what_its_host_never_confirmed_is_unconfirmed() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert freshness.freshness(None, None, None, now) is Freshness.UNCONFIRMED


def test_space_is_believed_for_sixty_days() -> None:
    assert freshness.space_until(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(
        2026, 3, 2, tzinfo=UTC
    )


@given(MOMENTS, st.sampled_from(freshness.RHYTHMS), st.lists(st.integers(0, 800), min_size=2))
def test_time_alone_never_makes_a_listing_fresher(
    confirmed: datetime, months: int, days: list[int]
) -> None:
    due = freshness.due_at(confirmed, months)
    stale = freshness.stale_at(due)
    assert confirmed < due < stale
    ages = [
        AGES.index(freshness.freshness(confirmed, due, stale, confirmed + timedelta(days=n)))
        for n in sorted(days)
    ]
    assert ages == sorted(ages)
