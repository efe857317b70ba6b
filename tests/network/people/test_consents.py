"""Saying yes: to the words one has read, and taking it back for good."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from network.core.actor import ANYONE, Role
from network.core.errors import Conflict, Denied, Missing
from network.core.ids import new_id
from network.core.unit import Unit
from network.people import consents, erasure, roles
from network.people.consents import WORDINGS, Purpose, Wish, Wording
from tests import make_people as make
from tests.make_people import Asking

HERE = new_id()
MEMBER = Purpose.MEMBERSHIP


def wish(about: UUID = HERE) -> Wish:
    return Wish(MEMBER, about, WORDINGS[MEMBER].version)


async def test_a_yes_is_kept_with_the_words_and_the_moment(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = asking(await make.signed_in(steward, now))
    await jo.write(consents.give, wish(), now)
    kept = await jo.read(consents.mine)
    assert [(one.purpose, one.about, one.wording, one.given_at) for one in kept] == [
        ("membership", HERE, WORDINGS[MEMBER].version, now)
    ]
    assert (await jo.read(erasure.papers))["consent"][0]["purpose"] == "membership"
    with pytest.raises(Conflict, match="already"):
        await jo.write(consents.give, wish(), now)


async def test_taken_back_it_ends_what_was_kept_because_of_it_and_no_other_role(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    actor = await make.host(steward, now, HERE)
    assert actor.person
    elsewhere = new_id()
    for scope in (HERE, elsewhere):
        await steward.write(roles.grant, actor.person, roles.over(scope, Role.MEMBER), now)
    jo = asking(actor)
    await jo.write(consents.give, wish(), now)
    await jo.write(consents.withdraw, MEMBER, HERE, now + timedelta(days=1))
    left = await jo.read(roles.of)
    assert {(one.role, one.scope) for one in left} == {("host", HERE), ("member", elsewhere)}
    assert await jo.read(consents.mine) == []
    with pytest.raises(Missing):
        await jo.write(consents.withdraw, MEMBER, HERE, now)


async def test_old_words_are_read_again_and_newer_ones_take_their_place(
    steward: Unit, asking: Asking, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    jo = asking(await make.signed_in(steward, now))
    await jo.write(consents.give, wish(), now)
    old = wish()
    newer = Wording("2027-01", ("Other words.",))
    monkeypatch.setattr(consents, "WORDINGS", {MEMBER: newer})
    with pytest.raises(Conflict, match="have changed"):
        await jo.write(consents.give, old, now)
    later = now + timedelta(days=40)
    await jo.write(consents.give, Wish(MEMBER, HERE, "2027-01"), later)
    assert [one.wording for one in await jo.read(consents.mine)] == ["2027-01"]
    every = (await jo.read(erasure.papers))["consent"]
    assert sorted(one["withdrawn_at"] or "" for one in every) == ["", later.isoformat()]


async def test_a_yes_is_ones_own_to_give_and_to_take_back(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = asking(await make.signed_in(steward, now))
    sam = asking(await make.signed_in(steward, now, "sam@example.org"))
    await jo.write(consents.give, wish(), now)
    with pytest.raises(Missing):
        await sam.write(consents.withdraw, MEMBER, HERE, now)
    with pytest.raises(Denied):
        await asking(ANYONE).write(consents.give, wish(), now)
    assert len(await jo.read(consents.mine)) == 1
