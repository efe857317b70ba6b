"""No count tells of anybody: the rule as the taxonomy says it."""

import json
from datetime import date

import pytest

from network.core.disclosure import FEWEST, quarter, rounded, shown
from tests.house.tree import text_of

RULE = json.loads(text_of("seed/vocabularies/taxonomy.json"))["disclosure_control"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0"),
        (1, "fewer than 8"),
        (7, "fewer than 8"),
        (8, "about 10"),
        (12, "about 10"),
        (13, "about 15"),
        (212, "about 210"),
        (1_234, "about 1,235"),
    ],
)
def test_a_count_is_said_so_that_nobody_can_be_told_from_it(count: int, said: str) -> None:
    assert shown(count) == said


def test_the_rule_is_that_of_the_taxonomy() -> None:
    assert RULE["k_min"] == FEWEST
    assert (
        "0 shown as 0. 1 to 7 shown as “Fewer than 8”. 8 and over rounded to nearest 5."
        in (RULE["rule"])
    )
    assert all((rounded(n) is None) is (0 < n < FEWEST) for n in range(100))
    assert all(abs((rounded(n) or 0) - n) <= 2 for n in range(8, 500))


def test_there_are_no_fewer_than_none() -> None:
    with pytest.raises(ValueError, match="-1"):
        rounded(-1)


def test_a_quarter_begins_in_january_april_july_and_october() -> None:
    begins = {quarter(date(2026, month, 28)) for month in range(1, 13)}
    assert begins == {date(2026, month, 1) for month in (1, 4, 7, 10)}
