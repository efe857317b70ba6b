"""Somebody's browser on the service, another one elsewhere, and what is sent to the database."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from network.core.unit import Sessions
from tests.web.signing import Browser, browsing

JO, MO = "jo@example.org", "mo@example.org"
COOKIE, ASKING = "__Host-alongside", "__Host-asking"


@pytest.fixture
async def browser(sessions: Sessions, tmp_path: Path, now: datetime) -> AsyncIterator[Browser]:
    """Open a browser in which nobody is signed in."""
    async with browsing(sessions, tmp_path, now) as one:
        yield one


@pytest.fixture
async def other(sessions: Sessions, tmp_path: Path, now: datetime) -> AsyncIterator[Browser]:
    """Open a browser on another device."""
    async with browsing(sessions, tmp_path, now) as one:
        yield one


@pytest.fixture
def statements(engine: AsyncEngine) -> Iterator[list[str]]:
    """List the statements sent to the database, but for savepoints of the tests themselves."""
    sent: list[str] = []

    def note(*args: Any) -> None:
        if "SAVEPOINT" not in args[2]:
            sent.append(args[2])

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine.sync_engine, "before_cursor_execute", note)


def show(browser: Browser, name: str, value: str) -> None:
    """Give a browser a cookie, as whoever got hold of one would."""
    browser.client.cookies.set(name, value, domain="test.local", path="/")  # as one it was given
