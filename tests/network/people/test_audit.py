"""The record, looked through: by whom, what, to what and when; and whether its seals hold."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import ANYONE, Actor, Role
from network.core.errors import Denied, Invalid
from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.people import audit, roles
from network.people.audit import Wanted
from network.people.tables import Person
from tests import make_people as make
from tests.make_people import Asking

FEW = Page(5)


@pytest.fixture
async def sam(steward: Unit, asking: Asking, now: datetime) -> Unit:
    """Give a steward who is signed in."""
    return asking(await make.steward(steward, now, new_id()))


@pytest.fixture
async def jo(steward: Unit, sam: Unit, now: datetime) -> Person:
    """Make somebody to whom Sam gave and took away a role."""
    assert sam.actor.person
    jo = await make.person(steward, now)
    (here,) = sam.actor.scopes(Role.STEWARD)
    await sam.write(roles.grant, jo.id, roles.over(here, Role.PLANNER), now)
    await sam.write(roles.revoke, jo.id, roles.over(here, Role.PLANNER))
    return jo


async def asked(unit: Unit, wanted: Wanted, page: Page = FEW) -> list[str]:
    found, _ = await unit.read(audit.entries, wanted, page)
    return [one.event.name for one in found]


@pytest.mark.usefixtures("jo")
async def test_it_is_asked_by_whom_what_to_what_and_when(sam: Unit) -> None:
    me = sam.actor.person
    (here,) = sam.actor.scopes(Role.STEWARD)
    assert await asked(sam, Wanted(by=me)) == ["role.revoked", "role.granted"]
    assert await asked(sam, Wanted(by=me, name="role.granted")) == ["role.granted"]
    assert await asked(sam, Wanted(about=here, name="role.revoked")) == ["role.revoked"]
    assert await asked(sam, Wanted(about=new_id())) == []
    (newest, *_), more = await sam.read(audit.entries, Wanted(), FEW)
    assert (newest.event.name, more) == ("role.revoked", True)
    assert newest.event.at is not None
    day = newest.event.at.astimezone(audit.LONDON).date()
    assert len(await asked(sam, Wanted(by=me, since=day, until=day))) == 2
    assert await asked(sam, Wanted(by=me, since=day + timedelta(days=1))) == []
    assert await asked(sam, Wanted(by=me, until=day - timedelta(days=1))) == []


@pytest.mark.usefixtures("jo")
async def test_pages_follow_each_other_without_a_gap(sam: Unit) -> None:
    whole, _ = await sam.read(audit.entries, Wanted(), Page(7))
    first, more = await sam.read(audit.entries, Wanted(), Page(3))
    assert more
    after = (first[-1].event.seq,)
    rest, _ = await sam.read(audit.entries, Wanted(), Page(4, after=after))
    assert [one.event.seq for one in [*first, *rest]] == [one.event.seq for one in whole]
    for odd in (("x",), (1, 2), (-1,), (2**70,)):
        with pytest.raises(Invalid):
            await sam.read(audit.entries, Wanted(), Page(3, after=odd))


@pytest.mark.usefixtures("jo")
async def test_every_name_there_is_can_be_asked_for(sam: Unit) -> None:
    found = await sam.read(audit.names)
    assert list(found) == sorted(set(found))
    assert {"role.granted", "role.revoked", "locality.opened"} <= set(found)


@pytest.mark.usefixtures("jo")
async def test_the_newest_entries_are_walked_along(
    sam: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await sam.read(audit.check)
    assert (whole.found.broken_at, whole.walked) == (None, whole.of)
    monkeypatch.setattr(audit, "MOST_CHECKED", 3)
    part = await sam.read(audit.check)
    assert (part.found.broken_at, part.walked, part.of) == (None, 3, whole.of)
    assert part.found.end == whole.found.end


@pytest.mark.usefixtures("jo")
async def test_an_entry_that_somebody_rewrote_is_pointed_out(sam: Unit) -> None:
    (second, first, *_), _ = await sam.read(audit.entries, Wanted(), FEW)
    assert second.holds
    assert first.holds
    await sam.count(rewritten, first.event.seq)
    (second, first, *rest), _ = await sam.read(audit.entries, Wanted(), FEW)
    assert [one.holds for one in (second, first)] == [True, False]
    assert all(one.holds for one in rest)
    found = await sam.read(audit.check)
    assert (found.found.broken_at, found.found.why) == (first.event.seq, "changed")


async def rewritten(db: AsyncSession, actor: Actor, seq: int) -> None:
    """Do what the database refuses: whoever owns it could."""
    await db.execute(text("set local session_replication_role = replica"))
    await db.execute(text("update event set by_name = 'nobody' where seq = :seq"), {"seq": seq})
    await db.execute(text("set local session_replication_role = origin"))


async def test_only_stewards_look_through_it(unit: Unit, asking: Asking) -> None:
    weak = Actor("person", new_id(), via="session")
    for nobody in (asking(ANYONE), asking(weak), unit):
        with pytest.raises(Denied):
            await nobody.read(audit.entries, Wanted(), FEW)
        with pytest.raises(Denied):
            await nobody.read(audit.names)
        with pytest.raises(Denied):
            await nobody.read(audit.check)
