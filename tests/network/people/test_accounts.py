"""Accounts: found and made by address, named by oneself, seen by few."""

from dataclasses import replace
from datetime import datetime

import pytest

from network.core.actor import ANYONE, Grant, Role
from network.core.errors import Denied, Invalid, Missing
from network.core.ids import new_id
from network.core.unit import Unit
from network.people import accounts, appointments, roles
from network.people.tables import PersonFields
from tests import make_people as make
from tests.make_people import Asking


async def test_an_address_is_one_person_however_it_is_typed(steward: Unit, now: datetime) -> None:
    first = await make.person(steward, now, "Jo.Bloggs@Example.org")
    again = await make.person(steward, now, " jo.bloggs@EXAMPLE.ORG ")
    assert first.id == again.id
    assert again.email == "Jo.Bloggs@example.org"
    assert (await steward.read(accounts.by_email, "JO.bloggs@example.org")).id == first.id


async def test_a_role_is_given_to_an_address_known_or_not(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    here, ours = new_id(), new_id()
    sam = asking(await make.steward(steward, now, here))
    await sam.write(appointments.appoint, "New@example.org", roles.hosting(ours, here), now)
    new = await sam.read(accounts.by_email, "new@example.org")
    assert await sam.read(roles.held, new.id) == {Grant(Role.HOST, ours)}
    member = roles.over(here, Role.MEMBER)
    assert (
        await sam.write(appointments.appoint, "new@EXAMPLE.org", member, now)
    ).person_id == new.id
    with pytest.raises(Denied):
        await sam.write(appointments.appoint, "x@b.org", roles.over(new_id(), Role.MEMBER), now)
    with pytest.raises(Missing):
        await steward.read(accounts.by_email, "x@b.org")
    with pytest.raises(Denied):
        await asking(ANYONE).write(appointments.appoint, "new@example.org", member, now)


async def test_a_person_names_themself(steward: Unit, asking: Asking, now: datetime) -> None:
    jo = asking(await make.signed_in(steward, now))
    await jo.write(accounts.rename, PersonFields.model_validate({"name": "  Jo \r\n\u202eB. "}))
    viewer = await jo.read(accounts.viewer)
    assert viewer is not None
    assert viewer.person.name == "Jo B."
    assert (viewer.grants, viewer.has_second_factor, viewer.strong) == ([], False, False)


async def test_who_is_not_signed_in_is_nobody(unit: Unit) -> None:
    assert await unit.read(accounts.viewer) is None
    with pytest.raises(Denied, match="Sign in first"):
        await unit.write(accounts.rename, PersonFields(name="Jo"))


async def test_a_key_does_not_rename_its_maker(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await make.signed_in(steward, now)
    with pytest.raises(Denied):
        await asking(replace(jo, via="key")).write(accounts.rename, PersonFields(name="Jo"))


def test_a_name_is_not_a_book() -> None:
    with pytest.raises(ValueError, match="at most 80"):
        PersonFields.model_validate({"name": "x" * 81})


async def test_people_see_themselves_and_those_they_keep_an_entry_with(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    ours, here = new_id(), new_id()
    jo = await make.host(steward, now, ours, "jo@example.org")
    alex = await make.host(steward, now, ours, "alex@example.org")
    other = await make.host(steward, now, new_id(), "other@example.org")
    sam = await make.steward(steward, now, here)
    everyone = [who.person for who in (jo, alex, other, sam) if who.person]
    assert set(await asking(jo).read(accounts.by_id, everyone)) == {jo.person, alex.person}
    assert set(await asking(other).read(accounts.by_id, everyone)) == {other.person}
    assert set(await asking(sam).read(accounts.by_id, everyone)) == set(everyone)
    assert await asking(ANYONE).read(accounts.by_id, everyone) == {}
    with pytest.raises(Missing):
        await asking(other).read(accounts.by_email, "jo@example.org")


async def test_a_steward_without_a_second_factor_sees_nobody_else(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await make.person(steward, now)
    weak = await make.holder(steward, now, roles.over(new_id(), Role.STEWARD), "sam@example.org")
    assert await asking(weak).read(accounts.by_id, [jo.id]) == {}


async def test_a_wrong_address_makes_nobody(steward: Unit, now: datetime) -> None:
    with pytest.raises(Invalid):
        await steward.write(
            appointments.appoint, "jo@b.org\r\nBcc: a@b.org", roles.over(new_id(), Role.MEMBER), now
        )


async def test_a_steward_sees_who_has_which_role_in_their_own_localities(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    here, elsewhere = new_id(), new_id()
    sam = await make.steward(steward, now, here)
    await make.holder(steward, now, roles.over(here, Role.PLANNER), "kim@example.org")
    await make.holder(steward, now, roles.over(elsewhere, Role.PLANNER), "far@example.org")
    shown = await asking(sam).read(appointments.listed)
    assert [(one.person.email, one.grant.role) for one in shown] == [
        ("kim@example.org", "planner"),
        ("sam@example.org", "steward"),
    ]
    assert await asking(replace(sam, strong=False)).read(appointments.listed) == []
    assert await asking(ANYONE).read(appointments.listed) == []


async def test_a_steward_sees_whom_to_trust_and_no_list_of_members(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    here, elsewhere = new_id(), new_id()
    sam = await make.steward(steward, now, here)
    await make.holder(steward, now, roles.over(here, Role.MEMBER), "kim@example.org")
    await make.holder(steward, now, roles.over(here, Role.PLANNER), "lee@example.org")
    await make.holder(steward, now, roles.over(elsewhere, Role.PLANNER), "far@example.org")
    shown = await asking(sam).read(appointments.trusted)
    assert [one.person.email for one in shown] == ["lee@example.org", "sam@example.org"]
    assert await asking(replace(sam, strong=False)).read(appointments.trusted) == []


async def test_a_steward_sees_the_roles_of_somebody_that_are_theirs_to_know(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    here, elsewhere, hosted = new_id(), new_id(), new_id()
    sam = asking(await make.steward(steward, now, here))
    jo = await make.host(steward, now, hosted)
    assert jo.person
    for scope in (here, elsewhere):
        await steward.write(roles.grant, jo.person, roles.over(scope, Role.MEMBER), now)
    found = await sam.read(appointments.account, jo.person, now)
    assert [(one.role, one.scope) for one in found.grants] == [("host", hosted), ("member", here)]
    assert (found.person.email, found.has_second_factor, found.sessions) == (
        "jo@example.org",
        False,
        1,
    )
    with pytest.raises(Missing):
        await sam.read(appointments.account, new_id(), now)
    with pytest.raises(Denied):
        await asking(jo).read(appointments.account, jo.person, now)
