"""What an offer said before, for those who may write it: paged, spelled out, put back."""

from typing import Any

import pytest

from network.core.actor import Role
from network.core.paging import cursor
from network.core.unit import Sessions, Unit
from network.directory import edits, offers
from network.directory.tables import Offer, Organisation
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api, fresh
from tests.schema.signed import as_, somebody
from tests.schema.writing import asked

PAST = """query($i: ID!, $n: Int, $after: String) { node(id: $i) { ... on Offer { version
  revisions(first: $n, after: $after) {
    nodes { id version by changed differences { field before after } }
    edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }"""
MANY = """{ offers(first: 50) { nodes { waits { field }
  revisions { nodes { changed by differences { field } } } } } }"""


@pytest.fixture
async def group(steward: Unit) -> Organisation:
    return await make.organisation(steward, NOW)


@pytest.fixture
async def jo(api: Api, steward: Unit, sessions: Sessions, group: Organisation) -> Api:
    return as_(api, await somebody(steward, sessions, (Role.HOST, group.id)))


@pytest.fixture
async def table(steward: Unit, group: Organisation, jo: Api) -> Offer:
    """Make an offer whose host changed its title five times."""
    offer = await make.offer(steward, NOW, group.id, title="Title 0")
    version = offer.version
    for number in range(1, 6):
        made = await asked(
            jo,
            "updateOffer",
            id=global_id("Offer", offer.id),
            version=version,
            title=f"Title {number}",
        )
        version = made["offer"]["version"]
    return offer


async def past(api: Api, offer: Offer, **more: Any) -> Any:
    found = await api.data(PAST, i=global_id("Offer", offer.id), **more)
    return found["node"]["revisions"]


def titles(found: Any) -> list[tuple[str, str]]:
    differ = [one for node in found["nodes"] for one in node["differences"]]
    assert {one["field"] for one in differ} <= {"title"}
    return [(one["before"], one["after"]) for one in differ]


async def test_each_edit_says_what_it_changed_the_newest_first(jo: Api, table: Offer) -> None:
    found = await past(jo, table)
    assert titles(found) == [(f"Title {n - 1}", f"Title {n}") for n in range(5, 0, -1)]
    assert found["nodes"][0]["changed"] == ["title"]


async def test_pages_of_edits_join_up(jo: Api, table: Offer) -> None:
    first = await past(jo, table, n=2)
    assert first["pageInfo"]["hasNextPage"] is True
    second = await past(jo, table, n=2, after=first["pageInfo"]["endCursor"])
    third = await past(jo, table, n=2, after=second["pageInfo"]["endCursor"])
    assert third["pageInfo"]["hasNextPage"] is False
    whole = [pair for page in (first, second, third) for pair in titles(page)]
    assert whole == [(f"Title {n - 1}", f"Title {n}") for n in range(5, 0, -1)]


@pytest.mark.parametrize("key", [("x",), (1.5,), (1, 2), (2**40,), (-1,), (True,)])
async def test_a_page_link_that_is_not_ours_is_refused(
    jo: Api, table: Offer, key: tuple[Any, ...]
) -> None:
    code, _ = await jo.refusal(PAST, i=global_id("Offer", table.id), after=cursor(*key))
    assert code == "INVALID"


async def test_nobody_else_reads_what_it_said_before(
    api: Api, steward: Unit, sessions: Sessions, table: Offer
) -> None:
    other = await make.organisation(steward, NOW, name="Another group")
    stranger = as_(api, await somebody(steward, sessions, (Role.HOST, other.id)))
    assert await past(api, table) is None
    assert await past(stranger, table) is None


async def test_an_edit_is_put_back_and_that_is_an_edit_too(jo: Api, table: Offer) -> None:
    found = await past(jo, table)
    version = (await jo.data(PAST, i=global_id("Offer", table.id)))["node"]["version"]
    oldest = found["nodes"][-1]["id"]
    made = await asked(jo, "restoreRevision", revision=oldest, version=version)
    assert (made["problems"], made["offer"]["title"]) == ([], "Title 0")
    assert titles(await past(jo, table, n=1)) == [("Title 5", "Title 0")]
    stale = await asked(jo, "restoreRevision", revision=oldest, version=version)
    assert stale["problems"][0]["code"] == "CONFLICT"


async def test_the_past_of_many_offers_takes_as_many_statements_as_of_two(
    steward: Unit, jo: Api, group: Organisation, statements: list[str]
) -> None:
    counts = []
    for many in (2, 20):
        while len((await jo.data(MANY))["offers"]["nodes"]) < many:
            offer = await make.offer(steward, NOW, group.id)
            said = edits.Amendment(offer.version, {"title": "Another title"})
            await steward.write(offers.amend, offer.id, said, NOW)
        with fresh(statements):
            nodes = (await jo.data(MANY))["offers"]["nodes"]
            counts.append(len(statements))
        assert all(len(node["revisions"]["nodes"]) == 1 for node in nodes if node["revisions"])
    assert counts[0] == counts[1]
