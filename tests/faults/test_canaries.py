"""Two hundred canaries through all flows: none is found where it may not be.

`make canaries` lets out more. A leak that is planted on purpose is found, else this shows nothing.
"""

import logging
import os
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from graphql import GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument
from sqlalchemy import text

from network.core.actor import ANYONE
from network.core.snapshot import Snapshot
from network.core.unit import Unit
from network.directory import keepsake
from schema import build
from tests import make
from tests.conftest import NOW, OneTransaction
from tests.faults.canaries import KINDS, Cage, Logs, at_home, looked_through
from tests.faults.flows import Town, api, live
from tests.make_people import Asking
from tests.web.conftest import read
from tests.web.signing import browsing

MANY = int(os.environ.get("CANARIES", "200"))
PAGES = 150


@pytest.fixture
def town(steward: Unit, asking: Asking, sessions: OneTransaction, tmp_path: Path) -> Town:
    """Give a town in which nothing has happened yet."""
    return Town(Cage(), steward, asking, sessions, tmp_path, max(2, MANY // len(KINDS)))


async def test_no_canary_is_found_where_it_may_not_be(town: Town) -> None:
    with Logs() as logs:
        await live(town)
        await overhear(town)
    town.cage.hear("the logs", logs.words)
    assert len(town.cage.birds) >= MANY
    assert await at_home(town.cage, town.sessions) == {
        *("email", "invited", "name", "phone", "address", "report", "reason")
    }
    assert town.cage.strays() == []
    assert await looked_through(town.cage, town.sessions) == []


async def overhear(town: Town) -> None:
    """Take down all that anybody can read: every page, every answer, the snapshot on disk."""
    async with browsing(town.sessions, town.folder, NOW) as browser:
        await _pages(town.cage, browser.client)
        await _answers(town.cage, browser.client)
    async with Unit(town.sessions, ANYONE) as unit:
        kept = await unit.read(keepsake.make, "sussex", NOW)
    snapshot = Snapshot(town.folder)
    snapshot.write(kept)
    town.cage.hear("the snapshot", str(snapshot.read()))
    for file in town.folder.rglob("*"):
        if file.is_file():
            town.cage.hear(f"the file {file.name}", file.read_bytes().decode(errors="replace"))


async def _pages(cage: Cage, client: httpx.AsyncClient) -> None:
    """Follow every link from the first page on, as anyone."""
    seen: dict[str, None] = {}
    ahead = ["/", "/find?q=door", "/readyz", "/healthz", "/kinds", "/privacy", "/nowhere"]
    while ahead and len(seen) < PAGES:
        path = ahead.pop(0).partition("#")[0]
        if path in seen or (path.startswith(("/static", "/find?")) and len(seen) > PAGES // 2):
            continue
        seen[path] = None
        answer = await client.get(path, follow_redirects=True)
        cage.hear(path, f"{answer.text}\n{dict(answer.headers)}")
        ahead += [link for link in read(answer).links if link.startswith("/")]
    assert any(path.startswith("/offers/behind-a-closed-door") for path in seen)


async def _answers(cage: Cage, client: httpx.AsyncClient) -> None:
    """Ask the API, as anyone, for every field of offers and organisations and of what is theirs."""
    for root, name in (("offers", "Offer"), ("organisations", "Organisation")):
        for part in _parts(name):
            query = f"{{ {root}(first: 50) {{ nodes {{ id {part} }} }} }}"
            answer = await api(client, query)
            assert answer.status_code == 200, answer.text
            cage.hear(query, answer.text)


def _parts(name: str) -> list[str]:
    """Give each field of a type that needs nothing said, with the plain fields below it."""
    kind = build.core().type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    found = []
    for field, shape in kind.fields.items():
        if any(is_required_argument(one) for one in shape.args.values()):
            continue
        below = get_named_type(shape.type)
        if is_leaf_type(below):
            found.append(field)
        elif isinstance(below, GraphQLObjectType):
            plain = [f for f, s in below.fields.items() if is_leaf_type(get_named_type(s.type))]
            found += [f"{field} {{ {' '.join(plain)} }}"] if plain else []
    assert len(found) > 5
    return found


LEAKS = {
    "the record": """insert into event (id, name, about, by_name, detail, seq, chain)
        values (gen_random_uuid(), 'x', gen_random_uuid(), '',
        jsonb_build_object('why', cast(:bird as text)), 999999, '')""",
    "another table": "update site set getting_there = :bird",
    "a letter": """insert into letter (id, "to", text, about, state, tries, next_try_at, made_at)
        values (gen_random_uuid(), 'x@example.org', :bird, gen_random_uuid(), 'sent', 0, now(),
        now())""",
}


@pytest.mark.parametrize("where", list(LEAKS))
async def test_a_leak_that_is_planted_in_a_table_is_found(town: Town, where: str) -> None:
    bird = town.cage.out("address")
    assert await looked_through(town.cage, town.sessions) == []
    async with town.sessions.writing() as db, db.begin():
        await db.execute(text(LEAKS[where]), {"bird": bird})
    assert {value for _, value, _ in await looked_through(town.cage, town.sessions)} == {bird}


async def test_a_leak_that_is_planted_on_a_page_is_found_and_in_every_other_way_out(
    town: Town,
) -> None:
    bird = town.cage.out("address")
    run_by = await make.organisation(town.keeper, NOW)
    shown: dict[str, Any] = {"title": "Behind a closed door", "what_happens": f"Ring at {bird}."}
    await make.offer(town.keeper, NOW, run_by.id, districts=[make.HASTINGS], **shown)
    await overhear(town)
    found = {where for _, _, where in town.cage.strays()}
    assert any(where.startswith("/offers/") for where in found)
    assert any("whatHappens" in where for where in found)
    assert "the snapshot" in found


def test_a_leak_that_is_planted_in_a_log_is_found(town: Town) -> None:
    bird = town.cage.out("search")
    with Logs() as logs:
        logging.getLogger("uvicorn.error").warning("%s was asked for", bird)
        structlog.get_logger("web").warning("asked", words=bird)
    town.cage.hear("the logs", logs.words)
    assert len(logs.lines) == 1
    assert logs.words.count(bird) == 2
    assert town.cage.strays() == [("search", bird, "the logs")]
