"""What waits is let through or sent back with a reason, claims are answered: through the API."""

from typing import Any

import pytest

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory.organisations import Origin
from network.directory.tables import Organisation, Standing
from network.places import localities
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api
from tests.schema.signed import as_, somebody
from tests.schema.writing import PLAIN, asked, created


@pytest.fixture
async def newcomers(steward: Unit) -> Organisation:
    return await make.organisation(
        steward, NOW, name="Newcomers", origin=Origin(), home_district=make.HASTINGS
    )


@pytest.fixture
async def jo(api: Api, steward: Unit, sessions: Sessions, newcomers: Organisation) -> Api:
    return as_(api, await somebody(steward, sessions, (Role.HOST, newcomers.id)))


@pytest.fixture
async def sam(api: Api, steward: Unit, sessions: Sessions) -> Api:
    """A steward of Sussex who has given a second factor."""
    sussex = (await steward.read(localities.by_slug, "sussex")).id
    return as_(api, await somebody(steward, sessions, (Role.STEWARD, sussex), strong=True))


async def waiting(jo: Api, group: Organisation) -> Any:
    draft = (await created(jo, group, **PLAIN))["offer"]
    return (await asked(jo, "publishOffer", id=draft["id"], version=draft["version"]))["offer"]


async def decided(api: Api, name: str, **input: Any) -> Any:
    kind = {"approveOffer": "OfferCommand", "approveOrganisation": "OrganisationCommand"}
    kind |= {"approveClaim": "ClaimCommand", "withdrawClaim": "ClaimCommand"}
    shown = "problems { code field message } " + {
        "Offer": "offer { state version }",
        "tion": "organisation { confirmed }",
        "laim": "claim { state reason }",
    }.get(name[-5:] if name.endswith("Offer") else name[-4:], "")
    type_ = kind.get(name, name[0].upper() + name[1:])
    query = f"mutation($input: {type_}!) {{ {name}(input: $input) {{ {shown} }} }}"
    return (await api.data(query, input=input))[name]


async def test_a_new_groups_first_offer_waits_until_a_steward_lets_it_through(
    api: Api, jo: Api, sam: Api, newcomers: Organisation
) -> None:
    offer = await waiting(jo, newcomers)
    assert offer["state"] == "DRAFT"
    made = await decided(sam, "approveOffer", id=offer["id"], version=offer["version"])
    assert (made["problems"], made["offer"]["state"]) == ([], "PUBLISHED")
    seen = await api.data("query($s: String!) { offer(slug: $s) { title } }", s=offer["slug"])
    assert seen["offer"]["title"] == PLAIN["title"]


async def test_nothing_unseen_gets_through(jo: Api, sam: Api, newcomers: Organisation) -> None:
    offer = await waiting(jo, newcomers)
    await asked(jo, "updateOffer", id=offer["id"], version=offer["version"], title="Other words")
    made = await decided(sam, "approveOffer", id=offer["id"], version=offer["version"])
    assert made["problems"][0]["code"] == "CONFLICT"


async def test_words_of_a_shown_offer_wait_and_are_named_to_its_hosts_only(
    api: Api, jo: Api, sam: Api, newcomers: Organisation
) -> None:
    offer = await waiting(jo, newcomers)
    shown = await decided(sam, "approveOffer", id=offer["id"], version=offer["version"])
    now = await asked(
        jo, "updateOffer", id=offer["id"], version=shown["offer"]["version"], title="Friday Table"
    )
    assert now["offer"]["title"] == PLAIN["title"]
    query = "query($i: ID!) { node(id: $i) { ... on Offer { waits { field before after } } } }"
    assert (await jo.data(query, i=offer["id"]))["node"]["waits"] == [
        {"field": "title", "before": PLAIN["title"], "after": "Friday Table"}
    ]
    assert (await api.data(query, i=offer["id"]))["node"]["waits"] is None


async def test_what_is_sent_back_has_a_reason(jo: Api, sam: Api, newcomers: Organisation) -> None:
    offer = await waiting(jo, newcomers)
    asking = {"id": offer["id"], "version": offer["version"]}
    made = await decided(sam, "refuseOffer", **asking, reason=" ")
    assert [p["field"] for p in made["problems"]] == [["reason"]]
    made = await decided(sam, "refuseOffer", **asking, reason="Say more.")
    assert made["problems"] == []
    made = await decided(sam, "refuseOffer", **asking, reason="Say more.")
    assert made["problems"][0]["code"] == "CONFLICT"


async def test_a_confirmed_group_publishes_at_once(
    jo: Api, sam: Api, newcomers: Organisation
) -> None:
    id = global_id("Organisation", newcomers.id)
    made = await decided(sam, "approveOrganisation", id=id)
    assert (made["problems"], made["organisation"]) == ([], {"confirmed": True})
    assert (await waiting(jo, newcomers))["state"] == "PUBLISHED"
    again = await decided(sam, "refuseOrganisation", id=id, reason="Who are you?")
    assert again["problems"][0]["code"] == "CONFLICT"


async def claimed(api: Api, steward: Unit) -> str:
    described = await make.organisation(
        steward, NOW, name="Described", origin=Origin(Standing.UNCONFIRMED)
    )
    made = await api.data(
        """mutation($i: ClaimOrganisation!) {
          claimOrganisation(input: $i) { claim { id state } problems { message } } }""",
        i={"id": global_id("Organisation", described.id), "words": "I am of theirs."},
    )
    return str(made["claimOrganisation"]["claim"]["id"])


@pytest.mark.parametrize(
    ("name", "more", "state"),
    [("approveClaim", {}, "GRANTED"), ("refuseClaim", {"reason": "Who are you?"}, "REFUSED")],
)
async def test_a_claim_is_answered_once(
    jo: Api, sam: Api, steward: Unit, name: str, more: dict[str, Any], state: str
) -> None:
    id = await claimed(jo, steward)
    made = await decided(sam, name, id=id, **more)
    assert (made["problems"], made["claim"]["state"]) == ([], state)
    assert made["claim"]["reason"] == more.get("reason")
    assert (await decided(sam, name, id=id, **more))["problems"][0]["code"] == "CONFLICT"
    assert (await decided(jo, "withdrawClaim", id=id))["problems"][0]["code"] == "CONFLICT"


async def test_a_claim_can_be_taken_back(jo: Api, steward: Unit) -> None:
    made = await decided(jo, "withdrawClaim", id=await claimed(jo, steward))
    assert made["claim"]["state"] == "WITHDRAWN"
