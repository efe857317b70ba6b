"""Appointments: a role given to whoever has an address, and who has which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor, Role
from network.people import accounts, addresses, roles
from network.people.roles import Holding
from network.people.tables import KeptGrant, Person


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody and one role they have."""

    person: Person
    grant: KeptGrant


async def appoint(
    db: AsyncSession, actor: Actor, typed: str, holding: Holding, now: datetime
) -> KeptGrant:
    """Give a role to whoever has this e-mail address. It counts once they have signed in."""
    require(actor, Act.GRANT_ROLE, await roles.led(db, actor, holding))
    person = await accounts.enter(db, actor, addresses.read(typed), now)
    return await roles.grant(db, actor, person.id, holding, now)


async def listed(db: AsyncSession, actor: Actor) -> Sequence[Appointed]:
    """List who has which role: for a steward those for their localities, for the service all."""
    within = true() if actor.system else col(KeptGrant.scope).in_(actor.scopes(Role.STEWARD))
    query = (
        select(Person, KeptGrant)
        .join(KeptGrant, col(KeptGrant.person_id) == Person.id)
        .where(within)
        .order_by(col(Person.email_key), col(KeptGrant.id))
    )
    return [Appointed(person, kept) for person, kept in (await db.execute(query)).all()]
