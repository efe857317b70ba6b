"""The tags find all that is kept about a person, in tables that were not made yet when this was."""

import pytest
from sqlalchemy import Uuid
from sqlmodel import SQLModel

from network.core.fields import Privacy
from network.core.privacy import ADDRESSES, FOR_EVER, PEOPLE
from tests.house.tree import modules

_ALL = list(modules())
TABLES = SQLModel.metadata.sorted_tables
PERSONAL = [c for t in TABLES for c in t.columns if c.info.get("privacy") is Privacy.PERSONAL]


@pytest.mark.parametrize("column", [c for c in PERSONAL if isinstance(c.type, Uuid)], ids=str)
def test_a_column_that_points_at_a_person_is_found(column: object) -> None:
    assert getattr(column, "name", "") in PEOPLE


@pytest.mark.parametrize("table", [t for t in TABLES if t.name != "person"], ids=str)
def test_a_table_with_something_personal_leads_to_whose_it_is(table: object) -> None:
    columns = [c for c in PERSONAL if c.table is table]
    assert not columns or {c.name for c in columns} & (PEOPLE | ADDRESSES)


@pytest.mark.parametrize("column", PERSONAL, ids=str)
def test_erasing_can_empty_a_column_or_take_its_row_along(column: object) -> None:
    named = getattr(column, "name", "")
    table = getattr(column, "table", None)
    if named not in PEOPLE or table is None or table.name in FOR_EVER:
        return
    cascades = any(key.ondelete == "CASCADE" for key in getattr(column, "foreign_keys", ()))
    assert cascades or getattr(column, "nullable", False)
