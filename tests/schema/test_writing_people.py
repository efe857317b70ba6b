"""Who is signed in, through the API: what they see of themself, their keys, their roles."""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory.tables import Organisation
from network.places import localities
from network.post.tables import KeptLetter
from schema.asker import NO_KEY
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api, fresh
from tests.schema.signed import Somebody, as_, somebody

VIEWER = """{ viewer { name email strong hasSecondFactor
  roles { role lead organisation { name } locality { slug } }
  keys { id name prefix scopes usedAt revokedAt organisation { name } } } }"""
KEY = """mutation($input: CreateApiKey!) { createApiKey(input: $input) {
  token key { id prefix scopes } problems { code field message } } }"""
END = """mutation($input: RevokeApiKey!) { revokeApiKey(input: $input) {
  key { revokedAt } problems { code } } }"""
WRITE = """mutation($input: CreateOffer!) { createOffer(input: $input) {
  offer { id } problems { code message } } }"""


@pytest.fixture
async def group(steward: Unit) -> Organisation:
    return await make.organisation(steward, NOW)


@pytest.fixture
async def jo(steward: Unit, sessions: Sessions, group: Organisation) -> Somebody:
    return await somebody(steward, sessions, (Role.HOST, group.id))


@pytest.fixture
async def sussex(steward: Unit) -> UUID:
    return (await steward.read(localities.by_slug, "sussex")).id


def offer_of(group: Organisation) -> dict[str, Any]:
    return {"organisation": global_id("Organisation", group.id), "title": "Tuesday Table"}


async def made(api: Api, group: Organisation, **more: Any) -> Any:
    plain = {"name": "Our website", "scopes": ["WRITE_OFFERS"]}
    whose = {"organisation": global_id("Organisation", group.id)}
    return (await api.data(KEY, input=plain | whose | more))["createApiKey"]


def by_key(api: Api, token: str) -> Api:
    return as_(api, Somebody(UUID(int=0), "", "", {"authorization": f"Bearer {token}"}))


async def test_nobody_is_signed_in_unless_they_show_it(api: Api) -> None:
    assert (await api.data(VIEWER))["viewer"] is None


async def test_a_person_sees_themself_and_what_they_keep(
    api: Api, jo: Somebody, group: Organisation
) -> None:
    found = (await as_(api, jo).data(VIEWER))["viewer"]
    assert found["email"] == jo.email
    assert found["roles"] == [
        {"role": "HOST", "lead": True, "organisation": {"name": group.name}, "locality": None}
    ]
    assert (found["strong"], found["hasSecondFactor"], found["keys"]) == (False, False, [])


async def test_many_roles_take_as_many_statements_as_one(
    api: Api, steward: Unit, sessions: Sessions, statements: list[str]
) -> None:
    counts = []
    for many in (1, 10):
        held = [
            (Role.HOST, (await make.organisation(steward, NOW, name=f"Group {n}")).id)
            for n in range(many)
        ]
        who = as_(api, await somebody(steward, sessions, *held))
        with fresh(statements):
            assert len((await who.data(VIEWER))["viewer"]["roles"]) == many
            counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_a_key_is_shown_once_and_writes_the_offers_of_its_group(
    api: Api, jo: Somebody, group: Organisation
) -> None:
    asked = {"idempotencyKey": "our-website"}
    key = await made(as_(api, jo), group, **asked)
    assert key["problems"] == []
    assert key["token"].startswith(key["key"]["prefix"])
    again = await made(as_(api, jo), group, **asked)
    assert again == {**key, "token": None}
    program = by_key(api, key["token"])
    written = (await program.data(WRITE, input=offer_of(group)))["createOffer"]
    assert written["problems"] == []
    listed = (await as_(api, jo).data(VIEWER))["viewer"]["keys"]
    assert [(k["id"], k["usedAt"] is not None) for k in listed] == [(key["key"]["id"], True)]


async def test_a_key_is_for_one_group_only_and_never_for_accounts(
    api: Api, steward: Unit, sessions: Sessions
) -> None:
    two = [await make.organisation(steward, NOW, name=f"Group {n}") for n in range(2)]
    who = as_(api, await somebody(steward, sessions, *((Role.HOST, g.id) for g in two)))
    program = by_key(api, (await made(who, two[0]))["token"])
    found = (await program.data(WRITE, input=offer_of(two[1])))["createOffer"]
    assert [p["code"] for p in found["problems"]] == ["DENIED"]
    assert [p["code"] for p in (await made(program, two[0]))["problems"]] == ["DENIED"]


async def test_a_key_that_only_reads_changes_nothing(
    api: Api, jo: Somebody, group: Organisation
) -> None:
    key = await made(as_(api, jo), group, scopes=["READ"], organisation=None)
    found = (await by_key(api, key["token"]).data(WRITE, input=offer_of(group)))["createOffer"]
    assert [p["code"] for p in found["problems"]] == ["DENIED"]


async def test_an_ended_key_lets_nobody_in(api: Api, jo: Somebody, group: Organisation) -> None:
    key = await made(as_(api, jo), group)
    ended = await as_(api, jo).data(END, input={"id": key["key"]["id"]})
    assert ended["revokeApiKey"]["key"]["revokedAt"] is not None
    code, sentence = await by_key(api, key["token"]).refusal("{ viewer { name } }")
    assert (code, sentence) == ("UNAUTHENTICATED", NO_KEY)


