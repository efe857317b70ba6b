"""How times, distances and lists are said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from network.web.views import spoken

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (21, "3 weeks ago"),
        (70, "2 months ago"),
        (800, "2 years ago"),
    ],
)
def test_how_long_ago_is_said_roughly(days: int, said: str) -> None:
    assert spoken.ago(NOW - timedelta(days=days), NOW) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "very near"), (1609, "1 mile"), (1300, "0.8 miles"), (16_093, "10 miles")],
)
def test_distances_are_said_in_miles(metres: float, said: str) -> None:
    assert spoken.miles(metres) == said


def test_small_words_are_said_well() -> None:
    assert spoken.miles(3218, about=True) == "about 2 miles"
    assert spoken.day(date(2028, 1, 9), date(2026, 11, 22)) == "9 January 2028"
    assert spoken.listed(["a", "b", "c"], "or") == "a, b or c"
    assert spoken.sentence("") == ""
    assert spoken.inside("Blue Badge parking") == "Blue Badge parking"
    assert spoken.inside("Hearing loop") == "hearing loop"
