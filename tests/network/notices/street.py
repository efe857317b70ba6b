"""A street of hosts on a database of its own, each with offers that are due."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.app import House
from network.core import database
from network.core.actor import Actor, service
from network.core.outside import Mailer, Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import EngineSessions, Unit
from network.directory import terms
from network.people import roles
from network.post.tables import KeptLetter
from tests import make, make_people, postgres

OFFERS = ("Tuesday Table", "Friday Walk")


@asynccontextmanager
async def street(
    server: str, name: str, now: datetime, folder: Path, mailer: Mailer | None = None
) -> AsyncIterator[House]:
    """Stand up a house with a database that holds the words."""
    address = await postgres.make_database(server, name)
    sessions = EngineSessions(database.engine(address))
    patient = database.engine(address, patient=True)
    terms.forget()
    await make.world(patient, now)
    await patient.dispose()
    outside = Outside(clock=lambda: now, mailer=mailer)
    yield House(sessions, Settings(), Snapshot(folder), outside)
    await sessions.close()
    await postgres.drop_database(server, name)
    terms.forget()


async def settle(house: House, now: datetime, hosts: int) -> Sequence[str]:
    """Let hosts move in, each with an organisation and two offers that are due."""
    people = [f"p{n}@example.org" for n in range(hosts)]
    async with Unit(house.sessions, service("test")) as unit:
        for email in people:
            run_by = await make.organisation(unit, now, name=f"Group of {email}")
            for title in OFFERS:
                await make.offer(unit, now, run_by.id, title=title, checked_days_ago=100)
            person = await make_people.person(unit, now, email)
            await unit.write(roles.grant, person.id, roles.hosting(run_by.id, None), now)
    return people


async def letters(house: House) -> list[KeptLetter]:
    """Give every letter there is."""
    async with Unit(house.sessions, service("test")) as unit:
        return await unit.read(_letters)


async def _letters(db: AsyncSession, actor: Actor) -> list[KeptLetter]:
    return list((await db.scalars(select(KeptLetter).order_by(col(KeptLetter.id)))).all())


def told(found: Sequence[KeptLetter]) -> Counter[str]:
    """Count how many letters each person has."""
    return Counter(str(one.to) for one in found)


def whole(found: Sequence[KeptLetter]) -> bool:
    """Say whether each letter names all that its host has."""
    return all(title in str(one.text) for one in found for title in OFFERS)
