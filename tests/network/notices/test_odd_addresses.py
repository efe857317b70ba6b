"""Addresses and names that are not what they seem reach no mail server."""

import re
from datetime import datetime

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.core.actor import Actor
from network.core.unit import Unit
from network.directory import reports
from network.directory.reports import Wrong
from network.directory.tables import Offer
from network.people.tables import Person
from tests.network.notices.conftest import Desk
from tests.network.notices.making import confirmed

BAD = [
    "jo@example.org\r\nBcc: all@example.org",
    "jo@example.org, all@example.org",
    "j" * 65 + "@example.org",
    "jo@" + "e" * 250 + ".org",
    "j\u043e@example.org",
    "jo@ex\u0430mple",
    "jo@localhost",
    "",
]


@pytest.mark.parametrize("email", BAD, ids=[str(n) for n in range(len(BAD))])
async def test_what_is_no_address_gets_no_letter_and_holds_nobody_up(
    desk: Desk, steward: Unit, unit: Unit, now: datetime, email: str
) -> None:
    made = await confirmed(steward, now)
    await desk.ask(_spoil, "jo@example.org", email)
    await unit.write(reports.make, made.id, Wrong(("time",)), now)
    assert [one.to for one in await desk.work()] == ["ash@example.org"]
    assert await desk.work() == []


async def _spoil(db: AsyncSession, actor: Actor, email: str, bad: str) -> None:
    own = update(Person).where(col(Person.email) == email)
    await db.execute(own.values(email=bad[:254] or None))


async def test_a_look_alike_domain_is_written_as_what_it_is(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await confirmed(steward, now)
    await desk.ask(_spoil, "jo@example.org", "jo@ex\u0430mple.org")
    await unit.write(reports.make, made.id, Wrong(("time",)), now)
    assert [str(one.to) for one in await desk.work()] == [
        "ash@example.org",
        "jo@xn--exmple-4nf.org",
    ]


async def test_names_and_titles_turn_no_line_and_no_direction(
    desk: Desk, steward: Unit, unit: Unit, now: datetime
) -> None:
    made = await confirmed(steward, now)
    await desk.ask(_rename, made.id)
    await unit.write(reports.make, made.id, Wrong(("time",)), now)
    (letter, _) = await desk.work()
    lines = str(letter.text).split("\n")
    assert "Table Subject: hello" in lines
    assert not re.search("[\r\u202e]", str(letter.text))


async def _rename(db: AsyncSession, actor: Actor, id: object) -> None:
    await db.execute(
        update(Offer).where(col(Offer.id) == id).values(title="Table\r\nSubject: \u202ehello")
    )