async def test_somebody_elses_key_is_missing(
    api: Api, steward: Unit, sessions: Sessions, jo: Somebody, group: Organisation
) -> None:
    key = await made(as_(api, jo), group)
    other = as_(api, await somebody(steward, sessions))
    ended = await other.data(END, input={"id": key["key"]["id"]})
    assert ended["revokeApiKey"]["problems"] == [{"code": "MISSING"}]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, ["name"]),
        ({"scopes": []}, ["scopes"]),
        ({"organisation": None}, ["organisation"]),
        ({"organisation": "x"}, ["organisation"]),
    ],
)
async def test_what_is_wrong_with_a_key_is_said_at_its_field(
    api: Api, jo: Somebody, group: Organisation, more: dict[str, Any], field: list[str]
) -> None:
    (problem,) = (await made(as_(api, jo), group, **more))["problems"]
    assert problem["field"] == field


async def test_signing_out_ends_the_session_and_tells_the_browser(api: Api, jo: Somebody) -> None:
    browser = as_(api, jo)
    query = {"query": "mutation { signOut { done problems { message } } }"}
    response = await browser.http.post("/graphql", json=query)
    assert response.json()["data"]["signOut"] == {"done": True, "problems": []}
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert response.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert (await browser.data(VIEWER))["viewer"] is None


async def test_a_key_cannot_sign_out(api: Api, jo: Somebody, group: Organisation) -> None:
    program = by_key(api, (await made(as_(api, jo), group))["token"])
    found = await program.data("mutation { signOut { done problems { code } } }")
    assert found["signOut"] == {"done": False, "problems": [{"code": "CONFLICT"}]}


async def test_a_steward_gives_a_role_and_takes_it_away(
    api: Api, steward: Unit, sessions: Sessions, jo: Somebody, sussex: UUID
) -> None:
    keeper = as_(api, await somebody(steward, sessions, (Role.STEWARD, sussex), strong=True))
    asked = {"email": jo.email, "role": "MEMBER", "locality": global_id("Locality", sussex)}
    for name, held in (("grantRole", 2), ("revokeRole", 1)):
        query = f"mutation($input: RoleInput!) {{ {name}(input: $input) {{ done }} }}"
        assert (await keeper.data(query, input=asked))[name] == {"done": True}
        roles = (await as_(api, jo).data(VIEWER))["viewer"]["roles"]
        assert len(roles) == held


@pytest.mark.parametrize("role", ["HOST", "MEMBER"])
async def test_a_role_is_for_something(
    api: Api, steward: Unit, sessions: Sessions, sussex: UUID, role: str
) -> None:
    keeper = as_(api, await somebody(steward, sessions, (Role.STEWARD, sussex), strong=True))
    query = "mutation($i: RoleInput!) { grantRole(input: $i) { problems { field } } }"
    found = await keeper.data(query, i={"email": "jo@example.org", "role": role})
    field = "organisation" if role == "HOST" else "locality"
    assert found["grantRole"]["problems"] == [{"field": [field]}]


LINK = """mutation($i: RequestSignInLink!) { requestSignInLink(input: $i) {
  done problems { code field } } }"""


async def waiting_letters(opened: Sessions) -> list[str]:
    async with opened.reading() as db:
        return [str(letter.to) for letter in await db.scalars(select(KeptLetter))]


async def test_a_letter_to_sign_in_gets_the_same_answer_for_every_address(
    api: Api, sessions: Sessions, jo: Somebody
) -> None:
    known, unknown = jo.email, "nobody@example.org"
    answers = [await api.data(LINK, i={"email": email}) for email in (known, unknown)]
    assert answers[0] == answers[1] == {"requestSignInLink": {"done": True, "problems": []}}
    assert sorted(await waiting_letters(sessions)) == sorted([known, unknown])


async def test_asked_again_with_the_same_word_one_letter_goes_out(
    api: Api, sessions: Sessions
) -> None:
    for _ in range(2):
        await api.data(LINK, i={"email": "jo@example.org", "idempotencyKey": "once-only"})
    await api.data(LINK, i={"email": "sam@example.org", "idempotencyKey": "once-only"})
    assert len(await waiting_letters(sessions)) == 2


async def test_too_many_letters_are_held_back(api: Api) -> None:
    found = [await api.data(LINK, i={"email": "jo@example.org"}) for _ in range(6)]
    assert found[-1]["requestSignInLink"] == {
        "done": False,
        "problems": [{"code": "TOO_MANY", "field": ["email"]}],
    }


@pytest.mark.parametrize("email", ["", "jo", "jo@", "jo@example.org\nbcc: all@example.org"])
async def test_what_is_no_address_is_said_at_its_field(api: Api, email: str) -> None:
    found = (await api.data(LINK, i={"email": email}))["requestSignInLink"]
    assert found["problems"] == [{"code": "INVALID", "field": ["email"]}]


async def test_a_host_asks_somebody_to_help(
    api: Api, sessions: Sessions, jo: Somebody, group: Organisation
) -> None:
    query = "mutation($i: InviteEditor!) { inviteEditor(input: $i) { done } }"
    asked = {"organisation": global_id("Organisation", group.id), "email": "new@example.org"}
    assert (await as_(api, jo).data(query, i=asked))["inviteEditor"] == {"done": True}
    assert await waiting_letters(sessions) == ["new@example.org"]
