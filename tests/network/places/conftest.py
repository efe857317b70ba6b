"""Sussex as it is seeded, in a database of its own; each test's changes are thrown away."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from network.core import database
from network.core.actor import service
from network.core.unit import EngineSessions, Unit
from seed import places
from tests import postgres
from tests.conftest import OneTransaction


@pytest.fixture(scope="session")
async def sussex(server: str) -> AsyncIterator[AsyncEngine]:
    address = await postgres.make_database(server, "places")
    engine = database.engine(address, patient=True)
    async with Unit(EngineSessions(engine), service("seed")) as unit:
        await places.sow(unit)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sessions(sussex: AsyncEngine) -> AsyncIterator[OneTransaction]:
    async with sussex.connect() as connection:
        outer = await connection.begin()
        yield OneTransaction(connection)
        await outer.rollback()


@pytest.fixture
async def anyone(sessions: OneTransaction) -> AsyncIterator[Unit]:
    async with Unit(sessions) as unit:
        yield unit


@pytest.fixture
async def keeper(sessions: OneTransaction) -> AsyncIterator[Unit]:
    async with Unit(sessions, service("places import")) as unit:
        yield unit
