"""Sessions: how long one lasts, whose it is, and that a role taken away is gone at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from network.core import tokens
from network.core.actor import ANYONE, Grant, Role
from network.core.errors import Denied, Missing
from network.core.ids import new_id
from network.core.unit import Unit
from network.people import roles, sessions
from network.people.sessions import IDLE, LONGEST, NOBODY, NOTED
from network.people.tables import Session
from tests import make_people as make
from tests.conftest import OneTransaction
from tests.make_people import Asking


async def test_a_token_says_who_asks_and_only_its_hash_is_kept(
    steward: Unit, sessions_of: OneTransaction, now: datetime
) -> None:
    jo = await make.person(steward, now)
    token = await steward.write(sessions.open_, jo.id, now)
    known = await steward.read(sessions.actor_of, token, now)
    assert (known.actor.person, known.actor.via, known.actor.strong) == (jo.id, "session", False)
    assert len(token) >= 43
    async with sessions_of.reading() as db:
        kept = (await db.scalars(select(Session))).one()
    assert kept.token_hash == tokens.hashed(token)
    assert token not in repr(kept)


async def test_what_is_no_token_is_nobody(steward: Unit, now: datetime) -> None:
    token = await steward.write(sessions.open_, (await make.person(steward, now)).id, now)
    for wrong in ("", "x", token[:-1], token + "x", token.swapcase(), "é\x00", token * 100):
        assert await steward.read(sessions.actor_of, wrong, now) is NOBODY


async def test_an_unused_session_ends_and_a_used_one_goes_on_but_not_for_ever(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await make.person(steward, now)
    token = await steward.write(sessions.open_, jo.id, now)
    assert await steward.read(sessions.actor_of, token, now + IDLE) is NOBODY
    at = now
    while at < now + LONGEST - IDLE / 2:
        at += IDLE / 2
        known = await steward.read(sessions.actor_of, token, at)
        assert known.stale
        assert known.session_id is not None
        await asking(known.actor).count(sessions.touch, known.session_id, at)
    assert await steward.read(sessions.actor_of, token, now + LONGEST) is NOBODY


async def test_use_is_written_down_every_ten_minutes_at_most(steward: Unit, now: datetime) -> None:
    jo = await make.person(steward, now)
    token = await steward.write(sessions.open_, jo.id, now)
    soon = now + NOTED - timedelta(seconds=1)
    assert not (await steward.read(sessions.actor_of, token, soon)).stale
    assert (await steward.read(sessions.actor_of, token, now + NOTED)).stale


async def test_a_role_taken_away_is_gone_at_the_next_step(steward: Unit, now: datetime) -> None:
    jo, ours = await make.person(steward, now), new_id()
    token = await steward.write(sessions.open_, jo.id, now)
    assert (await steward.read(sessions.actor_of, token, now)).actor.grants == frozenset()
    await steward.write(roles.grant, jo.id, roles.hosting(ours, None), now)
    held = (await steward.read(sessions.actor_of, token, now)).actor.grants
    assert held == {Grant(Role.HOST, ours)}
    await steward.write(roles.revoke, jo.id, roles.hosting(ours, None), even_last=True)
    assert (await steward.read(sessions.actor_of, token, now)).actor.grants == frozenset()


async def test_one_signs_out_here_or_everywhere_but_nobody_else(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo, other = await make.signed_in(steward, now), await make.signed_in(steward, now, "o@b.org")
    assert jo.person is not None
    desk, phone = [await steward.write(sessions.open_, jo.person, now) for _ in range(2)]
    here = (await steward.read(sessions.actor_of, desk, now)).session_id
    assert here is not None
    for nobody in (other, ANYONE, replace(jo, via="key")):
        refusals = (Missing,) if nobody.person != jo.person else (Exception,)
        with pytest.raises(refusals):
            await asking(nobody).write(sessions.end, here, now)
    await asking(jo).write(sessions.end, here, now)
    assert await steward.read(sessions.actor_of, desk, now) is NOBODY
    assert (await steward.read(sessions.actor_of, phone, now)).actor.person == jo.person
    assert len(await asking(jo).read(sessions.mine, now)) == 2
    assert await asking(jo).write(sessions.end_all, now) == 2
    assert await steward.read(sessions.actor_of, phone, now) is NOBODY
    assert len(await asking(other).read(sessions.mine, now)) == 1


@given(st.text())
def test_any_text_can_be_looked_up_as_a_token(text: str) -> None:
    assert len(tokens.hashed(text)) == 32


@given(st.integers(1, 12))
def test_a_code_is_typed_as_it_was_made_in_any_dress(letters: int) -> None:
    code = tokens.code(letters)
    assert len(code) == letters
    assert set(code) <= set(tokens.LETTERS)
    assert set("01OILUV").isdisjoint(tokens.LETTERS)
    assert tokens.typed(f" {code.lower()[:3]} - {code[3:]}\n") == code


async def test_a_steward_signs_somebody_out_everywhere(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    sam = asking(await make.steward(steward, now, new_id()))
    jo = await make.person(steward, now)
    one, two = [await steward.write(sessions.open_, jo.id, now) for _ in range(2)]
    assert await sam.read(sessions.count_of, jo.id, now) == 2
    assert await sam.write(sessions.end_of, jo.id, now) == 2
    for token in (one, two):
        assert await steward.read(sessions.actor_of, token, now) is NOBODY
    assert await sam.write(sessions.end_of, jo.id, now) == 0
    with pytest.raises(Missing):
        await sam.write(sessions.end_of, new_id(), now)
    mine = asking(await make.signed_in(steward, now))
    with pytest.raises(Denied):
        await mine.write(sessions.end_of, jo.id, now)
    with pytest.raises(Denied):
        await mine.read(sessions.count_of, jo.id, now)
