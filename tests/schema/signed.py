"""Somebody who is signed in, for the tests of what only they may do."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import httpx
from sqlalchemy import update
from sqlmodel import col

from network.core.actor import Role
from network.core.ids import new_id
from network.core.origin import COOKIE
from network.core.unit import Sessions, Unit
from network.people import accounts, addresses, roles, sessions
from network.people.roles import Holding
from network.people.tables import Session
from tests.conftest import NOW
from tests.schema.conftest import Api

OURS = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class Somebody:
    """A person, and what their browser shows."""

    id: UUID
    token: str
    email: str = ""
    headers: dict[str, str] = field(default_factory=dict)


async def somebody(
    unit: Unit, opened: Sessions, *held: tuple[Role, UUID], strong: bool = False
) -> Somebody:
    """Make a person with roles and sign them in; `strong`: they gave a second factor."""
    email = addresses.read(f"{new_id()}@example.org")
    id = (await unit.write(accounts.enter, email, NOW)).id
    for role, scope in held:
        await unit.write(roles.grant, id, Holding(role, scope), NOW)
    token = await unit.write(sessions.open_, id, NOW - timedelta(minutes=1))
    if strong:
        async with opened.writing() as db, db.begin():
            await db.execute(
                update(Session).where(col(Session.person_id) == id).values(strong_at=NOW)
            )
    return Somebody(id, token, email.address, {"cookie": f"{COOKIE}={token}", **OURS})


def as_(api: Api, who: Somebody) -> Api:
    """Ask as somebody, from a page of ours."""
    transport = api.http._transport  # noqa: SLF001  # the same door for another browser
    return Api(
        httpx.AsyncClient(
            transport=transport, base_url="http://alongside.test", headers=who.headers
        )
    )
