"""Corners of the door that ordinary questions do not reach."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
from graphql import GraphQLError
from starlette.requests import Request
from starlette.types import Message

from network.core.errors import Missing
from network.core.unit import Unit
from network.directory import organisations
from network.directory.tables import Offer
from network.places import districts
from network.places.tables import DistrictFields
from schema import answer, documents, introspection
from schema import http as http_door
from schema.asked import from_address
from schema.base import global_id
from schema.cache import Cache, Key
from schema.documents import Documents, digest_of
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api
from tests.schema.spoiling import costly
from tests.schema.tiny import client, door, schema

JSON = {"content-type": "application/json"}


async def test_a_fault_before_anything_ran_is_masked_and_honest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(answer, "execute", broken)
    async with client(door()) as http:
        response = await http.post("/graphql", json={"query": "{thing{name}}"})
    assert response.status_code == 500
    assert "hunter2" not in response.text
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"


@pytest.mark.parametrize("address", [b"a", b"\xff=1", b"a=1&" * 9 + b"b=1"])
def test_an_address_that_cannot_be_read_is_refused(address: bytes) -> None:
    with pytest.raises(GraphQLError, match="cannot be read"):
        from_address(address)


async def test_a_form_we_do_not_speak_is_406_by_get_too() -> None:
    async with client(door()) as http:
        assert (await http.get("/graphql", headers={"accept": "image/png"})).status_code == 406


async def parts(size: int) -> AsyncIterator[bytes]:
    for _ in range(size):
        yield b"x" * 1024


async def test_a_body_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_door, "SLOWEST", 0.01)

    async def dawdling() -> AsyncIterator[bytes]:
        yield b'{"query":'
        await asyncio.sleep(60)

    async with client(door()) as http:
        response = await http.post("/graphql", content=dawdling(), headers=JSON)
    assert response.status_code == 400


async def test_a_body_that_does_not_say_its_size_is_cut_off() -> None:
    async with client(door()) as http:
        request = http.build_request("POST", "/graphql", content=parts(65), headers=JSON)
        assert (await http.send(request)).status_code == 413


async def test_a_caller_who_goes_away_does_no_harm() -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers}
    assert (await door().post(Request(scope, gone))).status_code == 400


def test_a_document_too_long_to_read_is_not_remembered() -> None:
    kept = Documents(schema(), {})
    text = "{thing{name}} #" + "x" * 30_000
    assert kept.of(text) is not kept.of(text)


def test_a_document_that_exhausts_the_stack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: Any, **__: Any) -> None:
        raise RecursionError

    monkeypatch.setattr(documents, "validate", deep)
    (error,) = documents.read(schema(), "{thing{name}}").errors
    assert (error.extensions or {})["code"] == "TOO_COSTLY"


def test_introspection_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(introspection, "WORK", 10)
    introspection.Weights.of.cache_clear()
    try:
        (error,) = documents.read(schema(), "{__schema{types{name fields{name}}}}").errors
        assert (error.extensions or {})["code"] == "TOO_COSTLY"
        assert (error.extensions or {})["most"] == 10
    finally:
        introspection.Weights.of.cache_clear()


async def test_introspection_is_answered(api: Api) -> None:
    found = await api.data('{ __schema { queryType { name } } __type(name: "Offer") { kind } }')
    assert found == {"__schema": {"queryType": {"name": "Query"}}, "__type": {"kind": "OBJECT"}}


def test_keeping_an_answer_again_replaces_it() -> None:
    memory = Cache(lambda: 1, lambda: 0.0)
    key: Key = ("digest", b"{}", "application/json")
    memory.keep(key, (b"x", b""), b"old", 1)
    memory.keep(key, (b"x", b""), b"newer", 1)
    found = memory.find(key)
    assert found is not None
    assert found.body == b"newer"
    assert memory.size == 2 * len(b"newer")


PARENT = """query($slug: String!) { organisation(slug: $slug) {
  name about hostedBy { name } homeDistrict { name } contacts { value } } }"""


async def test_an_organisation_says_who_it_is_part_of(api: Api, steward: Unit) -> None:
    host = await make.organisation(steward, NOW, name="Big Host", home_district=make.BRIGHTON)
    part = await make.organisation(steward, NOW, name="Small Part", hosted_by=host.id)
    found = (await api.data(PARENT, slug=part.slug))["organisation"]
    assert found["hostedBy"] == {"name": "Big Host"}
    assert found["homeDistrict"] is None
    listed = await api.data("{ organisations { nodes { name hostedBy { name } } } }")
    assert {"name": "Small Part", "hostedBy": {"name": "Big Host"}} in (
        listed["organisations"]["nodes"]
    )
    offer = await make.offer(steward, NOW, part.id)
    found = await api.data(
        "query($s: String!) { offer(slug: $s) { organisation { hostedBy { name homeDistrict"
        " { name } } } } }",
        s=offer.slug,
    )
    assert found["offer"]["organisation"]["hostedBy"]["homeDistrict"] == {
        "name": "Brighton and Hove"
    }
    again = await api.data(
        "query($i: ID!) { node(id: $i) { ... on Offer { organisation { about hostedBy { name }"
        " homeDistrict { name } } } } }",
        i=global_id("Offer", offer.id),
    )
    assert again["node"]["organisation"]["hostedBy"] == {"name": "Big Host"}


async def test_an_organisation_that_went_meanwhile_is_not_found(
    api: Api, table: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: Any) -> dict[Any, Any]:
        return {}

    monkeypatch.setattr(organisations, "by_id", none)
    code, sentence = await api.refusal(
        "query($s: String!) { offer(slug: $s) { title organisation { about } } }", s=table.slug
    )
    assert code == "NOT_FOUND"
    assert sentence == str(Missing("We cannot find that organisation."))


async def test_the_demonstration_says_what_it_is(api: Api, steward: Unit) -> None:
    made_up = organisations.Origin(demonstration=True)
    run_by = await make.organisation(steward, NOW, origin=made_up)
    shown = await make.offer(steward, NOW, run_by.id, origin=made_up)
    found = await api.data(
        "query($s: String!) { offer(slug: $s) { provenance demonstration } }", s=shown.slug
    )
    assert found["offer"] == {
        "provenance": "Made up for the demonstration.",
        "demonstration": True,
    }


async def test_costly_documents_are_answered_or_refused(api: Api, table: Offer) -> None:
    chance = random.Random(11)  # noqa: S311  # the same documents every time
    codes = set()
    for _ in range(120):
        found = await api(costly(chance))
        codes |= {e["extensions"]["code"] for e in found.get("errors", [])} or {"ANSWERED"}
    assert codes == {"ANSWERED", "TOO_COSTLY", "INVALID"}


async def test_a_trusted_document_is_answered_over_the_real_directory(
    api: Api, table: Offer
) -> None:
    for text in documents.trusted_texts().values():
        variables = f'{{"slug":"{table.slug}"}}' if "OneOffer" in text else "{}"
        response = await api.http.get(
            "/graphql", params={"documentId": digest_of(text), "variables": variables}
        )
        assert response.status_code == 200
        assert "errors" not in response.json()
        assert response.headers["etag"]


async def test_a_neighbouring_district_lies_in_no_locality(
    api: Api, steward: Unit, table: Offer
) -> None:
    maidstone = DistrictFields(
        code="E07000110", slug="maidstone", name="Maidstone", centroid=(576_000, 155_000)
    )
    await steward.write(districts.add, None, [maidstone])
    across = await make.offer(steward, NOW, table.organisation_id, districts=["E07000110"])
    found = await api.data(
        "query($s: String!) { offer(slug: $s) { districts { name locality { name } } } }",
        s=across.slug,
    )
    assert found["offer"]["districts"] == [{"name": "Maidstone", "locality": None}]
