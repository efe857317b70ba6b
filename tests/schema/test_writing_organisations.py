"""Organisations and their places through the API: started, claimed, changed; no address leaks."""

from typing import Any

import pytest

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory.organisations import Origin
from network.directory.tables import Organisation, Standing
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api
from tests.schema.signed import as_, somebody

SHOWN = """organisation { id name version about website hostedBy { name } confirmed }
  clash { version differences { field before after } } problems { code field message }"""
PLACE = """site { id name address town outcode withheld approximate version
    district { name } accessFeatures { feature { code } answer } }
  clash { version differences { field before after } } problems { code field message }"""
HIDDEN = "7 Secret Terrace"


@pytest.fixture
async def group(steward: Unit) -> Organisation:
    return await make.organisation(steward, NOW)


@pytest.fixture
async def jo(api: Api, steward: Unit, sessions: Sessions, group: Organisation) -> Api:
    return as_(api, await somebody(steward, sessions, (Role.HOST, group.id)))


async def asked(api: Api, name: str, shown: str = SHOWN, /, **input: Any) -> Any:
    kind = name[0].upper() + name[1:]
    query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {shown} }} }}"
    return (await api.data(query, input=input))[name]


async def test_whoever_starts_a_group_keeps_it_and_nobody_else_sees_it_yet(
    api: Api, steward: Unit, sessions: Sessions
) -> None:
    starter = as_(api, await somebody(steward, sessions))
    query = """mutation($i: OrganisationInput!) { createOrganisation(input: $i) {
      organisation { id slug confirmed } problems { message } } }"""
    made = (await starter.data(query, i={"name": "Tea and Talk"}))["createOrganisation"]
    assert made["organisation"]["confirmed"] is False
    viewer = await starter.data("{ viewer { roles { lead organisation { name } } } }")
    assert viewer["viewer"]["roles"] == [{"lead": True, "organisation": {"name": "Tea and Talk"}}]
    code, _ = await api.refusal(
        "query($s: String!) { organisation(slug: $s) { id } }", s=made["organisation"]["slug"]
    )
    assert code == "NOT_FOUND"


async def test_parts_left_out_stay_and_two_at_once_see_both_texts(
    jo: Api, group: Organisation
) -> None:
    id = global_id("Organisation", group.id)
    made = await asked(jo, "updateOrganisation", id=id, version=1, about="By the sea.")
    assert (made["problems"], made["organisation"]["version"]) == ([], 2)
    assert made["organisation"]["name"] == group.name
    made = await asked(jo, "updateOrganisation", id=id, version=1, about="In the old school.")
    assert made["problems"][0]["code"] == "CONFLICT"
    assert made["clash"] == {
        "version": 2,
        "differences": [{"field": "about", "before": "By the sea.", "after": "In the old school."}],
    }


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"website": "tea.example"}, ["website"]),
        ({"host": "nobody"}, ["host"]),
        ({"homeDistrict": "E00"}, ["homeDistrict"]),
        ({"charityNumber": "12"}, ["charityNumber"]),
        ({"odsCode": "!"}, ["odsCode"]),
        ({"hostedBy": "x"}, ["hostedBy"]),
        ({"name": None}, ["name"]),
    ],
)
async def test_what_cannot_be_taken_is_said_at_its_field(
    jo: Api, group: Organisation, words: dict[str, Any], field: list[str]
) -> None:
    id = global_id("Organisation", group.id)
    made = await asked(jo, "updateOrganisation", id=id, version=1, **words)
    assert [(p["code"], p["field"]) for p in made["problems"]] == [("INVALID", field)]


