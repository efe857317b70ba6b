"""Who asks: a cookie vouches for our own pages only, a key has to be one of ours."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from network.core.unit import Sessions, Unit
from network.directory.tables import Offer
from network.people import sessions as room
from schema.asker import ELSEWHERE, NO_KEY, SIGN_IN
from schema.build import core, door
from schema.documents import digest_of, trusted_texts
from schema.http import Door
from tests.conftest import NOW
from tests.schema.conftest import Api, House
from tests.schema.signed import Somebody, as_, somebody

START = """mutation($input: OrganisationInput!) {
  createOrganisation(input: $input) { organisation { name } problems { message } } }"""
TEA = {"input": {"name": "Tea and Talk", "host": "user_led"}}
WORDS = '{ vocabulary(code: "kind") { code } }'


@pytest.fixture
async def jo(steward: Unit, sessions: Sessions) -> Somebody:
    return await somebody(steward, sessions)


async def sent(api: Api, query: str, headers: dict[str, str], **variables: Any) -> httpx.Response:
    body = {"query": query, "variables": variables}
    return await api.http.post("/graphql", json=body, headers=headers)


def error(response: httpx.Response) -> tuple[int, str, str]:
    (found,) = response.json()["errors"]
    return response.status_code, found["extensions"]["code"], found["message"]


async def test_a_change_that_is_not_anyones_wants_somebody_who_is_known(api: Api) -> None:
    response = await sent(api, START, {}, **TEA)
    assert error(response) == (401, "UNAUTHENTICATED", SIGN_IN)
    assert response.headers["www-authenticate"] == "Bearer"
    assert "data" not in response.json()


async def test_nothing_of_a_document_is_done_when_one_part_is_not_anyones(api: Api) -> None:
    query = START.replace("mutation", "mutation Two").replace(
        "{\n  createOrganisation", "{ ...Rest } fragment Rest on Mutation {\n  createOrganisation"
    )
    assert error(await sent(api, query, {}, **TEA))[1] == "UNAUTHENTICATED"


async def test_a_person_is_known_by_their_session(api: Api, jo: Somebody) -> None:
    data = await as_(api, jo).data(START, **TEA)
    assert data["createOrganisation"] == {"organisation": {"name": "Tea and Talk"}, "problems": []}


@pytest.mark.parametrize(
    "origin",
    [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://other.test"}, {"origin": "null"}],
)
async def test_a_cookie_vouches_for_pages_of_ours_only(
    api: Api, jo: Somebody, origin: dict[str, str]
) -> None:
    cookie = {"cookie": jo.headers["cookie"]}
    response = await sent(api, START, cookie | origin, **TEA)
    assert error(response) == (403, "FORBIDDEN", ELSEWHERE)


@pytest.mark.parametrize(
    "word", ["Bearer as_nothing", "bearer ", "Basic dTpw", "as_nothing", "\xe9"]
)
async def test_a_key_that_is_none_of_ours_is_refused_for_reading_too(api: Api, word: str) -> None:
    response = await sent(api, WORDS, {"authorization": word.encode("latin-1")})  # type: ignore[dict-item]
    assert error(response) == (401, "UNAUTHENTICATED", NO_KEY)


async def test_a_cookie_that_has_run_out_is_as_good_as_none(
    api: Api, steward: Unit, jo: Somebody
) -> None:
    old = await steward.write(room.open_, jo.id, NOW - timedelta(days=2))
    headers = jo.headers | {"cookie": jo.headers["cookie"].replace(jo.token, old)}
    assert (await sent(api, WORDS, headers)).json()["data"]["vocabulary"] == {"code": "kind"}
    assert error(await sent(api, START, headers, **TEA))[1] == "UNAUTHENTICATED"


async def test_a_session_in_use_goes_on(api: Api, steward: Unit, jo: Somebody) -> None:
    used = await steward.write(room.open_, jo.id, NOW - timedelta(hours=11))
    headers = jo.headers | {"cookie": jo.headers["cookie"].replace(jo.token, used)}
    assert (await sent(api, START, headers, **TEA)).status_code == 200
    known = await steward.read(room.actor_of, used, NOW + timedelta(hours=11))
    assert known.actor.person == jo.id


async def test_a_change_is_never_made_by_get(sessions: Sessions, jo: Somebody) -> None:
    query = 'mutation { createOrganisation(input: {name: "Tea and Talk"}) { organisation { id } } }'
    opened = Door(House(sessions), core(), None, {digest_of(query): query})
    transport = httpx.ASGITransport(Starlette(routes=opened.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://alongside.test") as http:
        asked = f"/graphql?documentId={digest_of(query)}"
        response = await http.get(asked, headers=jo.headers)
        assert error(response)[1:] == ("INVALID", "A change has to be sent by POST.")


async def test_what_somebody_signed_in_is_given_is_never_kept(
    sessions: Sessions, jo: Somebody, table: Offer
) -> None:
    text = next(text for text in trusted_texts().values() if "OneOffer" in text)
    asked = {"documentId": digest_of(text), "variables": f'{{"slug":"{table.slug}"}}'}
    opened = door(House(sessions))
    transport = httpx.ASGITransport(opened.in_front_of(Starlette(routes=opened.routes)))
    async with httpx.AsyncClient(transport=transport, base_url="http://alongside.test") as http:
        for _ in range(2):
            public = await http.get("/graphql", params=asked)
            assert public.headers["cache-control"] == "public, no-cache"
            own = await http.get("/graphql", params=asked, headers=jo.headers)
            assert own.headers["cache-control"] == "no-store"
            assert "etag" not in own.headers
            assert own.json()["data"]["offer"]["slug"] == table.slug
