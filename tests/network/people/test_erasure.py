"""What is kept about me is mine to see and to have taken away."""

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, select

from network.core.actor import ANYONE, Actor
from network.core.errors import Denied
from network.core.events import Event, record
from network.core.ids import new_id
from network.core.settings import Settings
from network.core.unit import Unit
from network.directory.kept import Claim
from network.directory.tables import Organisation
from network.people import erasure, second_factor, sessions
from network.people.tables import KeptGrant
from network.post import letters
from network.post.letters import Letter
from tests import make_people as make
from tests.conftest import NOW, OneTransaction
from tests.make_people import Asking

JO, OURS = "jo.canary@example.org", new_id()
SETTINGS = Settings(secret="s" * 32)


async def told(db: AsyncSession, actor: Actor, now: datetime) -> None:
    """Post a letter to Jo, as other verbs do."""
    letter = Letter(JO, "Something for you", "Dear Jo Canary, all is well.", new_id())
    await letters.post(db, actor, letter, now)
    record(db, actor, "test.told", new_id())


async def lived(keeper: Unit, asking: Asking, now: datetime) -> Unit:
    """Let Jo do all that leaves something behind."""
    jo = asking(await make.host(keeper, now, OURS, JO))
    await jo.write(second_factor.enrol, SETTINGS, now)
    await keeper.write(told, now)
    return jo


async def words_kept(sessions_of: OneTransaction) -> str:
    """Read every row of every table as text."""
    async with sessions_of.reading() as db:
        every = [
            str(row[0])
            for table in SQLModel.metadata.sorted_tables
            for row in await db.execute(text(f'select t::text from "{table.name}" t'))  # noqa: S608
        ]
    return "\n".join(every)


async def test_i_am_shown_all_that_is_kept_about_me_and_no_secret(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await lived(steward, asking, now)
    papers = await jo.read(erasure.papers)
    assert {"person", "session", "keptgrant", "secondfactor", "letter", "event"} <= set(papers)
    assert papers["person"][0]["email"] == JO
    assert papers["letter"][0]["text"] == "Dear Jo Canary, all is well."
    assert not any("hash" in name or name == "sealed" for row in papers["session"] for name in row)


async def test_nobody_elses_rows_are_among_mine(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await lived(steward, asking, now)
    other = await make.host(steward, now, OURS, "other@example.org")
    papers = await jo.read(erasure.papers)
    assert str(other.person) not in str(papers)
    assert "other@example.org" not in str(papers)


async def asked_for(db: AsyncSession, actor: Actor, other: UUID, decided_by: UUID | None) -> None:
    """Let somebody claim an entry in their own words, and somebody else decide."""
    db.add(
        Claim(
            organisation_id=(await db.scalars(select(Organisation.id).limit(1))).one(),
            person_id=other,
            words="Words of another person.",
            reason="Reason for another person.",
            decided_by=decided_by,
            at=NOW,
        )
    )
    record(db, actor, "test.claimed", new_id())


async def test_who_decided_on_a_claim_is_not_given_the_words_of_who_made_it(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    jo = await lived(steward, asking, now)
    other = await make.signed_in(steward, now, "other@example.org")
    assert other.person is not None
    await steward.write(asked_for, other.person, jo.actor.person)
    papers = await jo.read(erasure.papers)
    assert len(papers["claim"]) == 1
    assert "another person" not in str(papers)
    assert str(other.person) not in str(papers)
    own = await asking(other).read(erasure.papers)
    assert own["claim"][0]["words"] == "Words of another person."


async def test_after_erasing_nothing_of_me_is_left_but_an_id_in_the_record(
    steward: Unit, asking: Asking, sessions_of: OneTransaction, now: datetime
) -> None:
    jo = await lived(steward, asking, now)
    assert "canary" in (await words_kept(sessions_of)).casefold()
    await jo.write(erasure.erase, SETTINGS, now)
    left = await words_kept(sessions_of)
    assert "canary" not in left.casefold()
    person = str(jo.actor.person)
    kept = [line for line in left.splitlines() if person in line]
    assert kept
    assert len([one for one in kept if "." not in one]) == 1  # in the list of erasures
    async with sessions_of.reading() as db:
        for table in ("session", "keptgrant", "secondfactor"):
            mine = text(f'select count(*) from "{table}" where person_id = :me')  # noqa: S608
            assert await db.scalar(mine, {"me": jo.actor.person}) == 0


async def test_a_letter_that_waits_for_somebody_erased_is_never_sent(
    steward: Unit, asking: Asking, sessions_of: OneTransaction, now: datetime
) -> None:
    jo = await lived(steward, asking, now)
    await jo.write(erasure.erase, SETTINGS, now)
    async with sessions_of.reading() as db:
        waiting = await db.scalar(text("select count(*) from letter where state = 'waiting'"))
    assert waiting == 0


async def test_a_session_ends_with_the_person(steward: Unit, asking: Asking, now: datetime) -> None:
    somebody = await make.person(steward, now, JO)
    token = await steward.write(sessions.open_, somebody.id, now)
    known = (await steward.read(sessions.actor_of, token, now)).actor
    await asking(known).write(erasure.erase, SETTINGS, now)
    assert (await steward.read(sessions.actor_of, token, now)).actor.person is None


async def test_only_a_person_who_is_signed_in_can_ask(asking: Asking, now: datetime) -> None:
    with pytest.raises(Denied, match="Sign in first"):
        await asking(ANYONE).read(erasure.papers)
    with pytest.raises(Denied, match="Sign in first"):
        await asking(ANYONE).write(erasure.erase, SETTINGS, now)


async def test_where_a_lead_is_erased_the_next_one_leads(
    steward: Unit, asking: Asking, sessions_of: OneTransaction, now: datetime
) -> None:
    lead = await make.host(steward, now, OURS, JO)
    other = await make.host(steward, now, OURS, "other@example.org")
    assert await asking(lead).read(erasure.alone) == []
    await asking(lead).write(erasure.erase, SETTINGS, now)
    async with sessions_of.reading() as db:
        left = (await db.scalars(select(KeptGrant).where(KeptGrant.scope == OURS))).all()
    assert [(one.person_id, one.lead) for one in left] == [(other.person, True)]


async def test_the_last_who_keeps_an_entry_is_told_so_and_stewards_can_see_it(
    steward: Unit, asking: Asking, sessions_of: OneTransaction, now: datetime
) -> None:
    jo = asking(await make.host(steward, now, OURS, JO))
    assert await jo.read(erasure.alone) == [OURS]
    await jo.write(erasure.erase, SETTINGS, now)
    async with sessions_of.reading() as db:
        told = await db.scalar(select(Event.detail).where(Event.name == "person.erased"))
    assert told == {"left_alone": [str(OURS)]}
