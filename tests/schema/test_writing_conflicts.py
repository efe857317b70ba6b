"""Two who write at once: the second hears of the first, and nothing that was typed is lost."""

import pytest

from network.core.actor import Role
from network.core.unit import Sessions, Unit
from network.directory.tables import Offer, Organisation
from schema.base import global_id
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api
from tests.schema.signed import as_, somebody
from tests.schema.writing import WHOLE, asked, problem


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


async def test_of_two_who_write_at_once_the_second_sees_both_texts(jo: Api, table: Offer) -> None:
    id = global_id("Offer", table.id)
    steps = [{"title": "Say hello", "line": ""}]
    seen = table.version
    await asked(jo, "updateOffer", id=id, version=seen, title="Friday Table", firstVisit=steps)
    made = await asked(
        jo, "updateOffer", id=id, version=seen, title="Sunday Table", themes=["worry"]
    )
    assert (made["offer"], problem(made)[0]) == (None, "CONFLICT")
    assert problem(made)[2].startswith("Someone changed this at ")
    assert made["clash"] == {
        "version": seen + 1,
        "differences": [
            {"field": "title", "before": "Friday Table", "after": "Sunday Table"},
            {"field": "themes", "before": [], "after": ["worry"]},
        ],
    }
    again = await asked(
        jo, "updateOffer", id=id, version=made["clash"]["version"], title="Sunday Table"
    )
    assert (again["problems"], again["offer"]["title"]) == ([], "Sunday Table")
    assert again["offer"]["firstVisit"] == steps


@pytest.mark.parametrize("name", ["publishOffer", "pauseOffer", "endOffer", "setSpaceNow"])
async def test_a_step_from_an_old_version_is_a_conflict(jo: Api, table: Offer, name: str) -> None:
    made = await asked(jo, name, id=global_id("Offer", table.id), version=table.version - 1)
    assert problem(made)[0] == "CONFLICT"
    assert made["clash"]["version"] == table.version


async def test_both_texts_come_back_as_an_input_takes_them(jo: Api, table: Offer) -> None:
    id, seen = global_id("Offer", table.id), table.version
    said = {"madeFor": WHOLE["madeFor"], "schedule": WHOLE["schedule"]}
    await asked(jo, "updateOffer", id=id, version=seen, title="Friday Table")
    made = await asked(jo, "updateOffer", id=id, version=seen, **said)
    sent = {one["field"]: one["after"] for one in made["clash"]["differences"]}
    again = await asked(jo, "updateOffer", id=id, version=made["clash"]["version"], **sent)
    assert again["problems"] == []
    assert again["offer"]["madeFor"][0]["level"] == "BY_AND_FOR"


async def test_a_draft_says_nothing_when_somebody_guesses_its_version(
    steward: Unit, jo: Api
) -> None:
    other = await make.organisation(steward, NOW, name="Another group")
    draft = await make.offer(steward, NOW, other.id, draft=True)
    made = await asked(jo, "pauseOffer", id=global_id("Offer", draft.id), version=99)
    assert problem(made)[0] == "MISSING"
    assert made["clash"] is None
