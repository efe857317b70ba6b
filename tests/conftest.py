"""What every test may ask for: a real PostgreSQL, migrated once, and a unit for whoever asks."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from network.core import database
from network.core.actor import ANYONE, Actor, service
from network.core.unit import Unit
from network.directory import terms
from tests import make, postgres

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The moment tests live in: a Sunday at noon."""


os.environ["SECRET"] = "known to everybody who reads this, so for tests only"  # noqa: S105  # no secret


# A script that starts the tests with `&` has them ignore ctrl-C, and all they start as well.
signal.signal(signal.SIGINT, signal.default_int_handler)


class OneTransaction:
    """Sessions on one connection whose outer transaction is thrown away after the test."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session inside the test's transaction."""
        async with AsyncSession(
            self._connection,
            expire_on_commit=False,
            autoflush=False,
            join_transaction_mode="rollback_only",
        ) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose commit ends a savepoint only."""
        async with AsyncSession(
            self._connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        ) as session:
            yield session


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[str]:
    """Run PostgreSQL for all tests of this worker, with a migrated template."""
    async with postgres.running() as address:
        await postgres.make_template(address)
        yield address


@pytest.fixture(scope="session")
async def engine(server: str) -> AsyncIterator[AsyncEngine]:
    """Open a database that holds the words, two localities and some noise, made once."""
    address = await postgres.make_database(server, "shared")
    shared = database.engine(address, patient=True)
    terms.forget()
    await make.world(shared, NOW)
    yield shared
    await shared.dispose()


@pytest.fixture
async def sessions(engine: AsyncEngine) -> AsyncIterator[OneTransaction]:
    """Give sessions whose every change is undone after the test."""
    terms.forget()
    async with engine.connect() as connection:
        outer = await connection.begin()
        yield OneTransaction(connection)
        await outer.rollback()
    terms.forget()


@pytest.fixture
async def unit(sessions: OneTransaction) -> AsyncIterator[Unit]:
    """Ask as anyone."""
    async with Unit(sessions, ANYONE) as one:
        yield one


@pytest.fixture
async def steward(sessions: OneTransaction) -> AsyncIterator[Unit]:
    """Ask as the service itself, as seeds do."""
    async with Unit(sessions, service("test")) as one:
        yield one


@pytest.fixture
def asking(sessions: OneTransaction) -> Callable[[Actor], Unit]:
    """Make a unit for an actor of the test's own choice: `asking(actor)`."""
    return partial(Unit, sessions)


@pytest.fixture
def now() -> datetime:
    """The moment of the test."""
    return NOW
