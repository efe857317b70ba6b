"""Who may have what done: each role asks each change about each thing, on the real database.

What is expected stands in tests/schema/expectations.csv. It was decided cell by cell, not written
from what the code does; a change of it wants a second reader. A new change without rows fails.
"""

import csv
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.applications import Starlette

from network.core.actor import service
from network.core.unit import Unit
from schema.build import core, door
from tests.conftest import OneTransaction
from tests.schema.asking import ROLES, THINGS, World, world
from tests.schema.conftest import House
from tests.schema.inputs import INPUTS

TABLE = Path(__file__).with_name("expectations.csv")
Row = dict[str, str]


def rows() -> list[Row]:
    """Read the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EXPECTED = rows()
CHANGES = list(core().mutation_type.fields) if core().mutation_type else []  # type: ignore[union-attr]


def test_every_change_has_its_rows_and_its_input() -> None:
    assert {row["change"] for row in EXPECTED} == set(CHANGES)
    assert set(INPUTS) == set(CHANGES)


def test_the_table_has_a_column_for_each_role_and_knows_the_things() -> None:
    for row in EXPECTED:
        assert list(row) == ["change", "thing", *ROLES]
        assert row["thing"] in {*THINGS, "none"}
        assert all(row.values())


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as one:
        outer = await one.begin()
        yield one
        await outer.rollback()


@pytest.mark.parametrize("change", CHANGES)
async def test_each_role_may_do_what_was_decided_and_no_more(
    connection: AsyncConnection, change: str
) -> None:
    opened = OneTransaction(connection)
    async with Unit(opened, service("test")) as keeper:
        made = await world(keeper, opened)
    expected = [row for row in EXPECTED if row["change"] == change]
    found = [await asked(connection, made, change, row["thing"]) for row in expected]
    assert differing(found, expected) == []


def differing(found: list[Row], expected: list[Row]) -> list[tuple[str, str, str, str]]:
    """Name each cell that is otherwise: the thing, the role, what was heard, what was decided."""
    return [
        (row["thing"], role, heard[role], row[role])
        for heard, row in zip(found, expected, strict=True)
        for role in ROLES
        if heard[role] != row[role]
    ]


async def asked(connection: AsyncConnection, made: World, change: str, thing: str) -> Row:
    """Ask a change as each role, undo it each time, and say what each one heard."""
    input = INPUTS[change](made, thing)
    heard = {role: await tried(connection, made, role, change, input) for role in ROLES}
    return {"change": change, "thing": thing} | heard


async def tried(
    connection: AsyncConnection, made: World, role: str, change: str, input: Any
) -> str:
    """Ask once, and undo it."""
    undone = await connection.begin_nested()
    try:
        transport = httpx.ASGITransport(
            Starlette(routes=door(House(OneTransaction(connection))).routes)
        )
        async with httpx.AsyncClient(
            transport=transport, base_url="http://alongside.test", headers=made.headers[role]
        ) as http:
            body = {"query": query(change, input), "variables": {"input": input}}
            return heard((await http.post("/graphql", json=body)).json(), change)
    finally:
        await undone.rollback()


def query(change: str, input: Any) -> str:
    """Write the document that asks a change."""
    if input is None:
        return f"mutation {{ {change} {{ problems {{ code }} }} }}"
    kind = core().mutation_type.fields[change].args["input"].type  # type: ignore[union-attr]
    return (
        f"mutation($input: {kind}) {{ {change}(input: $input) {{ problems {{ code message }} }} }}"
    )


def heard(found: Any, change: str) -> str:
    """Say in one word what came of it."""
    if "errors" in found:
        return str(found["errors"][0]["extensions"]["code"]).lower()
    problems = found["data"][change]["problems"]
    return problems[0]["code"].lower() if problems else "done"
