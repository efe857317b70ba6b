"""From the letter that asks to a page that is fresh again: a host's one tap, and its other way."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network import herald
from network.app import House
from network.core.actor import Actor
from network.core.events import Event
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import Sessions, Unit
from network.directory.tables import Offer
from network.people.tables import Person
from network.post.tables import KeptLetter
from tests import make, make_people
from tests.web.conftest import Seeing
from tests.web.signing import Browser

LINK = re.compile(r"(/h/[\w-]{40,})")
CODE = re.compile(r"type (\S+) and the code (\w{3} \w{3})")
LATE = "Not checked lately"


@pytest.fixture
async def jo(steward: Unit, now: datetime) -> Person:
    """Let Jo keep nothing yet."""
    return await make_people.person(steward, now)


@pytest.fixture
async def table(steward: Unit, now: datetime, jo: Person) -> Offer:
    """Make Jo's live offer, which was checked four months ago, and one that was checked today."""
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id)
    made = await make.offer(steward, now, run_by.id, sites=[hall.id], checked_days_ago=124)
    await make.offer(steward, now, run_by.id, title="Friday Walk", checked_days_ago=0)
    await make_people.host(steward, now, run_by.id)
    return made


@pytest.fixture
async def letter(
    steward: Unit, sessions: Sessions, now: datetime, tmp_path: Path, table: Offer
) -> str:
    """Let the herald work, and give what it wrote to Jo."""
    house = House(sessions, Settings(), Snapshot(tmp_path), Outside(clock=lambda: now))
    await herald.climb(house)
    await herald.tell(house)
    return await steward.count(_letter)


async def _letter(db: AsyncSession, actor: Actor) -> str:
    query = select(KeptLetter).where(col(KeptLetter.to) == "jo@example.org")
    return str((await db.scalars(query)).one().text)


async def test_one_tap_from_the_letter_takes_the_mark_off_and_says_who_did_it(
    browser: Browser, steward: Unit, seeing: Seeing, jo: Person, table: Offer, letter: str
) -> None:
    assert LATE in (await seeing(f"/offers/{table.slug}")).words
    (link,) = LINK.findall(letter)
    for _ in range(5):  # a mail scanner
        assert (await browser.open(link)).heading == "Is this still right?"
    assert LATE in (await seeing(f"/offers/{table.slug}")).words
    await browser.send()
    assert browser.page.heading == "Thank you"
    assert LATE not in (await seeing(f"/offers/{table.slug}")).words
    assert await steward.count(_who, table.id) == jo.id


async def _who(db: AsyncSession, actor: Actor, id: object) -> object:
    said = (col(Event.about) == id, col(Event.name) == "offer.confirmed")
    query = select(Event.by).where(*said).order_by(col(Event.seq).desc()).limit(1)
    return await db.scalar(query)


async def test_the_code_of_the_letter_does_the_same(
    browser: Browser, seeing: Seeing, table: Offer, letter: str
) -> None:
    ((slug, code),) = CODE.findall(letter)
    await browser.open("/h")
    await browser.send({"slug": slug, "code": code})
    assert browser.page.heading == "Is this still right?"
    await browser.send()
    assert LATE not in (await seeing(f"/offers/{table.slug}")).words
