"""A schema of three types, so that the door is tested without a directory behind it."""

from contextlib import AbstractAsyncContextManager
from typing import Literal

import httpx
import strawberry
from graphql import GraphQLSchema
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.applications import Starlette

from network.core.errors import Denied, Invalid, Missing, TooMany
from network.core.outside import Outside
from network.core.settings import Settings
from schema.base import PageInfo
from schema.http import Door


@strawberry.type
class Thing:
    name: str

    @strawberry.field
    def again(self) -> "Thing":
        return self

    @strawberry.field
    def many(self, first: int | None = 20) -> list["Thing"]:
        return [self] * min(first or 0, 3)


@strawberry.type
class ThingConnection:
    nodes: list[Thing]
    page_info: PageInfo


@strawberry.type
class Query:
    @strawberry.field
    async def things(self, first: int | None = 20, text: str | None = None) -> ThingConnection:
        refuse(text)
        return ThingConnection(
            nodes=[Thing(name=text or "a")] * min(first or 0, 3), page_info=NO_MORE
        )

    @strawberry.field
    async def thing(self, text: str | None = None) -> Thing | None:
        refuse(text)
        return Thing(name=text or "a")


NO_MORE = PageInfo(has_next_page=False, has_previous_page=False, start_cursor=None, end_cursor=None)
REFUSALS: dict[str | None, Exception] = {
    "missing": Missing("There is no such thing."),
    "denied": Denied("This is not yours to do."),
    "invalid": Invalid("Enter a town.", field="text", suggestion="Hove"),
    "too many": TooMany("Wait a minute."),
    "fault": ValueError("password=hunter2"),
    "gone": ConnectionRefusedError("10.0.0.7 refused"),
}


def refuse(text: str | None) -> None:
    if text in REFUSALS:
        raise REFUSALS[text]


def schema() -> GraphQLSchema:
    return strawberry.Schema(Query)._schema  # noqa: SLF001


class NoSessions:
    """No database: whoever opens one learns that it is away."""

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        raise ConnectionRefusedError

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        raise ConnectionRefusedError


class Still:
    def now(self) -> int:
        return 1


class TinyHouse:
    version = Still()
    sessions = NoSessions()
    outside = Outside()

    def __init__(self, mode: Literal["development", "production"] = "production") -> None:
        self.settings = Settings(mode=mode)


def door(trusted: dict[str, str] | None = None, house: TinyHouse | None = None) -> Door:
    return Door(house or TinyHouse(), schema(), lambda: 1, trusted or {})


def client(door: Door) -> httpx.AsyncClient:
    app = Starlette(routes=door.routes)
    transport = httpx.ASGITransport(door.in_front_of(app))
    return httpx.AsyncClient(transport=transport, base_url="http://alongside.test")
