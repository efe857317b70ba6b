"""Those who decide are there once, with their levels and whom to turn to next."""

from network.core.unit import Unit
from network.forum import deciders as listed
from network.places import localities
from seed import deciders
from tests.make import HASTINGS


async def test_those_who_decide_are_added_once_with_the_ladder_above_them(steward: Unit) -> None:
    place = await steward.read(localities.by_slug, "sussex")
    before = {forum.id for forum in await steward.read(listed.of, place.id)}
    assert await deciders.sow(steward) == 35
    assert await deciders.sow(steward) == 0
    every = await steward.read(listed.of, place.id)
    found = {forum.name: forum for forum in every if forum.id not in before}
    team = found["Neighbourhood Mental Health Teams"]
    board = found["Sussex Partnership NHS Foundation Trust: Board of Directors"]
    top = found["NHS Surrey and Sussex Integrated Care Board"]
    assert (team.level, team.parent_id, board.parent_id) == ("team", board.id, top.id)
    assert {forum.level for forum in found.values()} == {
        *("team", "trust", "pcn", "place", "icp", "icb", "national"),
    }
    assert HASTINGS in found["East Sussex Health and Care Partnership"].districts
    assert found["NHS Sussex Integrated Care Board"].ended_on is not None
    assert all(forum.topics and forum.source for forum in found.values())
