"""Every column says how carefully it is kept."""

import pytest
from sqlalchemy import Column
from sqlmodel import SQLModel

from network.core.fields import Privacy
from tests.house.tree import modules

_ALL = list(modules())
COLUMNS = [column for table in SQLModel.metadata.sorted_tables for column in table.columns]


def test_there_are_columns_to_look_at() -> None:
    assert len(COLUMNS) > 100


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_carries_one_privacy_tag(column: Column[object]) -> None:
    assert column.info.get("privacy") in set(Privacy)


def test_the_addresses_that_are_withheld_are_secret() -> None:
    secret = {str(c) for c in COLUMNS if c.info.get("privacy") is Privacy.SECRET}
    assert {"siteaddress.address", "siteaddress.postcode"} <= secret


def test_what_the_public_may_find_holds_nothing_that_is_not_public() -> None:
    tags = {c.info.get("privacy") for c in COLUMNS if c.table.name == "listing"}
    assert tags == {Privacy.PUBLIC}
