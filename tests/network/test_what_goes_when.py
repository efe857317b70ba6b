"""Each rule of what is kept: just before its time all stays, just after it goes, and nothing else.

The times here are written by hand, apart from the code.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, select

from network.core.actor import Actor, Role
from network.core.errors import Denied
from network.core.events import record
from network.core.ids import new_id
from network.core.settings import Settings
from network.core.tokens import fresh, hashed
from network.core.unit import Unit
from network.directory import reports
from network.directory.kept import CheckLink, Claim, ClaimState, Decision, Outcome
from network.directory.reports import Wrong
from network.directory.tables import Offer
from network.forum import links
from network.forum.dated import Attendance, Day, DayState
from network.notices.tables import Notice
from network.people import consents, erasure, invitations, keys, roles, sessions, sign_in
from network.people.consents import WORDINGS, Purpose, Wish
from network.people.invitations import Wish as Asked
from network.people.keys import KeyFields, Scope
from network.people.sign_in import Asking as AskingIn
from network.people.teams import Team
from network.places.tables import Locality
from network.post import letters, sending
from network.post.letters import Letter
from network.retention import RULES
from tests import make, make_people, make_referrals
from tests.conftest import NOW, OneTransaction
from tests.make_people import Asking

SETTINGS = Settings(secret="s" * 32)
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)
YEAR = 365 * DAY
DUE: Mapping[str, tuple[timedelta, str, int]] = {
    "account": (730 * DAY, "person", 1),
    "letters_in": (DAY + timedelta(minutes=10), "signin", 1),
    "sessions": (7 * DAY, "session", 1),
    "keys": (90 * DAY, "apikey", 1),
    "invitations": (44 * DAY, "invitation", 1),
    "consent": (YEAR, "consent", 1),
    "erased": (YEAR, "erasure", 1),
    "letters": (30 * DAY, "letter", 1),
    "claims": (YEAR, "claim", 1),
    "decisions": (YEAR, "decision", 1),
    "checks": (60 * DAY, "checklink", 1),
    "report_marks": (14 * DAY, "report", 2),
    "report_words": (90 * DAY, "report", 1),
    "needs": (30 * DAY, "attendance", 1),
    "notices": (90 * DAY, "notice", 1),
    "answer_links": (120 * DAY, "answerlink", 1),
}
"""When the first of the world below is due, in which table, and how many of it."""

CLEARED = {rule.name: rule.clear for rule in RULES if rule.clear}


def test_every_rule_with_a_verb_is_tried_here() -> None:
    assert set(DUE) == set(CLEARED)


@pytest.fixture
async def kept(steward: Unit, asking: Asking, sessions: OneTransaction) -> OneTransaction:
    """Let people leave behind one of all that is kept for a while only, and one that stays."""
    host = await make.organisation(steward, NOW)
    offer = await make.offer(steward, NOW, host.id)
    jo = await make_people.host(steward, NOW, host.id)
    await steward.write(beside, offer, jo.person)
    await letters_of(steward, asking(jo), Team(host.id, host.name))
    await accounts_of(steward, asking, asking(jo))
    await reports_of(steward, offer)
    await steward.write(came, jo.person)
    await steward.write(told, jo.person)
    for made_at in (NOW, NOW + YEAR):
        asked = await make_referrals.sent(steward, NOW)
        await steward.write(links.make, asked.id, made_at)
    return sessions


async def beside(db: AsyncSession, actor: Actor, offer: Offer, host: UUID | None) -> None:
    """Keep answers to claims, a reason, and a link that was sent out."""
    own: dict[str, Any] = {"organisation_id": offer.organisation_id, "person_id": host, "at": NOW}
    no: dict[str, Any] = {"reason": "No.", "state": ClaimState.REFUSED, "decided_at": NOW}
    db.add(Claim(**own, words="It is mine.", **no))
    db.add(Claim(**own, words="It is mine, and this waits for an answer."))
    said: dict[str, Any] = {
        "organisation_id": offer.organisation_id,
        "let_through": False,
        "at": NOW,
    }
    db.add_all([Decision(**said, reason="Say what it costs."), Decision(**said, reason="")])
    link: dict[str, Any] = {
        "token_hash": hashed(fresh()),
        "code_hash": hashed(fresh()),
        "asked_at": NOW,
    }
    link |= {"person_id": host, "expires_at": NOW + 60 * DAY}
    db.add(CheckLink(offer_id=offer.id, **link))
    record(db, actor, "test.kept", new_id())


async def came(db: AsyncSession, actor: Actor, person: UUID | None) -> None:
    """Keep what somebody needed on a day that is over, and on one that comes a year later."""
    here = (await localities(db, actor))[0]
    for ends in (NOW, NOW + YEAR):
        times: dict[str, Any] = {
            "starts_at": ends - DAY / 4,
            "ends_at": ends,
            "closes_at": ends - 14 * DAY,
        }
        day = Day(locality_id=here, state=DayState.HELD, **times)
        db.add(day)
        await db.flush()
        theirs: dict[str, Any] = {"person_id": person, "needs": "A chair with arms."}
        db.add(Attendance(day_id=day.id, at=NOW, **theirs))
    record(db, actor, "test.came", new_id())


async def told(db: AsyncSession, actor: Actor, person: UUID | None) -> None:
    """Keep what somebody was told, and what they are to be told yet."""
    for key, at in (("one", NOW), ("two", None)):
        theirs: dict[str, Any] = {"person_id": person, "key": key, "told_at": at}
        db.add(Notice(name="check.due", about=new_id(), made_at=NOW, **theirs))
    record(db, actor, "test.told", new_id())


async def letters_of(steward: Unit, jo: Unit, team: Team) -> None:
    """Ask to sign in, invite somebody, and send one letter of three."""
    here = AskingIn("kim@example.org", fresh(), "192.0.2.1")
    await steward.write(sign_in.ask, here, SETTINGS, NOW)
    await jo.write(invitations.invite, team, Asked("lee@example.org"), SETTINGS, NOW)
    one = await steward.count(letters.post, Letter("jo@example.org", "Hello", "Hi.", new_id()), NOW)
    await steward.write(sending.sent, one, NOW)


async def accounts_of(steward: Unit, asking: Asking, jo: Unit) -> None:
    """Sign out, end a key, take a yes back, be erased, and sign in once and never again."""
    mine = await jo.read(sessions.mine, NOW)
    await jo.write(sessions.end, mine[0].id, NOW)
    made = await jo.write(keys.create, KeyFields(name="Ours", scopes=[Scope.READ]), NOW)
    await jo.write(keys.create, KeyFields(name="Ours too", scopes=[Scope.READ]), NOW)
    await jo.write(keys.revoke, made.id, NOW)
    here = (await steward.read(localities))[0]
    for purpose in Purpose:
        yes = Wish(purpose, here, WORDINGS[purpose].version)
        await jo.write(consents.give, yes, NOW)
        await jo.write(consents.withdraw, purpose, here, NOW)
        await jo.write(consents.give, yes, NOW)
    gone = await make_people.signed_in(steward, NOW, "gone@example.org")
    await asking(gone).write(erasure.erase, SETTINGS, NOW)
    await make_people.person(steward, NOW, "once@example.org")
    often = await make_people.person(steward, NOW + 700 * DAY, "often@example.org")
    await steward.write(roles.grant, often.id, roles.over(here, Role.MEMBER), NOW)


async def localities(db: AsyncSession, actor: Actor) -> list[UUID]:
    """List the localities."""
    return list(await db.scalars(select(Locality.id)))


async def reports_of(steward: Unit, offer: Offer) -> None:
    """Say twice that something is wrong; one is answered."""
    one = Wrong(["time"], "It is on Mondays now.", b"one")
    two = Wrong(["place"], "It has moved.", b"two")
    told = await steward.write(reports.make, offer.id, one, NOW)
    await steward.write(reports.make, offer.id, two, NOW)
    await steward.write(reports.answer, told.id, Outcome.MENDED, NOW)


async def everything(kept: OneTransaction) -> dict[str, list[str]]:
    """Read every row of every table, but for the record, as text."""
    async with kept.reading() as db:
        return {
            table.name: sorted(await db.scalars(text(f'select t::text from "{table.name}" t')))  # noqa: S608
            for table in SQLModel.metadata.sorted_tables
            if table.name not in {"event", "postcode"}
        }


@pytest.mark.parametrize("name", list(DUE))
async def test_just_before_its_time_all_stays_and_just_after_it_goes_and_nothing_else(
    kept: OneTransaction, steward: Unit, name: str
) -> None:
    after, table, many = DUE[name]
    before = await everything(kept)
    assert await steward.count(CLEARED[name], NOW + after) == 0
    assert await everything(kept) == before
    assert await steward.count(CLEARED[name], NOW + after + MOMENT) == many
    left = await everything(kept)
    assert {named for named, rows in left.items() if rows != before[named]} == {table}
    assert len(set(before[table]) - set(left[table])) == many
    assert await steward.count(CLEARED[name], NOW + after + MOMENT) == 0


@pytest.mark.parametrize("name", list(DUE))
async def test_only_the_service_itself_clears_up(asking: Asking, now: datetime, name: str) -> None:
    with pytest.raises(Denied):
        await asking(make.steward_of(new_id())).count(CLEARED[name], now)


async def test_a_session_nobody_uses_is_over_and_goes_a_week_later(
    steward: Unit, now: datetime
) -> None:
    await make_people.signed_in(steward, now)
    over = timedelta(hours=12)
    assert await steward.count(sessions.clear, now + over + 7 * DAY) == 0
    assert await steward.count(sessions.clear, now + over + 7 * DAY + MOMENT) == 1


async def test_what_nobody_answered_in_a_year_keeps_no_words(
    kept: OneTransaction, steward: Unit
) -> None:
    assert await steward.count(reports.forget, NOW + YEAR) == 1
    assert await steward.count(reports.forget, NOW + YEAR + MOMENT) == 1
    assert not any("has moved" in row for row in (await everything(kept))["report"])


async def test_an_account_with_a_role_stays_however_long(
    kept: OneTransaction, steward: Unit
) -> None:
    assert await steward.count(erasure.lapse, NOW + 100 * YEAR) == 1
    left = str((await everything(kept))["person"])
    assert "jo@example.org" in left
    assert "often@example.org" in left
    assert "once@example.org" not in left
