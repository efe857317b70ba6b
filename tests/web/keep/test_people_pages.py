"""People and roles: found by the whole address, trusted openly, and taken away at once."""

from datetime import datetime
from uuid import UUID

from network.core.actor import Role
from network.core.unit import Unit
from network.people import appointments, roles, sessions
from tests import make, make_people
from tests.web.keep.conftest import SAM, person_id
from tests.web.signing import Browser


async def test_somebody_is_found_by_their_whole_address_only(
    sam: Browser, steward: Unit, now: datetime
) -> None:
    await make_people.person(steward, now, "kim@example.org")
    page = await sam.open("/keep/people")
    assert "kim@" not in page.html
    assert "Steward for Sussex." in page.words
    page = await sam.send({"find": "kim"}, "/keep/people")
    assert (page.status, page.title[:7]) == (400, "Error: ")
    page = await sam.send({"find": "kim@example.or"}, "/keep/people")
    assert "We do not know this address." in page.words
    assert 'value="kim@example.or"' in page.html
    page = await sam.send({"find": "Kim@Example.org"}, "/keep/people")
    assert page.heading == "kim@example.org"
    assert "kim" not in sam.at
    assert "They have no role that you look after." in page.words


async def test_a_role_is_given_to_whoever_has_an_address(
    sam: Browser, steward: Unit, sussex: UUID
) -> None:
    give = "/keep/people/give"
    await sam.open("/keep/people")
    page = await sam.send({"email": "new@example.org"}, give)
    assert "Choose a role." in page.words
    page = await sam.send({"role": "host"}, give)
    assert "#organisation" in page.links
    page = await sam.send({"role": "planner", "locality": "kent"}, give)
    assert "There is no locality of this name here." in page.words
    page = await sam.send({"role": "planner", "locality": "sussex"}, give)
    assert "Planner for Sussex" in page.words
    (made,) = await steward.read(appointments.of, await person_id(steward, "new@example.org"))
    assert (made.role, made.scope) == (Role.PLANNER, sussex)
    page = await sam.send({"role": "planner", "locality": "sussex"})
    assert "They have this role already." in page.words


async def test_a_role_is_taken_away_and_the_last_host_only_knowingly(
    sam: Browser, steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    jo = await make_people.host(steward, now, run_by.id)
    await sam.open(f"/keep/people/{jo.person}")
    assert f"Host for {run_by.name}, and leads" in sam.page.words
    (way,) = [link for link in sam.page.links if "/roles/" in link]
    page = await sam.open(way)
    assert "It ends at once." in page.words
    page = await sam.send()
    assert "This is the last person who keeps the entry." in page.words
    page = await sam.send({"even_last": "yes"})
    assert "They do not have this role any more." in page.words
    assert (await sam.open(way)).status == 404


async def test_a_role_elsewhere_is_not_to_be_given_or_seen(
    sam: Browser, steward: Unit, now: datetime
) -> None:
    kim = await make_people.person(steward, now, "kim@example.org")
    far = make.steward_of(UUID(int=7))
    (there,) = far.grants
    await steward.write(roles.grant, kim.id, roles.over(there.scope, Role.MEMBER), now)
    page = await sam.open(f"/keep/people/{kim.id}")
    assert "They have no role that you look after." in page.words
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    typed = {"role": "host", "organisation": f"/organisations/{run_by.slug}"}
    page = await sam.send(typed, f"/keep/people/{kim.id}")
    assert f"Host for {run_by.name}, and leads" in page.words


async def test_somebody_is_signed_out_everywhere(
    sam: Browser, steward: Unit, now: datetime
) -> None:
    kim = await make_people.person(steward, now, "kim@example.org")
    token = await steward.write(sessions.open_, kim.id, now)
    page = await sam.open(f"/keep/people/{kim.id}")
    assert "Signed in on 1 browser." in page.words
    page = await sam.send(action=f"/keep/people/{kim.id}/sign-out")
    assert "Not signed in anywhere." in page.words
    assert (await steward.read(sessions.actor_of, token, now)).session_id is None


async def test_a_steward_finds_themself(sam: Browser) -> None:
    await sam.open("/keep/people")
    page = await sam.send({"find": SAM}, "/keep/people")
    assert "They have set up a second step." in page.words
