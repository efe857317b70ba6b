"""The API over a real database: a house whose clock stands still, and a way to ask it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from network.core.outside import Outside
from network.core.settings import Settings
from network.core.unit import Sessions, Unit
from network.directory.parts import FocusLevel, Means
from network.directory.tables import Offer
from schema.build import door
from tests import make
from tests.conftest import NOW
from tests.schema.tiny import Still


@dataclass(frozen=True)
class House:
    sessions: Sessions
    settings: Settings = field(default_factory=lambda: Settings(secret="f" * 64))
    outside: Outside = field(default_factory=lambda: Outside(clock=lambda: NOW))
    version: Still = field(default_factory=Still)


class Api:
    """Asks as a client would, and gives back the JSON."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def __call__(self, query: str, **variables: Any) -> dict[str, Any]:
        response = await self.http.post("/graphql", json={"query": query, "variables": variables})
        assert response.status_code < 500, response.text
        found: dict[str, Any] = response.json()
        return found

    async def data(self, query: str, **variables: Any) -> Any:
        """Ask what has to be answered without an error."""
        found = await self(query, **variables)
        assert "errors" not in found, found["errors"]
        return found["data"]

    async def refusal(self, query: str, **variables: Any) -> tuple[str, str]:
        """Ask what has to be refused; give the code and the sentence."""
        (error,) = (await self(query, **variables))["errors"]
        return error["extensions"]["code"], error["message"]


@asynccontextmanager
async def opened(house: House) -> AsyncIterator[Api]:
    """Ask a house."""
    transport = httpx.ASGITransport(Starlette(routes=door(house).routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://alongside.test") as http:
        yield Api(http)


@pytest.fixture
async def api(sessions: Sessions) -> AsyncIterator[Api]:
    async with opened(House(sessions)) as one:
        yield one


@pytest.fixture
def statements(engine: AsyncEngine) -> Iterator[list[str]]:
    """List the statements sent to the database.

    Left out: savepoints of the tests themselves, and the look whether the words have changed,
    which is sent once a second however many ask.
    """
    sent: list[str] = []

    def note(*args: Any) -> None:
        if "SAVEPOINT" not in args[2] and "directory.words" not in args[2]:
            sent.append(args[2])

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine.sync_engine, "before_cursor_execute", note)


@contextmanager
def fresh(statements: list[str]) -> Iterator[list[str]]:
    """Count only what is sent inside."""
    statements.clear()
    yield statements


@pytest.fixture
async def table(steward: Unit) -> Offer:
    """Make one offer with everything filled in."""
    run_by = await make.organisation(
        steward,
        NOW,
        about="We meet by the sea.",
        website="https://door.example",
        contacts=[{"means": Means.PHONE, "value": "01424 000000"}],
        charity_number="1234567",
    )
    place = await make.site(
        steward, run_by.id, access={"step_free": "yes", "hearing_loop": "no"}, access_words="Ask."
    )
    return await make.offer(
        steward,
        NOW,
        run_by.id,
        sites=[place.id],
        checked_days_ago=3,
        what_happens="Tea and talk.",
        also_kinds=["activity"],
        settings=["community_place"],
        themes=["ups_downs", "worry"],
        made_for=[{"community": "lgbtq", "level": FocusLevel.BY_AND_FOR, "words": "Run by us."}],
        leadership="peers_all",
        first_visit=[{"title": "Say hello", "line": "Someone is at the door."}],
        reply_time="week",
        session_limit=12,
        usual_size=8,
        languages=["eng"],
        districts=[make.HASTINGS, make.ROTHER],
        schedule=[{"starts": "2026-01-06T14:00", "minutes": 120, "rule": "FREQ=WEEKLY"}],
        contacts=[{"means": Means.WEB, "value": "https://door.example", "who": "Sam"}],
        peers={"paid": 1, "volunteers": 4, "members": True, "supervised_by_peer": None},
        values=[{"value": "mutual", "words": "We all bring something."}],
        space="wait",
        wait_weeks=2,
    )
