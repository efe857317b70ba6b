"""How often an offer was seen, over the API: for its hosts and stewards, in round numbers."""

from typing import Any

import pytest

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory import seen
from network.directory.seen import Tally
from network.directory.tables import Offer, Organisation
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api, fresh
from tests.schema.signed import as_, somebody
from tests.schema.test_writing_people import by_key, made

SEEN = "query($i: ID!) { node(id: $i) { ... on Offer { seen { begins opened found } } } }"
MANY = "{ offers(first: 50) { nodes { seen { opened } } } }"


@pytest.fixture
async def group(steward: Unit) -> Organisation:
    return await make.organisation(steward, NOW, home_district=make.HASTINGS)


@pytest.fixture
async def offer(steward: Unit, group: Organisation) -> Offer:
    """Make an offer whose page was opened 23 times, and which was found 5 times."""
    one = await make.offer(steward, NOW, group.id)
    tally = Tally()
    tally.pages[one.id], tally.results[one.id] = 23, 5
    await steward.count(seen.add, tally, NOW)
    return one


async def told(api: Api, offer: Offer) -> Any:
    return (await api.data(SEEN, i=global_id("Offer", offer.id)))["node"]["seen"]


async def test_its_hosts_and_stewards_are_told_in_round_numbers(
    api: Api, steward: Unit, sessions: Sessions, group: Organisation, offer: Offer
) -> None:
    assert offer.kept_by is not None
    host = await somebody(steward, sessions, (Role.HOST, group.id))
    keeper = await somebody(steward, sessions, (Role.STEWARD, offer.kept_by), strong=True)
    for who in (host, keeper):
        found = await told(as_(api, who), offer)
        assert found[0] == {"begins": "2026-10-01", "opened": "about 25", "found": "fewer than 8"}
        assert found[1] == {"begins": "2026-07-01", "opened": "0", "found": "0"}
        assert len(found) == 4


async def test_nobody_else_is_told_programs_included(
    api: Api, steward: Unit, sessions: Sessions, group: Organisation, offer: Offer
) -> None:
    assert offer.kept_by is not None
    other = await make.organisation(steward, NOW, name="Another group")
    host = await somebody(steward, sessions, (Role.HOST, group.id))
    key = await made(as_(api, host), group)
    weak = await somebody(steward, sessions, (Role.STEWARD, offer.kept_by))
    stranger = await somebody(steward, sessions, (Role.HOST, other.id))
    for asking in (api, by_key(api, key["token"]), as_(api, weak), as_(api, stranger)):
        assert await told(asking, offer) is None


async def test_of_many_offers_it_takes_as_many_statements_as_of_two(
    api: Api,
    steward: Unit,
    sessions: Sessions,
    group: Organisation,
    offer: Offer,
    statements: list[str],
) -> None:
    host = as_(api, await somebody(steward, sessions, (Role.HOST, group.id)))
    assert offer.id
    counts = []
    for many in (2, 20):
        while len((await host.data(MANY))["offers"]["nodes"]) < many:
            await make.offer(steward, NOW, group.id)
        with fresh(statements):
            nodes = (await host.data(MANY))["offers"]["nodes"]
            counts.append(len(statements))
        assert {len(node["seen"] or ()) for node in nodes} <= {0, 4}
        assert any(node["seen"] for node in nodes)
    assert counts[0] == counts[1]
