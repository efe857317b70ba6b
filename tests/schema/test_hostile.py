"""Inputs nobody means well with: none is a fault of ours, and what is refused writes nothing."""

import json
import random
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from graphql import get_named_type
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import SQLModel
from starlette.applications import Starlette

from network.core.actor import service
from network.core.ids import new_id
from network.core.unit import Unit
from schema.base import global_id
from schema.build import door
from tests.conftest import OneTransaction
from tests.schema.asking import World, world
from tests.schema.conftest import House
from tests.schema.hostile import kind_of, spoilt
from tests.schema.inputs import INPUTS
from tests.schema.test_expectations import EXPECTED, heard, query

MANY = 600  # of some 15,000
COUNTED_ONLY = {"pace"}  # tries are counted, also those that are refused
SUMS = " union all ".join(
    f"select '{table.name}', count(*), sum(hashtext(t::text)) from \"{table.name}\" t"  # noqa: S608
    for table in SQLModel.metadata.sorted_tables
    if table.name not in COUNTED_ONLY
)
JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Case:
    """One change asked with something that is wrong, by somebody who may ask it."""

    change: str
    role: str
    why: str
    input: dict[str, Any]

    @property
    def body(self) -> bytes:
        """Write it as it goes over the wire: half pairs too."""
        asked = {"query": query(self.change, self.input), "variables": {"input": self.input}}
        return json.dumps(asked).encode()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as one:
        outer = await one.begin()
        yield one
        await outer.rollback()


@pytest.fixture
async def made(connection: AsyncConnection) -> World:
    opened = OneTransaction(connection)
    async with Unit(opened, service("test")) as keeper:
        return await world(keeper, opened)


def cases(made: World) -> Iterator[Case]:
    """Give every case there is: about one's own things, and about another's."""
    for change, input in INPUTS.items():
        for which in ("mine", "another's"):
            good = input(made, which)
            if good is not None:
                role = _who(change)
                yield from (Case(change, role, why, bad) for why, bad in spoilt(change, good))


def _who(change: str) -> str:
    """Find who may ask it, the host before others."""
    row = next(row for row in EXPECTED if row["change"] == change)
    may = [role for role, heard in row.items() if heard == "done"]
    return "host" if "host" in may else may[0]


async def kept(connection: AsyncConnection) -> Mapping[str, tuple[int, int]]:
    """Say of each table how many rows it has, and a sum over what stands in them."""
    return {name: (rows, sums) for name, rows, sums in await connection.execute(text(SUMS))}


async def asked(
    connection: AsyncConnection, http: httpx.AsyncClient, made: World, cases: Sequence[Case]
) -> AsyncIterator[tuple[Case, str]]:
    """Ask each, and undo it; give those that were taken wrongly, and how."""
    before = await kept(connection)
    for one in cases:
        undone = await connection.begin_nested()
        headers = {**made.headers[one.role], **JSON}
        answer = await http.post("/graphql", content=one.body, headers=headers)
        if answer.status_code >= 500 or "INTERNAL" in answer.text or "UNAVAILABLE" in answer.text:
            yield one, "fault"
        elif _refused(answer.json()) and (after := await kept(connection)) != before:
            yield one, f"wrote {[name for name in before if before[name] != after[name]]}"
        await undone.rollback()


def _refused(found: dict[str, Any]) -> bool:
    return "errors" in found or any(part["problems"] for part in found["data"].values())


def another(change: str, good: Mapping[str, Any]) -> dict[str, Any]:
    """Give an input that asks for something else in one part, and can be read."""
    parts = kind_of(change).fields.items()
    named = {name: get_named_type(part.type).name for name, part in parts}
    odd = {"String": "another", "Int": 77, "ID": global_id("Offer", new_id())}
    chosen = [name for name in named if name in good and named[name] in odd]
    part = max(chosen, key=lambda name: named[name] != "ID")
    return {**good, part: odd[named[part]]}


@pytest.mark.parametrize("change", sorted(set(INPUTS) - {"signOut"}))
async def test_a_word_used_again_for_something_else_does_nothing(
    connection: AsyncConnection, made: World, change: str
) -> None:
    row = next(row for row in EXPECTED if row["change"] == change and "done" in row.values())
    role = next(role for role in row if row[role] == "done")
    word = {"idempotencyKey": "used twice"}
    good = (INPUTS[change](made, row["thing"]) or {}) | word
    first, second = Case(change, role, "", good), Case(change, role, "", another(change, good))
    async with house(connection) as http:
        assert await heard_by(http, made, first) == "done"
        before = await kept(connection)
        assert await heard_by(http, made, first) == "done"
        assert await kept(connection) == before
        assert await heard_by(http, made, second) in {"conflict", "not_found", "invalid"}
        assert await kept(connection) == before


async def heard_by(http: httpx.AsyncClient, made: World, one: Case) -> str:
    answer = await http.post(
        "/graphql", content=one.body, headers={**made.headers[one.role], **JSON}
    )
    return heard(answer.json(), one.change)


@asynccontextmanager
async def house(connection: AsyncConnection) -> AsyncIterator[httpx.AsyncClient]:
    """Ask over one transaction."""
    app = Starlette(routes=door(House(OneTransaction(connection))).routes)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://alongside.test") as http:
        yield http


async def test_no_hostile_input_is_a_fault_and_what_is_refused_writes_nothing(
    connection: AsyncConnection, made: World
) -> None:
    chance = random.Random(20261125)  # noqa: S311  # the same ones every time
    every = list(cases(made))
    assert {one.change for one in every} == set(INPUTS) - {"signOut"}
    some = chance.sample(every, min(MANY, len(every)))
    async with house(connection) as http:
        wrong = [
            f"{one.change}: {one.why}: {how}"
            async for one, how in asked(connection, http, made, some)
        ]
    assert wrong == []
