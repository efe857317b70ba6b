"""How true a listing is, through the API: a host's word, and anyone's that something is wrong."""

from typing import Any

import pytest

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory import checks
from network.directory.tables import Offer, Organisation
from network.places import localities
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api
from tests.schema.signed import Somebody, as_, somebody

CONFIRM = """mutation($i: ConfirmOffer!) { confirmOffer(input: $i) {
  offer { freshness confirmedBy } clash { version } problems { code message } } }"""
REPORT = """mutation($i: ReportListing!) { reportListing(input: $i) {
  done problems { code field } } }"""
ANSWER = """mutation($i: AnswerReport!) { answerReport(input: $i) {
  done problems { code } } }"""
TOLD = "{ viewer { reports { id ticks words offer { slug } } } }"


@pytest.fixture
async def group(steward: Unit) -> Organisation:
    return await make.organisation(steward, NOW)


@pytest.fixture
async def table(steward: Unit, group: Organisation) -> Offer:
    return await make.offer(steward, NOW, group.id, checked_days_ago=300)


@pytest.fixture
async def jo(steward: Unit, sessions: Sessions, group: Organisation) -> Somebody:
    return await somebody(steward, sessions, (Role.HOST, group.id))


async def confirmed(api: Api, **input: Any) -> Any:
    return (await api.data(CONFIRM, i=input))["confirmOffer"]


async def test_a_host_gives_their_word_for_what_they_looked_at(
    api: Api, jo: Somebody, table: Offer
) -> None:
    id = global_id("Offer", table.id)
    stale = await confirmed(as_(api, jo), id=id, version=table.version + 1)
    assert (stale["problems"][0]["code"], stale["clash"]["version"]) == ("CONFLICT", table.version)
    made = await confirmed(as_(api, jo), id=id, version=table.version)
    assert (made["problems"], made["offer"]["freshness"]) == ([], "FRESH")


async def test_the_token_of_a_letter_needs_no_signing_in_and_works_once(
    api: Api, steward: Unit, jo: Somebody, table: Offer
) -> None:
    asked = await steward.write(checks.ask, table.id, jo.id, NOW)
    for _ in range(2):
        made = await confirmed(api, token=asked.token, idempotencyKey="still-right")
        assert (made["problems"], made["offer"]["freshness"]) == ([], "FRESH")
    again = await confirmed(api, token=asked.token)
    assert again["problems"] == []


@pytest.mark.parametrize("token", ["x", "x" * 43, "🙂"])
async def test_a_token_that_is_not_ours_is_missing(api: Api, token: str) -> None:
    made = await confirmed(api, token=token)
    assert [p["code"] for p in made["problems"]] == ["MISSING"]


async def test_without_either_one_is_asked_to_sign_in(api: Api, table: Offer) -> None:
    made = await confirmed(api, id=global_id("Offer", table.id))
    assert made["problems"][0]["message"].startswith("Sign in first")


async def test_anyone_says_what_is_wrong_and_its_host_answers_once(
    api: Api, jo: Somebody, table: Offer
) -> None:
    wrong = {"offer": global_id("Offer", table.id), "ticks": ["time"], "words": "It is at 3."}
    found = await api.data(REPORT, i=wrong | {"idempotencyKey": "it-is-at-3"})
    assert found["reportListing"] == {"done": True, "problems": []}
    await api.data(REPORT, i=wrong | {"idempotencyKey": "it-is-at-3"})
    host = as_(api, jo)
    (told,) = (await host.data(TOLD))["viewer"]["reports"]
    assert (told["ticks"], told["words"]) == (["time"], "It is at 3.")
    assert told["offer"] == {"slug": table.slug}
    for expected in ([], [{"code": "CONFLICT"}]):
        found = await host.data(ANSWER, i={"id": told["id"], "outcome": "MENDED"})
        assert found["answerReport"]["problems"] == expected


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, ["ticks"]),
        ({"ticks": ["weather"]}, ["ticks"]),
        ({"ticks": ["time"], "words": "x" * 201}, ["words"]),
        ({"ticks": ["time"], "offer": "x"}, ["offer"]),
    ],
)
async def test_a_report_that_says_nothing_is_refused(
    api: Api, table: Offer, wrong: dict[str, Any], field: list[str]
) -> None:
    found = await api.data(REPORT, i={"offer": global_id("Offer", table.id)} | wrong)
    assert [p["field"] for p in found["reportListing"]["problems"]] == [field]


async def test_who_reports_very_often_is_held_back(api: Api, table: Offer) -> None:
    wrong = {"offer": global_id("Offer", table.id), "ticks": ["time"]}
    found = [(await api.data(REPORT, i=wrong))["reportListing"] for _ in range(11)]
    assert [p["code"] for p in found[-1]["problems"]] == ["TOO_MANY"]
    assert all(one["done"] for one in found[:10])


WORD = "term { code label retired synonyms } problems { code field }"


@pytest.fixture
async def sam(api: Api, steward: Unit, sessions: Sessions) -> Api:
    """A steward of Sussex who has given a second factor."""
    sussex = (await steward.read(localities.by_slug, "sussex")).id
    return as_(api, await somebody(steward, sessions, (Role.STEWARD, sussex), strong=True))


async def worded(api: Api, name: str, /, **input: Any) -> Any:
    kind = name[0].upper() + name[1:]
    query = f"mutation($i: {kind}!) {{ {name}(input: $i) {{ {WORD} }} }}"
    return (await api.data(query, i={"vocabulary": "theme"} | input))[name]


async def test_a_word_is_added_reworded_retired_and_merged(sam: Api) -> None:
    made = await worded(sam, "addTerm", code="sea", label="The sea", synonyms=["swimming"])
    assert made["problems"] == []
    assert made["term"]["label"] == "The sea"
    made = await worded(sam, "updateTerm", code="sea", label="Sea and shore")
    assert made["term"]["label"] == "Sea and shore"
    made = await worded(sam, "retireTerm", code="sea")
    assert made["term"]["retired"] is True
    made = await worded(sam, "retireTerm", code="sea", again=True)
    assert made["term"]["retired"] is False
    made = await worded(sam, "mergeTerm", code="sea", into="worry")
    assert (made["problems"], made["term"]["code"]) == ([], "worry")
    assert "Sea and shore" in made["term"]["synonyms"]


@pytest.mark.parametrize(
    ("name", "input", "problem"),
    [
        ("addTerm", {"code": "worry", "label": "Worry"}, ("CONFLICT", None)),
        ("addTerm", {"code": "a b", "label": "Worry"}, ("INVALID", ["code"])),
        ("updateTerm", {"code": "worry", "label": ""}, ("INVALID", ["label"])),
        ("retireTerm", {"code": "nothing"}, ("MISSING", ["code"])),
        ("mergeTerm", {"code": "worry", "into": "worry"}, ("CONFLICT", None)),
    ],
)
async def test_what_cannot_be_done_to_a_word_says_why(
    sam: Api, name: str, input: dict[str, Any], problem: tuple[str, list[str] | None]
) -> None:
    (found,) = (await worded(sam, name, **input))["problems"]
    assert (found["code"], found["field"]) == problem
