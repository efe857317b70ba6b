"""The demonstration as it is loaded, in a database of its own, loaded once."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from network.core import database
from network.core.actor import service
from network.core.unit import EngineSessions, Unit
from network.directory import terms
from seed import demonstration
from tests import postgres
from tests.conftest import NOW, OneTransaction


@pytest.fixture(scope="module")
async def seeded(server: str) -> AsyncIterator[AsyncEngine]:
    """Open a database in which the demonstration was loaded, by its own way in."""
    engine = database.engine(await postgres.make_database(server, "seeded"))
    terms.forget()
    async with Unit(EngineSessions(engine), service("seed")) as unit:
        await demonstration.load(unit, NOW, lambda *_: None)
    yield engine
    await engine.dispose()
    terms.forget()
    await postgres.drop_database(server, "seeded")


@pytest.fixture
async def looking(seeded: AsyncEngine) -> AsyncIterator[Unit]:
    """Look things up in the demonstration as anyone."""
    terms.forget()
    async with Unit(EngineSessions(seeded)) as unit:
        yield unit
    terms.forget()


@pytest.fixture
async def seeding(seeded: AsyncEngine) -> AsyncIterator[Unit]:
    """Load into the demonstration once more; what that changes is thrown away."""
    terms.forget()
    async with seeded.connect() as connection:
        outer = await connection.begin()
        async with Unit(OneTransaction(connection), service("seed")) as unit:
            yield unit
        await outer.rollback()
    terms.forget()


@pytest.fixture
async def empty(server: str) -> AsyncIterator[Unit]:
    """Load into a database that holds nothing yet."""
    engine = database.engine(await postgres.make_database(server, "empty"))
    terms.forget()
    async with Unit(EngineSessions(engine), service("seed")) as unit:
        yield unit
    await engine.dispose()
    terms.forget()
    await postgres.drop_database(server, "empty")
