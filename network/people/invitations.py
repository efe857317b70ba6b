"""Invitations: asking somebody by letter to help keep an entry, or to take the lead.

Accepting gives the role to the address that was asked, whoever opens the link, and signs nobody
in: a letter that was passed on lets nobody in as somebody else.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require
from network.core import pace, tokens
from network.core.actor import Actor, Role
from network.core.errors import Conflict, Missing, TooMany
from network.core.events import record
from network.core.settings import Settings
from network.people import accounts, addresses, roles, wording
from network.people.addresses import Email
from network.people.tables import Invitation, KeptGrant, Person
from network.people.teams import Team
from network.people.wording import Link
from network.post import letters

LASTS, KEPT = timedelta(days=14), timedelta(days=30)
MOST, EVERY = 10, timedelta(hours=2)
OLD = "This invitation has been used or is too old. Ask for a new one."
THERE = "They keep this entry already."
OFTEN = "Many people were asked for this entry today. Try again tomorrow."


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to ask, by the address as typed, and whether they are to lead."""

    email: str = field(repr=False)
    as_lead: bool = False


async def invite(
    db: AsyncSession, actor: Actor, team: Team, wish: Wish, settings: Settings, now: datetime
) -> Invitation:
    """Ask somebody by letter to help keep an entry, or to take the lead.

    Every host may ask for help; only the lead, or a steward, hands the lead over. An earlier
    invitation of the same person is dead.
    """
    led = await roles.led(db, actor, team.holding)
    require(actor, Act.GRANT_ROLE if wish.as_lead else Act.INVITE_HOST, led)
    email = addresses.read(wish.email)
    await _check(db, team, email, wish)
    await _pace(db, actor, team, settings, now)
    await _close_earlier(db, team, email, now)
    token = tokens.fresh()
    invitation = _new(actor, team, email, token, now)
    invitation.as_lead = wish.as_lead
    db.add(invitation)
    link = Link(email.address, invitation.id, token, LASTS)
    letter = wording.invited(settings, link, team.name, as_lead=wish.as_lead)
    await letters.post(db, actor, letter, now)
    record(db, actor, "invitation.sent", invitation.id, organisation=str(team.organisation_id))
    await db.flush()
    return invitation


async def look(db: AsyncSession, actor: Actor, token: str, now: datetime) -> Invitation:  # noqa: ARG001  # every verb takes both
    """Look at an invitation. It changes nothing."""
    found = await db.scalar(_open(token, now))
    if found is None:
        raise Missing(OLD)
    return found


async def accept(db: AsyncSession, actor: Actor, token: str, now: datetime) -> KeptGrant:
    """Say yes. Whoever has the address that was asked keeps the entry from now on."""
    require(actor, Act.ANSWER_INVITATION)
    found = await _held(db, token, now)
    email = Email(found.email, found.email_key)
    person = await accounts.enter(db, actor, email, now)
    holding = roles.hosting(found.organisation_id, None)
    found.closed_at, found.accepted_by = now, person.id
    kept = await roles.join(db, actor, person.id, holding, now)
    if found.as_lead:
        await roles.lead(db, actor, person.id, holding)
    record(db, actor, "invitation.accepted", found.id, person=str(person.id))
    return kept


async def decline(db: AsyncSession, actor: Actor, token: str, now: datetime) -> None:
    """Say no. The link is dead; nobody is told."""
    require(actor, Act.ANSWER_INVITATION)
    found = await _held(db, token, now)
    found.closed_at = now
    record(db, actor, "invitation.declined", found.id)


async def withdraw(
    db: AsyncSession, actor: Actor, team: Team, invitation_id: UUID, now: datetime
) -> None:
    """Take an invitation back before it is answered."""
    require(actor, Act.INVITE_HOST, team.holding)
    query = select(Invitation).where(
        col(Invitation.id) == invitation_id,
        col(Invitation.organisation_id) == team.organisation_id,
        col(Invitation.closed_at).is_(None),
    )
    found = await db.scalar(query.with_for_update())
    if found is None:
        raise Missing("We cannot find that invitation.")
    found.closed_at = now
    record(db, actor, "invitation.withdrawn", found.id)


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget invitations a month after they ran out; say how many there were."""
    require(actor, Act.CLEAR_PEOPLE)
    old = delete(Invitation).where(col(Invitation.expires_at) < now - KEPT)
    return len((await db.scalars(old.returning(col(Invitation.id)))).all())


async def _check(db: AsyncSession, team: Team, email: Email, wish: Wish) -> None:
    query = (
        select(KeptGrant)
        .join(Person, col(Person.id) == KeptGrant.person_id)
        .where(
            col(Person.email_key) == email.key,
            col(KeptGrant.scope) == team.organisation_id,
            col(KeptGrant.role) == Role.HOST.value,
        )
    )
    kept = await db.scalar(query)
    if kept is not None and (kept.lead or not wish.as_lead):
        raise Conflict(THERE, field="email")


async def _pace(
    db: AsyncSession, actor: Actor, team: Team, settings: Settings, now: datetime
) -> None:
    """Hold back whoever writes to strangers in the name of an entry."""
    key = pace.key_of(settings.secret, str(team.organisation_id), now)
    if not await pace.take(db, actor, "invitations", key, now, most=MOST, every=EVERY):
        raise TooMany(OFTEN, field="email")


async def _close_earlier(db: AsyncSession, team: Team, email: Email, now: datetime) -> None:
    earlier = update(Invitation).where(
        col(Invitation.organisation_id) == team.organisation_id,
        col(Invitation.email_key) == email.key,
        col(Invitation.closed_at).is_(None),
    )
    await db.execute(earlier.values(closed_at=now))


def _new(actor: Actor, team: Team, email: Email, token: str, now: datetime) -> Invitation:
    return Invitation(
        organisation_id=team.organisation_id,
        email=email.address,
        email_key=email.key,
        token_hash=tokens.hashed(token),
        invited_by=actor.person,
        invited_at=now,
        expires_at=now + LASTS,
    )


async def _held(db: AsyncSession, token: str, now: datetime) -> Invitation:
    found = await db.scalar(_open(token, now).with_for_update())
    if found is None:
        raise Missing(OLD)
    return found


def _open(token: str, now: datetime) -> SelectOfScalar[Invitation]:
    return select(Invitation).where(
        col(Invitation.token_hash) == tokens.hashed(token),
        col(Invitation.closed_at).is_(None),
        col(Invitation.expires_at) > now,
    )
