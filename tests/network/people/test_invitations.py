"""Invitations: who may ask whom, that one is used once, and that old ones die when people go."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from network.core import tokens
from network.core.actor import ANYONE, Actor, Grant, Role
from network.core.errors import Conflict, Denied, Invalid, Missing, TooMany
from network.core.ids import new_id
from network.core.settings import Settings
from network.core.unit import Unit
from network.people import accounts, invitations, roles, teams
from network.people.invitations import KEPT, LASTS, Wish
from network.people.tables import Invitation
from network.people.teams import Team
from network.post.tables import KeptLetter
from tests import make_people as make
from tests.conftest import OneTransaction
from tests.make_people import Asking

SETTINGS = Settings(secret="s" * 32, public_url="https://support.example.org")
LINK = re.compile(r"https://support\.example\.org/invitations/(\S+)")
HERE = new_id()
Invite = Callable[..., Awaitable[str]]


@pytest.fixture
def team() -> Team:
    return Team(new_id(), "Hastings Open Door", HERE)


@pytest.fixture
def invite(asking: Asking, sessions_of: OneTransaction, team: Team, now: datetime) -> Invite:
    """Give a way to ask somebody that gives back the token in their letter."""

    async def invited(who: Actor, email: str = "alex@example.org", *, as_lead: bool = False) -> str:
        await asking(who).write(invitations.invite, team, Wish(email, as_lead), SETTINGS, now)
        async with sessions_of.reading() as db:
            newest = select(KeptLetter).order_by(col(KeptLetter.id).desc()).limit(1)
            letter = (await db.scalars(newest)).one()
        assert letter.to == email
        token = LINK.search(letter.text or "")
        assert token
        return token[1]

    return invited


async def test_whoever_accepts_keeps_the_entry_from_then_on(
    steward: Unit, unit: Unit, asking: Asking, team: Team, invite: Invite, now: datetime
) -> None:
    jo = await make.host(steward, now, team.organisation_id)
    token = await invite(jo)
    looked = await unit.read(invitations.look, token, now)
    assert (looked.organisation_id, looked.as_lead) == (team.organisation_id, False)
    assert len(await asking(jo).read(teams.invited, team, now)) == 1
    await unit.write(invitations.accept, token, now)
    both = await asking(jo).read(teams.helpers, team)
    assert [(one.person.email, one.lead) for one in both] == [
        ("jo@example.org", True),
        ("alex@example.org", False),
    ]
    assert await asking(jo).read(teams.invited, team, now) == []


async def test_a_letter_passed_on_gives_the_role_to_the_address_that_was_asked(
    steward: Unit, asking: Asking, team: Team, invite: Invite, now: datetime
) -> None:
    token = await invite(await make.host(steward, now, team.organisation_id))
    passer = await make.signed_in(steward, now, "passer@example.org")
    await asking(passer).write(invitations.accept, token, now)
    assert passer.person
    assert await steward.read(roles.held, passer.person) == frozenset()
    asked = await steward.read(accounts.by_email, "alex@example.org")
    assert await steward.read(roles.held, asked.id) == {Grant(Role.HOST, team.organisation_id)}


async def test_it_works_once_and_for_a_fortnight(
    steward: Unit, unit: Unit, team: Team, invite: Invite, now: datetime
) -> None:
    jo = await make.host(steward, now, team.organisation_id)
    token = await invite(jo)
    with pytest.raises(Missing, match="too old"):
        await unit.write(invitations.accept, token, now + LASTS)
    await unit.write(invitations.accept, token, now + LASTS - timedelta(seconds=1))
    for verb in (invitations.accept, invitations.decline):
        with pytest.raises(Missing, match="has been used"):
            await unit.write(verb, token, now)
    with pytest.raises(Missing):
        await unit.read(invitations.look, token, now)


async def test_what_is_forged_or_cut_is_no_invitation(
    steward: Unit, unit: Unit, team: Team, invite: Invite, now: datetime
) -> None:
    token = await invite(await make.host(steward, now, team.organisation_id))
    for forged in ("", token[:-1], token + "x", tokens.fresh(), "é\x00"):
        with pytest.raises(Missing):
            await unit.write(invitations.accept, forged, now)
    await unit.write(invitations.decline, token, now)
    with pytest.raises(Missing):
        await unit.write(invitations.accept, token, now)


async def test_every_host_asks_for_help_but_only_the_lead_hands_the_lead_over(
    steward: Unit, unit: Unit, asking: Asking, team: Team, invite: Invite, now: datetime
) -> None:
    lead = await make.host(steward, now, team.organisation_id)
    second = await make.host(steward, now, team.organisation_id, "second@example.org")
    await invite(second)
    with pytest.raises(Denied):
        await invite(second, "new@example.org", as_lead=True)
    token = await invite(lead, "new@example.org", as_lead=True)
    await unit.write(invitations.accept, token, now)
    leads = [one.person.email for one in await steward.read(teams.helpers, team) if one.lead]
    assert leads == ["new@example.org"]
    await asking(lead).write(roles.leave, team.organisation_id)


async def test_a_host_may_be_asked_to_lead_and_nobody_is_asked_twice_for_nothing(
    steward: Unit, unit: Unit, team: Team, invite: Invite, now: datetime
) -> None:
    lead = await make.host(steward, now, team.organisation_id)
    await make.host(steward, now, team.organisation_id, "second@example.org")
    with pytest.raises(Conflict, match="already"):
        await invite(lead, "second@example.org")
    with pytest.raises(Conflict, match="already"):
        await invite(lead, "jo@example.org", as_lead=True)
    await unit.write(
        invitations.accept, await invite(lead, "second@example.org", as_lead=True), now
    )
    leads = [one.person.email for one in await steward.read(teams.helpers, team) if one.lead]
    assert leads == ["second@example.org"]


async def test_those_of_elsewhere_neither_ask_nor_look(
    steward: Unit, asking: Asking, team: Team, invite: Invite, now: datetime
) -> None:
    jo = await make.host(steward, now, team.organisation_id)
    await invite(jo)
    other = await make.host(steward, now, new_id(), "other@example.org")
    elsewhere = await make.steward(steward, now, new_id())
    (open_one,) = await asking(jo).read(teams.invited, team, now)
    for stranger in (ANYONE, other, elsewhere):
        with pytest.raises(Denied):
            await invite(stranger, "new@example.org")
        with pytest.raises(Denied):
            await asking(stranger).write(invitations.withdraw, team, open_one.id, now)
        with pytest.raises(Missing):
            await asking(stranger).read(teams.helpers, team)
        with pytest.raises(Missing):
            await asking(stranger).read(teams.invited, team, now)


async def test_it_can_be_taken_back_and_a_newer_one_takes_its_place(
    steward: Unit, unit: Unit, asking: Asking, team: Team, invite: Invite, now: datetime
) -> None:
    jo = await make.host(steward, now, team.organisation_id)
    first, second = await invite(jo), await invite(jo)
    (open_one,) = await asking(jo).read(teams.invited, team, now)
    with pytest.raises(Missing):
        await unit.write(invitations.accept, first, now)
    await asking(jo).write(invitations.withdraw, team, open_one.id, now)
    with pytest.raises(Missing):
        await unit.write(invitations.accept, second, now)
    with pytest.raises(Missing):
        await asking(jo).write(invitations.withdraw, team, open_one.id, now)


async def test_old_letters_die_when_somebody_goes_or_the_lead_changes(
    steward: Unit, unit: Unit, asking: Asking, team: Team, invite: Invite, now: datetime
) -> None:
    lead = await make.host(steward, now, team.organisation_id)
    second = await make.host(steward, now, team.organisation_id, "second@example.org")
    theirs = await invite(second, "friend@example.org")
    leading = await invite(lead, "heir@example.org", as_lead=True)
    kept = await invite(lead, "stays@example.org")
    assert second.person
    await asking(lead).write(roles.hand_over, second.person, team.holding)
    with pytest.raises(Missing):
        await unit.write(invitations.accept, leading, now)
    await asking(second).write(roles.hand_over, id_of(lead), team.holding)
    await asking(second).write(roles.leave, team.organisation_id)
    with pytest.raises(Missing):
        await unit.write(invitations.accept, theirs, now)
    await unit.write(invitations.accept, kept, now)


async def test_nobody_who_was_taken_off_comes_back_by_an_old_letter(
    steward: Unit, unit: Unit, team: Team, invite: Invite, now: datetime
) -> None:
    lead = await make.host(steward, now, team.organisation_id)
    token = await invite(lead, "back@example.org")
    back = await make.host(steward, now, team.organisation_id, "back@example.org")
    await steward.write(roles.revoke, id_of(back), team.holding)
    with pytest.raises(Missing):
        await unit.write(invitations.accept, token, now)


async def test_nobody_writes_to_strangers_in_the_name_of_an_entry(
    steward: Unit, team: Team, invite: Invite, now: datetime
) -> None:
    jo = await make.host(steward, now, team.organisation_id)
    for number in range(10):
        await invite(jo, f"stranger{number}@example.org")
    with pytest.raises(TooMany):
        await invite(jo, "stranger10@example.org")
    with pytest.raises(Invalid):
        await invite(jo, "stranger@example.org\nBcc: all@example.org")


async def test_the_letter_names_who_is_meant_to_be_helped_and_its_subject_nobody(
    steward: Unit, sessions_of: OneTransaction, team: Team, invite: Invite, now: datetime
) -> None:
    token = await invite(await make.host(steward, now, team.organisation_id), as_lead=True)
    async with sessions_of.reading() as db:
        letter = (await db.scalars(select(KeptLetter))).one()
        kept = (await db.scalars(select(Invitation))).one()
    assert letter.subject == "Would you help?"
    assert team.name in (letter.text or "")
    assert "the one who leads" in (letter.text or "")
    assert token not in repr(kept)
    assert await steward.count(invitations.clear, now + LASTS + KEPT) == 0
    assert await steward.count(invitations.clear, now + LASTS + KEPT + timedelta(1)) == 1


def id_of(actor: Actor) -> UUID:
    assert actor.person
    return actor.person
