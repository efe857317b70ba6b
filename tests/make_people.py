"""Making people for tests: somebody with an account, signed in, with roles."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from network.core.actor import Actor, Role
from network.core.errors import Missing
from network.core.unit import Unit
from network.people import accounts, addresses, roles, sessions
from network.people.roles import Holding
from network.people.tables import Person

Asking = Callable[[Actor], Unit]


async def person(keeper: Unit, now: datetime, email: str = "jo@example.org") -> Person:
    """Enter a person; `keeper` asks as the service."""
    try:
        return await keeper.read(accounts.by_email, email)
    except Missing:
        return await keeper.write(accounts.enter, addresses.read(email), now)


async def signed_in(
    keeper: Unit, now: datetime, email: str = "jo@example.org", *, strong: bool = False
) -> Actor:
    """Sign somebody in (entered if need be), and give them as a door would know them."""
    somebody = await person(keeper, now, email)
    token = await keeper.write(sessions.open_, somebody.id, now)
    return replace((await keeper.read(sessions.actor_of, token, now)).actor, strong=strong)


async def host(
    keeper: Unit, now: datetime, organisation_id: UUID, email: str = "jo@example.org"
) -> Actor:
    """Sign in a host of an organisation; the first one leads."""
    return await holder(keeper, now, Holding(Role.HOST, organisation_id), email)


async def steward(
    keeper: Unit, now: datetime, locality_id: UUID, email: str = "sam@example.org"
) -> Actor:
    """Sign in a steward of a locality, who has given a second factor."""
    return await holder(keeper, now, roles.over(locality_id, Role.STEWARD), email, strong=True)


async def holder(
    keeper: Unit,
    now: datetime,
    holding: Holding,
    email: str = "jo@example.org",
    *,
    strong: bool = False,
) -> Actor:
    """Sign in somebody who holds a role."""
    somebody = await person(keeper, now, email)
    await keeper.write(roles.grant, somebody.id, holding, now)
    return await signed_in(keeper, now, email, strong=strong)
