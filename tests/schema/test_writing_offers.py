"""An offer through the API, from its first words to its end: as its hosts may change it."""

from typing import Any

import pytest

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory import offers
from network.directory.tables import Offer, Organisation
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api, fresh
from tests.schema.signed import as_, somebody
from tests.schema.writing import PLAIN, WHOLE, asked, created, problem

NOBODY = {"community": "nobody", "level": "WELCOMES"}
NEVER = {"starts": "2026-01-01T10:00:00", "minutes": 0}


@pytest.fixture
async def group(steward: Unit) -> Organisation:
    return await make.organisation(steward, NOW)


@pytest.fixture
async def jo(api: Api, steward: Unit, sessions: Sessions, group: Organisation) -> Api:
    return as_(api, await somebody(steward, sessions, (Role.HOST, group.id)))


@pytest.fixture
async def table(steward: Unit, group: Organisation) -> Offer:
    """Make an offer that is shown."""
    return await make.offer(steward, NOW, group.id)


async def test_a_new_offer_is_a_draft_that_only_its_hosts_see(
    api: Api, jo: Api, group: Organisation
) -> None:
    made = await created(jo, group, **WHOLE)
    assert made["problems"] == []
    offer = made["offer"]
    assert (offer["state"], offer["version"]) == ("DRAFT", 1)
    assert offer["madeFor"] == [
        {"community": {"code": "lgbtq"}, "level": "BY_AND_FOR", "words": "Run by us."}
    ]
    assert offer["schedule"][0]["starts"] == "2026-11-24T14:00:00+00:00"
    assert offer["spaceNow"] == {"term": {"code": "wait"}, "waitWeeks": 2}
    code, _ = await api.refusal("query($s: String!) { offer(slug: $s) { id } }", s=offer["slug"])
    assert code == "NOT_FOUND"


async def test_an_offer_happens_at_places_of_its_own_group(
    steward: Unit, jo: Api, group: Organisation
) -> None:
    place = await make.site(steward, group.id)
    made = await created(jo, group, **PLAIN, sites=[str(place.id)])
    assert made["offer"]["sites"] == [{"name": "The Net Loft"}]
    other = await make.organisation(steward, NOW, name="Another group")
    elsewhere = await make.site(steward, other.id)
    made = await created(jo, group, **PLAIN, sites=[str(elsewhere.id)])
    assert problem(made)[:2] == ("MISSING", ["sites"])
    assert problem(await created(jo, group, **PLAIN, sites=["x"]))[:2] == (
        "INVALID",
        ["sites", "0"],
    )


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": "x" * 81}, ["title"]),
        ({"themes": ["worri"]}, ["themes", "0"]),
        (
            {"madeFor": [{"community": "nobody", "level": "WELCOMES"}]},
            ["madeFor", "0", "community"],
        ),
        ({"values": [{"value": "gold", "words": "We like it."}]}, ["values", "0", "value"]),
        ({"accessRoutes": ["turnup"]}, ["accessRoutes", "0"]),
        ({"languages": ["xxx"]}, ["languages", "0"]),
        ({"space": "lots"}, ["space"]),
        ({"districts": ["E09"]}, ["districts"]),
        ({"ageFrom": -1}, ["ageFrom"]),
        ({"firstVisit": [{"title": "x"}]}, ["firstVisit", "0", "title"]),
        (
            {"schedule": [{"starts": "2026-01-01T10:00:00", "minutes": 0}]},
            ["schedule", "0", "minutes"],
        ),
        ({"contacts": [{"means": "EMAIL", "value": "nobody"}]}, ["contacts"]),
        ({"rhythmMonths": 5}, ["rhythmMonths"]),
    ],
)
async def test_what_cannot_be_taken_is_said_at_its_field(
    jo: Api, group: Organisation, words: dict[str, Any], field: list[str]
) -> None:
    made = await created(jo, group, **PLAIN | words)
    assert made["offer"] is None
    assert problem(made)[:2] == ("INVALID", field)


async def test_to_publish_everything_that_must_be_answered_is_asked_at_once(
    jo: Api, group: Organisation
) -> None:
    three = {"title": "Tuesday Table", "summary": "Tea and talk.", "kind": "group"}
    draft = (await created(jo, group, **three))["offer"]
    made = await asked(jo, "publishOffer", id=draft["id"], version=draft["version"])
    assert [p["field"] for p in made["problems"]] == [["records"], ["cost"], ["accessRoutes"]]


async def test_a_private_place_with_nobody_to_ask_names_the_contacts(
    steward: Unit, jo: Api, group: Organisation
) -> None:
    secret = await make.site(steward, group.id, withheld=True)
    draft = await make.offer(steward, NOW, group.id, sites=[secret.id], draft=True)
    id = global_id("Offer", draft.id)
    made = await asked(jo, "publishOffer", id=id, version=draft.version)
    assert problem(made)[:2] == ("INVALID", ["contacts"])


