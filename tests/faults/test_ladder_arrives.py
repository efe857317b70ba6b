"""The ladder with a mail server, a worker and connections killed in the middle: each is asked."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network import herald, postman
from network.app import House
from network.core import tasks
from network.core.actor import Actor, service
from network.core.away import away
from network.core.mail import Smtp, Tls
from network.core.unit import Unit
from network.people.tables import Person
from tests.fakes.smtp import PostOffice
from tests.network.notices import street
from tests.network.notices.street import OFFERS, settle
from tests.network.test_postman import CUT, SENDER
from tests.waiting import PATIENCE

HOSTS = 24


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """Open a mail server."""
    one = PostOffice()
    await one.open()
    yield one
    await one.kill()


async def run(house: House) -> None:
    """Climb and tell, once."""
    await herald.climb(house)
    await herald.tell(house)


async def insisted(house: House) -> None:
    """Climb and tell; where the database is away, again until it is back, as the worker does."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await run(house)
            except Exception as error:
                if not away(error):
                    raise
            await asyncio.sleep(0.1)


async def arrived(office: PostOffice, many: int) -> None:
    """Wait until so many letters came."""
    async with asyncio.timeout(PATIENCE):
        while len(office.letters) < many:  # noqa: ASYNC110  # it gives no sign
            await asyncio.sleep(0.02)


async def cut(db: AsyncSession, actor: Actor) -> None:
    """Cut every other connection to the database."""
    await db.execute(CUT)


async def test_each_host_is_asked_once_though_all_is_killed_in_the_middle_of_a_run(
    server: str, office: PostOffice, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "LOOK", 0.1)
    way = Smtp("127.0.0.1", office.port, Tls.NONE, SENDER)
    async with street.street(server, "ladder_arrives", now, tmp_path, way) as house:
        people = await settle(house, now, HOSTS)
        sending = asyncio.create_task(postman.deliver(house))
        first = asyncio.create_task(run(house))
        await arrived(office, 3)
        await office.kill()
        first.cancel()  # the worker that asks dies as well
        await asyncio.gather(first, return_exceptions=True)
        second = asyncio.create_task(run(house))
        async with Unit(house.sessions, service("test")) as unit:
            await unit.count(cut)
        await asyncio.gather(second, return_exceptions=True)
        await insisted(house)
        assert set(street.told(await street.letters(house)).values()) == {1}
        assert len(set(office.to)) < HOSTS
        await office.open()
        async with asyncio.timeout(PATIENCE):
            while set(office.to) != set(people):  # noqa: ASYNC110  # it gives no sign
                await asyncio.sleep(0.05)
        await tasks.end(sending)
    told = {str(one["Message-ID"]): str(one["To"]) for one in office.letters}
    assert sorted(told.values()) == sorted(people)
    assert all(title in one.get_content() for one in office.letters for title in OFFERS)


ODD = (
    "p0@example.org\r\nBcc: all@example.org",
    "p1@example.org,all@example.org",
    "p" * 65 + "@example.org",
    "\u0440@example.org",  # a letter that looks like p
    "",
)


async def spoil(db: AsyncSession, actor: Actor, email: str, odd: str) -> None:
    """Keep an address that no door would have let in."""
    await db.execute(update(Person).where(col(Person.email) == email).values(email=odd))


async def test_no_odd_address_is_named_to_a_mail_server_and_none_holds_others_up(
    server: str, office: PostOffice, now: datetime, tmp_path: Path
) -> None:
    way = Smtp("127.0.0.1", office.port, Tls.NONE, SENDER)
    async with street.street(server, "odd_addresses", now, tmp_path, way) as house:
        people = await settle(house, now, len(ODD) + 3)
        async with Unit(house.sessions, service("test")) as unit:
            for email, odd in zip(people, ODD, strict=False):
                await unit.count(spoil, email, odd)
        await run(house)
        await postman.Round(house, way).walk()
    assert sorted(office.tries) == people[len(ODD) :]
    assert sorted(office.to) == people[len(ODD) :]
