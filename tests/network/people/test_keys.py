"""Keys for programs: shown once, no more powerful than their maker, ended at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from network.access import Act, allows
from network.core.actor import ANYONE, Actor, Grant, Role
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.filling import fill
from network.core.ids import new_id
from network.core.unit import Unit
from network.people import keys, roles
from network.people.keys import MOST, NOBODY, NOTED, KeyFields, Scope
from network.people.tables import ApiKey
from tests import make_people as make
from tests.conftest import OneTransaction
from tests.make_people import Asking

OURS, HERE = new_id(), new_id()


def fields(*scopes: Scope, **more: Any) -> KeyFields:
    return KeyFields(name="Our website", scopes=list(scopes or [Scope.READ]), **more)


def writing() -> KeyFields:
    return fields(Scope.READ, Scope.WRITE_OFFERS, organisation_id=OURS)


async def test_a_key_is_shown_once_and_kept_as_a_hash(
    steward: Unit, asking: Asking, sessions_of: OneTransaction, now: datetime
) -> None:
    jo = asking(await make.host(steward, now, OURS))
    made = await jo.write(keys.create, writing(), now)
    assert made.token.startswith("as_")
    assert made.token.startswith(made.key.prefix)
    assert len(made.token) > len(made.key.prefix) + 30
    async with sessions_of.reading() as db:
        kept = (await db.scalars(select(ApiKey).where(ApiKey.id == made.id))).one()
    assert made.token[len(made.key.prefix) :] not in repr(kept)
    assert [one.id for one in await jo.read(keys.listed)] == [made.id]


async def test_a_key_for_offers_writes_those_and_nothing_else(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await make.host(steward, now, OURS)
    await steward.write(roles.grant, id_of(jo), roles.hosting(HERE, None), now)
    made = await asking(jo).write(keys.create, writing(), now)
    known = await steward.read(keys.actor_of, made.token, now)
    assert known.actor.grants == {Grant(Role.HOST, OURS)}
    assert (known.actor.via, known.actor.only_reads) == ("key", False)
    ours, theirs = roles.hosting(OURS, None), roles.hosting(HERE, None)
    may = {act for act in Act if allows(known.actor, act, ours)}
    offers = {Act.WRITE_OFFER, Act.SHOW_OFFER, Act.CONFIRM_OFFER, Act.DRAW_PATHWAY}
    assert may == offers | {act for act in Act if allows(ANYONE, act, ours)}
    assert not any(allows(known.actor, act, theirs) for act in offers)


async def test_a_key_for_reading_does_nothing(steward: Unit, asking: Asking, now: datetime) -> None:
    jo = await make.host(steward, now, OURS)
    for wanted in (fields(), fields(organisation_id=OURS)):
        made = await asking(jo).write(keys.create, wanted, now)
        reader = (await steward.read(keys.actor_of, made.token, now)).actor
        assert reader.grants == {Grant(Role.HOST, OURS)}
        assert not any(allows(reader, act, roles.hosting(OURS, None)) for act in Act)
        with pytest.raises(Denied):
            await asking(reader).write(keys.create, fields(), now)


async def test_a_key_ends_when_its_maker_is_no_host_any_more(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    await make.host(steward, now, OURS, "lead@example.org")
    jo = await make.host(steward, now, OURS)
    made = await asking(jo).write(keys.create, writing(), now)
    assert (await steward.read(keys.actor_of, made.token, now)).actor.person == jo.person
    await asking(jo).write(roles.leave, OURS)
    assert await steward.read(keys.actor_of, made.token, now) is NOBODY


async def test_a_key_is_as_strong_as_the_session_that_made_it(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    planner = roles.over(HERE, Role.PLANNER)
    kim = await make.holder(steward, now, planner, "kim@example.org", strong=True)
    for maker in (kim, replace(kim, strong=False)):
        made = await asking(maker).write(keys.create, fields(), now)
        known = await steward.read(keys.actor_of, made.token, now)
        assert known.actor.holds(Role.PLANNER, HERE) is maker.strong


async def test_nobody_makes_a_key_for_what_is_not_theirs(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await make.signed_in(steward, now)
    with pytest.raises(Denied):
        await asking(jo).write(keys.create, writing(), now)
    with pytest.raises(Invalid) as refused:
        await asking(jo).write(keys.create, fields(Scope.WRITE_OFFERS), now)
    assert refused.value.field == "organisation_id"
    for nobody in (ANYONE, replace(jo, via="key"), replace(jo, via="letter")):
        with pytest.raises(Denied):
            await asking(nobody).write(keys.create, fields(), now)


async def test_what_is_no_key_is_nobody(steward: Unit, asking: Asking, now: datetime) -> None:
    jo = await make.signed_in(steward, now)
    token = (await asking(jo).write(keys.create, fields(), now)).token
    for wrong in ("", "as_", token[:-1], token + "x", token[3:], token.upper(), "as_\x00é"):
        assert await steward.read(keys.actor_of, wrong, now) is NOBODY


async def test_a_key_is_ended_by_its_maker_a_host_of_its_organisation_or_a_steward(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await make.host(steward, now, OURS)
    alex = await make.host(steward, now, OURS, "alex@example.org")
    sam = await make.steward(steward, now, HERE)
    other = await make.host(steward, now, new_id(), "other@example.org")
    for who in (jo, alex, sam):
        made = await asking(jo).write(keys.create, writing(), now)
        with pytest.raises(Missing):
            await asking(other).write(keys.revoke, made.id, now)
        await asking(who).write(keys.revoke, made.id, now)
        assert await steward.read(keys.actor_of, made.token, now) is NOBODY
    private = await asking(jo).write(keys.create, fields(), now)
    with pytest.raises(Missing):
        await asking(alex).write(keys.revoke, private.id, now)
    program = (await steward.read(keys.actor_of, private.token, now)).actor
    with pytest.raises(Denied):
        await asking(program).write(keys.revoke, private.id, now)


async def test_when_a_key_was_used_is_written_down_once_an_hour_at_most(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await make.signed_in(steward, now)
    made = await asking(jo).write(keys.create, fields(), now)
    first = await steward.read(keys.actor_of, made.token, now)
    assert first.stale
    await asking(first.actor).count(keys.touch, made.id, now)
    soon, late = now + NOTED - timedelta(seconds=1), now + NOTED
    assert not (await steward.read(keys.actor_of, made.token, soon)).stale
    assert (await steward.read(keys.actor_of, made.token, late)).stale
    assert (await asking(jo).read(keys.listed))[0].used_at == now


async def test_nobody_hoards_keys(steward: Unit, asking: Asking, now: datetime) -> None:
    jo = asking(await make.signed_in(steward, now))
    made = [await jo.write(keys.create, fields(), now) for _ in range(MOST)]
    with pytest.raises(Conflict, match="You have 20 keys"):
        await jo.write(keys.create, fields(), now)
    await jo.write(keys.revoke, made[0].id, now)
    await jo.write(keys.create, fields(), now)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": "", "scopes": ["read"]}),
        ("scopes", {"name": "x", "scopes": []}),
        ("scopes.0", {"name": "x", "scopes": ["everything"]}),
    ],
)
def test_a_key_has_a_name_and_is_for_something(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        fill(KeyFields, values)
    assert refused.value.field == field


def id_of(actor: Actor) -> Any:
    return actor.person
