"""Appointments: a role given to whoever has an address, known here yet or not."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.people import accounts, addresses, roles
from network.people.roles import Holding
from network.people.tables import KeptGrant


async def appoint(
    db: AsyncSession, actor: Actor, typed: str, holding: Holding, now: datetime
) -> KeptGrant:
    """Give a role to whoever has this e-mail address. It counts once they have signed in."""
    require(actor, Act.GRANT_ROLE, await roles.led(db, actor, holding))
    person = await accounts.enter(db, actor, addresses.read(typed), now)
    return await roles.grant(db, actor, person.id, holding, now)