async def test_a_life_of_an_offer(api: Api, jo: Api, group: Organisation) -> None:
    offer = (await created(jo, group, **PLAIN))["offer"]
    state = {"id": offer["id"], "version": offer["version"]}

    async def step(name: str, **more: Any) -> Any:
        made = await asked(jo, name, **state, **more)
        assert made["problems"] == []
        state["version"] = made["offer"]["version"]
        return made["offer"]

    assert (await step("publishOffer"))["state"] == "PUBLISHED"
    seen = await api.data("query($s: String!) { offer(slug: $s) { title } }", s=offer["slug"])
    assert seen["offer"] == {"title": "Tuesday Table"}
    paused = await step("pauseOffer", backOn="2026-12-24")
    assert (paused["state"], paused["backOn"]) == ("PAUSED", "2026-12-24")
    assert (await step("pauseOffer", backOn="2027-01-08"))["backOn"] == "2027-01-08"
    assert (await step("bringBackOffer"))["state"] == "PUBLISHED"
    assert (await step("endOffer", lastDay="2026-12-31"))["endsOn"] == "2026-12-31"
    assert (await step("bringBackOffer"))["endsOn"] is None
    assert (await step("endOffer", reason="funding"))["state"] == "ENDED"
    assert (await step("bringBackOffer"))["state"] == "PUBLISHED"


async def test_a_part_left_out_stays_and_null_empties_it(jo: Api, group: Organisation) -> None:
    offer = (await created(jo, group, **WHOLE))["offer"]
    made = await asked(
        jo, "updateOffer", id=offer["id"], version=1, title="Friday Table", themes=None, peers=None
    )
    assert made["problems"] == []
    now = made["offer"]
    assert (now["title"], now["themes"], now["peers"]) == ("Friday Table", [], None)
    assert (now["summary"], now["contacts"]) == (offer["summary"], offer["contacts"])
    made = await asked(jo, "updateOffer", id=offer["id"], version=now["version"], ageTo=-1)
    assert problem(made)[:2] == ("INVALID", ["ageTo"])


async def test_space_is_said_without_touching_anything_else(jo: Api, table: Offer) -> None:
    id = global_id("Offer", table.id)
    made = await asked(jo, "setSpaceNow", id=id, version=table.version, term="full")
    assert made["offer"]["spaceNow"]["term"] == {"code": "full"}
    assert made["offer"]["title"] == table.title


async def test_a_way_on_is_drawn_once(steward: Unit, jo: Api, table: Offer) -> None:
    other = await make.organisation(steward, NOW, name="Another group")
    beside = await make.offer(steward, NOW, other.id, title="Sea swim")
    way = {"fromOffer": global_id("Offer", table.id), "toOffer": global_id("Offer", beside.id)}
    made = await asked(jo, "drawPathway", **way, kind="ALONGSIDE", note="On Sundays.")
    assert made["offer"]["pathways"] == [
        {"kind": "ALONGSIDE", "title": "Sea swim", "note": "On Sundays."}
    ]
    assert problem(await asked(jo, "drawPathway", **way, kind="LEADS_ON"))[0] == "CONFLICT"
    same = way | {"toOffer": way["fromOffer"]}
    assert problem(await asked(jo, "drawPathway", **same, kind="LEADS_ON"))[1] == ["toOffer"]


async def test_what_belongs_to_others_is_denied_and_what_they_hide_is_missing(
    steward: Unit, jo: Api
) -> None:
    other = await make.organisation(steward, NOW, name="Another group")
    theirs = await make.offer(steward, NOW, other.id)
    draft = await make.offer(steward, NOW, other.id, draft=True)
    made = await asked(
        jo, "updateOffer", id=global_id("Offer", theirs.id), version=theirs.version, title="Mine"
    )
    assert problem(made)[0] == "DENIED"
    made = await asked(jo, "publishOffer", id=global_id("Offer", draft.id), version=draft.version)
    assert problem(made)[0] == "MISSING"


async def test_a_change_takes_as_many_statements_for_many_places_as_for_two(
    steward: Unit, jo: Api, group: Organisation, statements: list[str]
) -> None:
    places = [str((await make.site(steward, group.id, name=f"Hall {n}")).id) for n in range(20)]
    await created(jo, group, **PLAIN)
    counts = []
    for many in (2, 20):
        with fresh(statements):
            assert (await created(jo, group, **WHOLE, sites=places[:many]))["problems"] == []
            counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_a_draft_can_be_saved_before_its_kind_is_chosen(jo: Api, group: Organisation) -> None:
    made = await created(jo, group, title="Tuesday Table")
    assert made["problems"] == []
    assert made["offer"]["kind"] == {"code": "", "label": "Not said yet"}


async def test_the_offer_of_an_actor_who_keeps_nothing_is_unchanged(
    api: Api, steward: Unit, sessions: Sessions, table: Offer
) -> None:
    nobody = as_(api, await somebody(steward, sessions))
    id = global_id("Offer", table.id)
    await asked(nobody, "updateOffer", id=id, version=table.version, title="Mine now")
    kept = await steward.read(offers.get, table.id)
    assert (kept.title, kept.version) == (table.title, table.version)
