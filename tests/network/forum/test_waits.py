"""The median that counts who still waits, against tables worked out elsewhere and by hand."""

from collections import Counter
from fractions import Fraction
from statistics import median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.forum import waits
from network.forum.waits import Wait

WAITS = st.lists(st.builds(Wait, st.integers(0, 60), st.booleans()), max_size=30)


def told(*days: int | str) -> list[Wait]:
    """Read waits: 6 was answered after six days, "6+" waits still."""
    return [Wait(int(str(day).rstrip("+")), not str(day).endswith("+")) for day in days]


def test_it_agrees_with_a_table_worked_out_by_hand() -> None:
    # 6 asked. After 5: 5/6. One stops being watched at 8. After 12: 5/6 · 3/4. After 20: · 1/2.
    curve = waits.still_waiting(told(5, "8+", 12, "15+", 20, "31+"))
    assert [(at.days, at.share) for at in curve] == [
        (5, Fraction(5, 6)),
        (12, Fraction(5, 8)),
        (20, Fraction(5, 16)),
    ]
    assert waits.median(told(5, "8+", 12, "15+", 20, "31+")) == 20


def test_it_agrees_with_a_published_table() -> None:
    # Freireich and others, Blood 21 (1963): 21 treated; the textbook example of this method.
    treated = told(
        *(6, 6, 6, "6+", 7, "9+", 10, "10+", "11+", 13, 16, "17+", "19+", "20+", 22, 23),
        *("25+", "32+", "32+", "34+", "35+"),
    )
    shares = [(at.days, round(float(at.share), 3)) for at in waits.still_waiting(treated)]
    assert shares == [
        (6, 0.857),
        (7, 0.807),
        (10, 0.753),
        (13, 0.690),
        (16, 0.627),
        (22, 0.538),
        (23, 0.448),
    ]
    assert waits.median(treated) == 23


@pytest.mark.parametrize(
    ("given_", "median"),
    [
        ([], None),
        (told("300+"), None),
        (told(7), 7),
        # Two quick answers beside three that never came: no median, not “2 days”.
        (told(2, 2, "90+", "90+", "90+"), None),
        (told(2, 2, 2, "90+", "90+"), 2),
        (told(10, "10+"), 10),
    ],
    ids=str,
)
def test_silence_is_not_hidden(given_: list[Wait], median: int | None) -> None:
    assert waits.median(given_) == median


def test_the_oldest_waiting_comes_first() -> None:
    assert waits.unanswered(told(5, "8+", 12, "31+", "15+")) == [31, 15, 8]


@settings(deadline=None)
@given(WAITS)
def test_with_nobody_waiting_it_is_the_plain_median(some: list[Wait]) -> None:
    answered = [Wait(wait.days, answered=True) for wait in some]
    plain = median_low([wait.days for wait in some]) if some else None
    assert waits.median(answered) == plain


@settings(deadline=None)
@given(WAITS, st.integers(0, 60))
def test_the_share_still_waiting_is_the_chance_worked_out_day_by_day(
    some: list[Wait], upto: int
) -> None:
    chance = Fraction(1)
    answers = Counter(wait.days for wait in some if wait.answered)
    for day in range(upto + 1):
        left = sum(wait.days >= day for wait in some)
        chance *= 1 - Fraction(answers[day], left) if left else 1
    curve = [at.share for at in waits.still_waiting(some) if at.days <= upto]
    assert (curve[-1] if curve else 1) == chance


@settings(deadline=None)
@given(WAITS, st.integers(0, 30))
def test_waiting_on_never_makes_a_forum_look_quicker(some: list[Wait], longer: int) -> None:
    waited = [Wait(w.days + (0 if w.answered else longer), w.answered) for w in some]
    before, after = waits.median(some), waits.median(waited)
    assert after is None or (before is not None and after >= before)