async def test_a_claim_from_another_domain_waits(
    api: Api, steward: Unit, sessions: Sessions
) -> None:
    described = await make.organisation(
        steward, NOW, name="Described", origin=Origin(Standing.UNCONFIRMED)
    )
    claimant = as_(api, await somebody(steward, sessions))
    id = global_id("Organisation", described.id)
    made = await asked(
        claimant, "claimOrganisation", SHOWN + " claim { state reason }", id=id, words="I am Jo."
    )
    assert made["claim"] == {"state": "WAITING", "reason": None}
    again = await asked(claimant, "claimOrganisation", id=id)
    assert again["problems"][0]["code"] == "CONFLICT"
    mine = await claimant.data("{ viewer { claims { state organisation { name } } } }")
    assert mine["viewer"]["claims"] == [{"state": "WAITING", "organisation": {"name": "Described"}}]


async def test_a_claim_from_its_own_domain_is_granted(
    api: Api, steward: Unit, sessions: Sessions
) -> None:
    described = await make.organisation(
        steward,
        NOW,
        name="Described",
        website="https://example.org",
        origin=Origin(Standing.UNCONFIRMED),
    )
    claimant = as_(api, await somebody(steward, sessions))
    made = await asked(
        claimant,
        "claimOrganisation",
        SHOWN + " claim { state }",
        id=global_id("Organisation", described.id),
    )
    assert made["claim"] == {"state": "GRANTED"}
    assert made["organisation"]["confirmed"] is True


async def test_a_place_is_added_and_changed(jo: Api, group: Organisation) -> None:
    made = await asked(
        jo,
        "addSite",
        PLACE,
        organisation=global_id("Organisation", group.id),
        name="The old school",
        address="1 Example Street",
        postcode="TN34 1AB",
        access=[{"feature": "step_free", "answer": "YES"}],
    )
    place = made["site"]
    assert (made["problems"], place["outcode"], place["version"]) == ([], "TN34", 1)
    assert place["accessFeatures"] == [{"feature": {"code": "step_free"}, "answer": "YES"}]
    made = await asked(jo, "updateSite", PLACE, id=place["id"], version=1, town="Hastings")
    assert (made["site"]["town"], made["site"]["address"]) == ("Hastings", "1 Example Street")
    assert made["site"]["accessFeatures"] == place["accessFeatures"]
    made = await asked(jo, "updateSite", PLACE, id=place["id"], version=1, town="Rye")
    assert made["problems"][0]["code"] == "CONFLICT"
    assert made["clash"]["differences"] == [{"field": "town", "before": "Hastings", "after": "Rye"}]


async def test_a_withheld_address_goes_in_and_never_comes_out(jo: Api, group: Organisation) -> None:
    asking = {"organisation": global_id("Organisation", group.id), "name": "A safe place"}
    query = f"mutation($i: AddSite!) {{ addSite(input: $i) {{ {PLACE} }} }}"
    whole = asking | {"address": HIDDEN, "postcode": "TN34 3XX", "withheld": True}
    made = await jo(query, i=whole | {"idempotencyKey": "a-safe-place"})
    again = await jo(query, i=whole | {"idempotencyKey": "a-safe-place"})
    said = await jo(query, i=whole | {"gettingThere": f"It is {HIDDEN}."})
    for found in (made, again, said):
        assert "Secret" not in str(found)
        assert "3XX" not in str(found)
    assert made["data"]["addSite"]["site"]["withheld"] is True
    assert again["data"] == made["data"]
    assert said["data"]["addSite"]["problems"][0]["field"] == ["gettingThere"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"postcode": "nowhere"}, ["postcode"]),
        ({"name": ""}, ["name"]),
        ({"access": [{"feature": "lift_music", "answer": "YES"}]}, ["access"]),
    ],
)
async def test_a_place_that_cannot_be_taken_says_why(
    jo: Api, group: Organisation, words: dict[str, Any], field: list[str]
) -> None:
    plain = {"name": "The old school", "postcode": "TN34 1AB"}
    of_it = {"organisation": global_id("Organisation", group.id)}
    made = await asked(jo, "addSite", PLACE, **of_it, **plain | words)
    (problem,) = made["problems"]
    assert problem["field"] == field
