"""What tests of people ask for besides."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from network.core import database
from tests import postgres
from tests.conftest import OneTransaction


@pytest.fixture
def sessions_of(sessions: OneTransaction) -> OneTransaction:
    """Give the way to the database under a name that is not our room's."""
    return sessions


@pytest.fixture
async def own(server: str) -> AsyncIterator[AsyncEngine]:
    """Open an empty database of its own, for what several do at once and each commits."""
    opened = database.engine(await postgres.make_database(server, "people"))
    yield opened
    await opened.dispose()
    await postgres.drop_database(server, "people")
