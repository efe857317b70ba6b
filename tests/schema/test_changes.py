"""How a change is asked for: what it gives back, and that it is done once."""

from typing import Any

import pytest

from network.core.unit import Sessions, Unit
from schema import limits
from schema.build import core
from schema.changes import OPEN
from schema.documents import read
from schema.errors import CALM
from tests.schema.conftest import Api, fresh
from tests.schema.signed import as_, somebody

START = """mutation($input: OrganisationInput!) {
  createOrganisation(input: $input) {
    organisation { id name host { label } website contacts { value } hostedBy { name } }
    problems { code field message suggestion } } }"""
COUNT = "query($t: String) { organisations(filter: {text: $t}, first: 100) { nodes { id } } }"
KEY = "a-word-of-my-own"


@pytest.fixture
async def jo(api: Api, steward: Unit, sessions: Sessions) -> Api:
    return as_(api, await somebody(steward, sessions))


async def started(api: Api, **input: Any) -> Any:
    return (await api.data(START, input=input))["createOrganisation"]


async def many(api: Api, name: str) -> int:
    return len((await api.data(COUNT, t=name))["organisations"]["nodes"])


async def test_a_change_gives_the_thing_and_no_problems(jo: Api) -> None:
    made = await started(
        jo,
        name="Tea and Talk",
        host="user_led",
        website="https://tea.example",
        contacts=[{"means": "PHONE", "value": "01424 000000", "who": "Jo"}],
    )
    assert made["problems"] == []
    assert made["organisation"]["name"] == "Tea and Talk"
    assert made["organisation"]["contacts"] == [{"value": "01424 000000"}]
    again = await jo.data(
        "query($i: ID!) { node(id: $i) { ... on Organisation { name } } }",
        i=made["organisation"]["id"],
    )
    assert again["node"] == {"name": "Tea and Talk"}


async def test_all_that_is_wrong_is_said_at_once_and_where(jo: Api) -> None:
    made = await started(jo, name="", contacts=[{"means": "TEXT", "value": "x"}])
    assert made["organisation"] is None
    assert [(p["code"], p["field"], p["message"]) for p in made["problems"]] == [
        ("INVALID", ["name"], "Say what the organisation is called."),
        ("INVALID", ["contacts", "0", "value"], "Use 3 characters or more."),
    ]


async def test_a_name_left_out_is_a_problem_of_its_field(jo: Api) -> None:
    (problem,) = (await started(jo))["problems"]
    sentence = "Say what the organisation is called."
    assert (problem["field"], problem["message"]) == (["name"], sentence)


async def test_an_unknown_word_comes_with_the_closest_known_one(jo: Api) -> None:
    (problem,) = (await started(jo, name="Tea and Talk", host="userled"))["problems"]
    assert (problem["field"], problem["suggestion"]) == (["host"], "user_led")


async def test_a_field_is_named_as_the_api_names_it(jo: Api) -> None:
    (problem,) = (await started(jo, name="Tea and Talk", hostedBy="T2Zm"))["problems"]
    assert (problem["code"], problem["field"]) == ("INVALID", ["hostedBy"])


async def test_null_empties_and_a_part_left_out_is_not_said(jo: Api) -> None:
    made = await started(jo, name="Tea and Talk", host=None, contacts=None, website=None)
    assert made["problems"] == []
    assert made["organisation"]["host"] is None


async def test_the_same_word_again_does_nothing_twice_and_gives_the_same(jo: Api) -> None:
    asked = {"name": "Tea and Talk", "idempotencyKey": KEY}
    first, second = await started(jo, **asked), await started(jo, **asked)
    assert first == second
    assert await many(jo, "Tea and Talk") == 1


async def test_without_a_word_it_is_done_twice(jo: Api) -> None:
    await started(jo, name="Tea and Talk")
    await started(jo, name="Tea and Talk")
    assert await many(jo, "Tea and Talk") == 2


async def test_the_same_word_for_something_else_is_a_conflict(jo: Api) -> None:
    await started(jo, name="Tea and Talk", idempotencyKey=KEY)
    (problem,) = (await started(jo, name="Tea and Cake", idempotencyKey=KEY))["problems"]
    assert problem["code"] == "CONFLICT"
    assert await many(jo, "Tea and Cake") == 0


async def test_a_refused_change_leaves_its_word_free(jo: Api) -> None:
    await started(jo, name="Tea and Talk", host="nobody", idempotencyKey=KEY)
    assert (await started(jo, name="Tea and Talk", idempotencyKey=KEY))["problems"] == []


async def test_the_words_of_two_people_never_meet(
    api: Api, jo: Api, steward: Unit, sessions: Sessions
) -> None:
    other = as_(api, await somebody(steward, sessions))
    first = await started(jo, name="Tea and Talk", idempotencyKey=KEY)
    second = await started(other, name="Tea and Talk", idempotencyKey=KEY)
    assert first["organisation"]["id"] != second["organisation"]["id"]


@pytest.mark.parametrize("word", ["", "short", "x" * 101])
async def test_a_word_that_is_too_short_or_too_long_is_refused(jo: Api, word: str) -> None:
    (problem,) = (await started(jo, name="Tea and Talk", idempotencyKey=word))["problems"]
    assert problem["field"] == ["idempotencyKey"]


async def test_changes_of_one_document_are_made_one_after_the_other(jo: Api) -> None:
    both = await jo.data(
        """mutation($i: OrganisationInput!) {
          first: createOrganisation(input: $i) { organisation { id } }
          second: createOrganisation(input: $i) { organisation { id } } }""",
        i={"name": "Tea and Talk", "idempotencyKey": KEY},
    )
    assert both["first"] == both["second"]


async def test_a_fault_of_ours_is_masked_and_undoes_its_change(
    jo: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **more: Any) -> None:
        raise ValueError("password=hunter2")

    monkeypatch.setattr("network.directory.organisations.record", broken)
    response = await jo.http.post(
        "/graphql", json={"query": START, "variables": {"input": {"name": "Tea and Talk"}}}
    )
    assert response.json()["errors"][0]["message"] == CALM
    assert "hunter2" not in response.text
    assert await many(jo, "Tea and Talk") == 0


async def test_the_longer_list_takes_as_many_statements(jo: Api, statements: list[str]) -> None:
    counts = []
    contacts = [{"means": "PHONE", "value": f"01424 0000{n:02}"} for n in range(20)]
    await started(jo, name="Tea and Talk")  # the words are read now, and remembered
    for few in (1, 20):
        with fresh(statements):
            await started(jo, name="Tea and Talk", contacts=contacts[:few])
            counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_document_makes_five_changes_at_most() -> None:
    one = 'createOrganisation(input: {name: "Tea"}) { problems { message } }'
    for number, fits in ((limits.CHANGES, True), (limits.CHANGES + 1, False)):
        text = "mutation { " + " ".join(f"a{n}: {one}" for n in range(number)) + " }"
        assert (read(core(), text).errors == ()) is fits


def test_what_anyone_may_ask_for_is_a_change_there_is() -> None:
    built = core().mutation_type
    assert built is not None
    assert set(built.fields) >= OPEN


def test_every_change_takes_an_input_with_a_word_and_gives_problems() -> None:
    built = core().mutation_type
    assert built is not None
    for name, field in built.fields.items():
        given: Any = field.args["input"].type.of_type if field.args else None
        assert given is None or "idempotencyKey" in given.fields, name
        result: Any = field.type.of_type
        assert str(result.fields["problems"].type) == "[Problem!]!", name
