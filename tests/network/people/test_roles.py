"""Roles: who may give which to whom, that one host leads, and that an entry keeps its last host."""

import asyncio
from datetime import datetime
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from network.core.actor import Actor, Grant, Role, service
from network.core.errors import Conflict, Denied, Missing
from network.core.ids import new_id
from network.core.unit import EngineSessions, Unit
from network.people import roles
from network.people.roles import Holding
from tests import make_people as make
from tests.make_people import Asking

HERE, ELSEWHERE = new_id(), new_id()


async def leads(asking: Asking, *people: Actor) -> list[bool]:
    """Say of each whether they lead an entry."""
    kept = [await asking(who).read(roles.of) for who in people]
    return [any(one.lead for one in own) for own in kept]


@pytest.mark.parametrize("role", list(Role))
async def test_a_steward_gives_and_takes_every_role_of_their_own_locality_and_no_other(
    steward: Unit, asking: Asking, now: datetime, role: Role
) -> None:
    sam = asking(await make.steward(steward, now, HERE))
    jo = await make.person(steward, now)
    holding = Holding(role, new_id(), HERE)
    await sam.write(roles.grant, jo.id, holding, now)
    assert await sam.read(roles.held, jo.id) == {Grant(role, holding.scope)}
    await sam.write(roles.revoke, jo.id, holding, even_last=True)
    assert await sam.read(roles.held, jo.id) == frozenset()
    with pytest.raises(Denied):
        await sam.write(roles.grant, jo.id, Holding(role, new_id(), ELSEWHERE), now)
    with pytest.raises(Denied):
        await sam.write(roles.grant, jo.id, roles.over(ELSEWHERE, Role.STEWARD), now)


async def test_nobody_gives_themself_a_role(steward: Unit, asking: Asking, now: datetime) -> None:
    jo = await make.signed_in(steward, now)
    member = await make.holder(steward, now, roles.over(HERE, Role.MEMBER), "m@example.org")
    for who in (jo, member):
        for role in Role:
            with pytest.raises(Denied):
                await asking(who).write(roles.grant, id_of(who), roles.over(HERE, role), now)


async def test_the_lead_gives_and_takes_hosts_and_nothing_else(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    ours = new_id()
    lead = asking(await make.host(steward, now, ours))
    alex = await make.person(steward, now, "alex@example.org")
    await lead.write(roles.grant, alex.id, roles.hosting(ours, HERE), now)
    await lead.write(roles.revoke, alex.id, roles.hosting(ours, HERE))
    for role in set(Role) - {Role.HOST}:
        with pytest.raises(Denied):
            await lead.write(roles.grant, alex.id, roles.over(HERE, role), now)
    with pytest.raises(Denied):
        await lead.write(roles.grant, alex.id, roles.hosting(new_id(), HERE), now)


async def test_a_host_who_does_not_lead_gives_and_takes_nothing(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    ours = new_id()
    lead = await make.host(steward, now, ours)
    second = asking(await make.host(steward, now, ours, "alex@example.org"))
    new = await make.person(steward, now, "new@example.org")
    with pytest.raises(Denied):
        await second.write(roles.grant, new.id, roles.hosting(ours, HERE), now)
    with pytest.raises(Denied):
        await second.write(roles.revoke, id_of(lead), roles.hosting(ours, HERE))
    with pytest.raises(Denied):
        await second.write(roles.hand_over, id_of(second.actor), roles.hosting(ours, HERE))


async def test_the_first_host_leads_and_only_the_first(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    ours = new_id()
    jo = await make.host(steward, now, ours)
    alex = await make.host(steward, now, ours, "alex@example.org")
    assert await leads(asking, jo, alex) == [True, False]


async def test_the_last_host_stays_unless_a_steward_means_it(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    ours = roles.hosting(new_id(), HERE)
    jo = await make.host(steward, now, ours.scope)
    sam = asking(await make.steward(steward, now, HERE))
    with pytest.raises(Conflict, match="Add somebody else first"):
        await sam.write(roles.revoke, id_of(jo), ours)
    with pytest.raises(Conflict, match="Add somebody else first"):
        await asking(jo).write(roles.leave, ours.scope)
    with pytest.raises(Denied):
        await asking(jo).write(roles.revoke, id_of(jo), ours, even_last=True)
    await sam.write(roles.revoke, id_of(jo), ours, even_last=True)
    with pytest.raises(Missing, match="do not have that role"):
        await sam.write(roles.revoke, id_of(jo), ours)


async def test_the_lead_hands_over_before_leaving(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    ours = roles.hosting(new_id(), None)
    jo = await make.host(steward, now, ours.scope)
    alex = await make.host(steward, now, ours.scope, "alex@example.org")
    with pytest.raises(Conflict, match="Hand the lead over"):
        await asking(jo).write(roles.leave, ours.scope)
    with pytest.raises(Missing):
        await asking(jo).write(roles.hand_over, new_id(), ours)
    await asking(jo).write(roles.hand_over, id_of(alex), ours)
    assert await leads(asking, jo, alex) == [False, True]
    with pytest.raises(Denied):
        await asking(jo).write(roles.hand_over, id_of(jo), ours)
    await asking(jo).write(roles.leave, ours.scope)
    assert await steward.read(roles.held, id_of(jo)) == frozenset()


async def test_where_a_steward_takes_the_lead_away_the_longest_standing_host_leads(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    ours = roles.hosting(new_id(), None)
    jo = await make.host(steward, now, ours.scope)
    alex = await make.host(steward, now, ours.scope, "alex@example.org")
    kim = await make.host(steward, now, ours.scope, "kim@example.org")
    await steward.write(roles.revoke, id_of(jo), ours)
    assert await leads(asking, alex, kim) == [True, False]


async def test_a_role_is_given_once_and_to_somebody_we_know(steward: Unit, now: datetime) -> None:
    jo = await make.host(steward, now, HERE)
    with pytest.raises(Conflict, match="already"):
        await steward.write(roles.grant, id_of(jo), roles.hosting(HERE, None), now)
    with pytest.raises(Conflict, match="do not know"):
        await steward.write(roles.grant, new_id(), roles.hosting(HERE, None), now)


async def test_two_hosts_who_take_each_other_off_at_once_leave_one(
    own: AsyncEngine, now: datetime
) -> None:
    ours = roles.hosting(new_id(), None)
    at = partial(Unit, EngineSessions(own), service("test"))
    async with at() as keeper:
        pair = [await make.host(keeper, now, ours.scope, f"{i}@example.org") for i in range(2)]

    async def revoke(who: Actor) -> str:
        async with at() as other:
            try:
                await other.write(roles.revoke, id_of(who), ours)
            except Conflict:
                return "refused"
            return "done"

    assert sorted(await asyncio.gather(*map(revoke, pair))) == ["done", "refused"]
    async with at() as keeper:
        held = [await keeper.read(roles.held, id_of(who)) for who in pair]
        assert sorted(map(len, held)) == [0, 1]
        assert (await keeper.read(roles.led, ours)).lead is not None


def id_of(actor: Actor) -> UUID:
    assert actor.person is not None
    return actor.person
