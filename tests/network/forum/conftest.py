"""What every test of the forum stands in: a network with a facilitator and two members."""

from datetime import datetime

import pytest

from network.core.unit import Unit
from tests import make_forum
from tests.make_forum import Asking, Network


@pytest.fixture
async def net(steward: Unit, asking: Asking, now: datetime) -> Network:
    """Give a network in Sussex."""
    return await make_forum.network(steward, asking, now)
