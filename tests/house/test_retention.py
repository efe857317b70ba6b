"""All that is kept about people is in one table, with its time: nothing is kept beside it."""

from itertools import chain

import pytest
from sqlalchemy import Column
from sqlmodel import SQLModel

from network.core.fields import Privacy
from network.retention import RULES
from network.retention.rule import Rule
from tests.house.tree import modules

_ALL = list(modules())
COLUMNS = {str(c): c for table in SQLModel.metadata.sorted_tables for c in table.columns}
ABOUT_PEOPLE = [c for c in COLUMNS.values() if c.info.get("privacy") is not Privacy.PUBLIC]
NAMED = list(chain.from_iterable(rule.holds for rule in RULES))


@pytest.mark.parametrize("column", ABOUT_PEOPLE, ids=str)
def test_a_column_about_people_stands_in_the_table_of_what_is_kept(column: Column[object]) -> None:
    """A new one wants a rule in `network/retention`: what it is, why, how long, who sees it."""
    assert NAMED.count(str(column)) == 1


def test_the_table_names_no_column_that_is_not_there() -> None:
    assert sorted(set(NAMED) - set(COLUMNS)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_all_that_people_ask_and_a_time_has_a_verb(rule: Rule) -> None:
    assert all((rule.what, rule.holds, rule.why, rule.who, rule.until))
    assert rule.clear is not None or rule.after is None
    assert rule.how_long.endswith(".")


def test_each_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
