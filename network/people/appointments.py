"""Appointments: a role given to whoever has an address, and who has which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import GUARDED, Actor, Role
from network.core.errors import Missing
from network.people import accounts, addresses, roles, sessions
from network.people.roles import Holding
from network.people.tables import KeptGrant, Person, SecondFactor


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody and one role they have."""

    person: Person
    grant: KeptGrant


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as a steward sees them. `sessions`: on how many browsers they are signed in."""

    person: Person
    grants: Sequence[KeptGrant]
    has_second_factor: bool
    sessions: int


async def appoint(
    db: AsyncSession, actor: Actor, typed: str, holding: Holding, now: datetime
) -> KeptGrant:
    """Give a role to whoever has this e-mail address. It counts once they have signed in."""
    require(actor, Act.GRANT_ROLE, await roles.led(db, actor, holding))
    person = await accounts.enter(db, actor, addresses.read(typed), now)
    return await roles.grant(db, actor, person.id, holding, now)


async def account(db: AsyncSession, actor: Actor, person_id: UUID, now: datetime) -> Account:
    """Show somebody to a steward: who they are, their roles, and where they are signed in."""
    many = await sessions.count_of(db, actor, person_id, now)
    found = (await accounts.by_id(db, actor, [person_id])).get(person_id)
    if found is None:
        raise Missing("We do not know that person.")
    confirmed = select(SecondFactor.confirmed_at).where(col(SecondFactor.person_id) == person_id)
    return Account(
        found,
        await of(db, actor, person_id),
        has_second_factor=await db.scalar(confirmed) is not None,
        sessions=many,
    )


async def of(db: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[KeptGrant]:
    """List the roles somebody has that one may know of: hosts' ones, and those one may change."""
    hosting = (col(KeptGrant.role) == Role.HOST.value) & literal(actor.holds_anywhere(Role.STEWARD))
    theirs = select(KeptGrant).where(col(KeptGrant.person_id) == person_id)
    seen = theirs.where(or_(_within(actor), hosting))
    return (await db.scalars(seen.order_by(col(KeptGrant.id)))).all()


async def trusted(db: AsyncSession, actor: Actor) -> Sequence[Appointed]:
    """List who has a role that reaches what is others', in one's own localities: no members."""
    guarded = col(KeptGrant.role).in_([role.value for role in GUARDED])
    return await _appointed(db, and_(_within(actor), guarded))


async def listed(db: AsyncSession, actor: Actor) -> Sequence[Appointed]:
    """List who has which role: for a steward those for their localities, for the service all."""
    return await _appointed(db, _within(actor))


def _within(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.system else col(KeptGrant.scope).in_(actor.scopes(Role.STEWARD))


async def _appointed(db: AsyncSession, which: ColumnElement[bool]) -> Sequence[Appointed]:
    query = (
        select(Person, KeptGrant)
        .join(KeptGrant, col(KeptGrant.person_id) == Person.id)
        .where(which)
        .order_by(col(Person.email_key), col(KeptGrant.id))
    )
    return [Appointed(person, kept) for person, kept in (await db.execute(query)).all()]
