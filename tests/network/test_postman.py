"""The postman, with a real database and a real mail server: no letter is lost, and none doubled."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from network import postman
from network.core import database, mail, tasks
from network.core.actor import Actor, service
from network.core.mail import Smtp, Tls
from network.core.outside import Mail, NotSentError, Outside, Why
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import EngineSessions, Unit
from network.keeping import Version
from network.post import letters, sending
from network.post.tables import KeptLetter
from network.postman import Round
from tests import postgres
from tests.fakes.smtp import PostOffice
from tests.network.post.writing import kept, letter, posting
from tests.network.test_keeping import House, until
from tests.waiting import heard

SENDER = Address("Peer Support Sussex", addr_spec="hello@sussex.example.org")
CUT = text(
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where pid <> pg_backend_pid() and datname = current_database()"
)


@dataclass
class Town:
    """A house, its mail server, a connection of the test's own, and a clock that it turns."""

    house: House
    office: PostOffice
    desk: EngineSessions
    hours: list[datetime] = field(default_factory=list)

    def later(self, by: timedelta) -> None:
        """Turn the clock on."""
        self.hours[0] += by

    async def post(self, *people: str) -> list[UUID]:
        """Post a letter to each of these people."""
        async with Unit(self.desk, service("test")) as unit:
            return [
                await unit.write(posting, letter(to=f"{one}@example.org"), self.hours[0])
                for one in people
            ]

    async def ask(self, verb: Any, *given: Any) -> Any:
        """Ask the database something."""
        async with Unit(self.desk, service("test")) as unit:
            return await unit.count(verb, *given)

    async def walk(self) -> None:
        """Let a postman walk once."""
        await walking(self.house).walk()


def walking(house: House) -> Round:
    mailer = house.outside.mailer
    assert mailer
    return Round(house, mailer)


@pytest.fixture
async def town(server: str, now: datetime, tmp_path: Path) -> AsyncIterator[Town]:
    """Stand up a house and a mail server."""
    address = await postgres.make_database(server, "postman")
    sessions = EngineSessions(database.engine(address))
    desk = EngineSessions(database.engine(address, size=1))
    office = PostOffice()
    await office.open()
    hours = [now]
    way = Smtp("127.0.0.1", office.port, Tls.NONE, SENDER)
    outside = Outside(clock=lambda: hours[0], mailer=way)
    house = House(sessions, Settings(), Snapshot(tmp_path), outside, Version())
    yield Town(house, office, desk, hours)
    office.let_go.set()
    await office.kill()
    await sessions.close()
    await desk.close()
    await postgres.drop_database(server, "postman")


async def states(db: AsyncSession, actor: Actor) -> list[str]:
    """Give the states of all letters, sorted."""
    return sorted(await db.scalars(select(KeptLetter.state)))


async def test_what_waits_is_sent_once_and_is_then_sent(town: Town) -> None:
    (id,) = await town.post("jo")
    await town.walk()
    await town.walk()
    assert town.office.to == ["jo@example.org"]
    assert town.office.letters[0]["Message-ID"] == f"<{id}@sussex.example.org>"
    row = await town.ask(kept, id)
    assert (row.state, row.tries, row.sent_at) == ("sent", 1, town.hours[0])
    assert (row.to, row.text) == ("jo@example.org", None)  # it may have held a link


async def test_a_mail_server_that_dies_in_the_middle_loses_none_and_is_no_letter_s_fault(
    town: Town,
) -> None:
    people = [f"p{n}" for n in range(12)]
    await town.post(*people)
    town.office.hanging = True
    round_ = asyncio.create_task(town.walk())
    await heard(town.office.came, round_)
    await town.office.kill()
    await round_
    assert town.office.letters == []
    for _ in range(60):  # three days without a mail server
        town.later(timedelta(hours=1.2))
        await town.walk()
    assert set(await town.ask(states)) == {"waiting"}
    town.office.hanging = False
    await town.office.open()
    await town.walk()
    assert sorted(town.office.to) == sorted(f"{one}@example.org" for one in people)
    assert set(await town.ask(states)) == {"sent"}


async def test_a_greylisted_letter_is_tried_again_after_a_minute(town: Town) -> None:
    (id,) = await town.post("jo")
    town.office.answers["jo@example.org"] = ["451 Greylisted, come back"]
    await town.walk()
    await town.walk()
    assert town.office.tries == ["jo@example.org"]
    assert (await town.ask(kept, id)).last_error == "451"
    town.later(timedelta(minutes=1))
    await town.walk()
    assert town.office.to == ["jo@example.org"]
    assert (await town.ask(kept, id)).last_error is None


async def test_the_waits_grow_and_after_two_days_a_letter_is_given_up(town: Town) -> None:
    (id,) = await town.post("jo")
    town.office.answers["jo@example.org"] = ["451 Not now"] * 99
    begun, tried = town.hours[0], []
    while (row := await town.ask(kept, id)).state == "waiting":
        town.hours[0] = max(town.hours[0], row.next_try_at)
        tried.append((town.hours[0] - begun) / timedelta(minutes=1))
        await town.walk()
    assert tried[:6] == [0, 1, 6, 36, 156, 516]
    assert timedelta(days=2) <= town.hours[0] - begun <= timedelta(days=2.5)
    (found,) = await town.ask(letters.dead)
    assert (found.id, found.why) == (id, "451")


async def test_a_refusal_for_good_ends_it_at_once_and_it_may_be_sent_again(town: Town) -> None:
    (id, _) = await town.post("nobody", "jo")
    town.office.answers["nobody@example.org"] = ["550 No such user"]
    await town.walk()
    assert town.office.to == ["jo@example.org"]
    assert (await town.ask(kept, id)).state == "dead"
    await town.ask(letters.again, id, town.hours[0])
    await town.walk()
    assert town.office.to == ["jo@example.org", "nobody@example.org"]


async def test_a_server_that_takes_all_and_hangs_is_left_and_tried_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "STEP", 0.2)
    (id,) = await town.post("jo")
    town.office.hanging = True
    await town.walk()
    row = await town.ask(kept, id)
    assert (row.state, row.last_error) == ("waiting", "timeout")
    town.office.hanging = False
    town.office.let_go.set()
    town.later(timedelta(minutes=1))
    await town.walk()
    assert (await town.ask(kept, id)).state == "sent"


async def test_two_workers_at_once_send_each_letter_once(town: Town) -> None:
    people = [f"p{n}" for n in range(40)]
    await town.post(*people)
    await asyncio.gather(*(walking(town.house).walk() for _ in range(2)))
    assert sorted(town.office.to) == sorted(f"{one}@example.org" for one in people)


async def test_a_worker_that_dies_before_it_says_so_sends_once_more_with_the_same_id(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = await town.post("jo")

    async def dies(db: AsyncSession, actor: Actor, letter_id: UUID, at: datetime) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as dying:
        dying.setattr(sending, "sent", dies)
        with pytest.raises(asyncio.CancelledError):
            await town.walk()
    await town.walk()  # it is still in the dead one's hands
    assert len(town.office.letters) == 1
    town.later(sending.LEASE)
    await town.walk()
    assert [one["Message-ID"] for one in town.office.letters] == [f"<{id}@sussex.example.org>"] * 2
    assert town.office.letters[0].as_bytes() == town.office.letters[1].as_bytes()
    assert (await town.ask(kept, id)).state == "sent"


async def test_what_a_slow_worker_says_late_does_not_undo_what_another_did(town: Town) -> None:
    (id,) = await town.post("jo")
    slow = await town.ask(sending.take, town.hours[0])
    town.later(sending.LEASE)
    quick = await town.ask(sending.take, town.hours[0])
    assert (slow.tries, quick.tries) == (1, 2)
    never = NotSentError(Why.NEVER, "550")
    assert await town.ask(sending.failed, slow, never, town.hours[0]) == ""
    await town.ask(sending.sent, id, town.hours[0])
    assert await town.ask(sending.failed, quick, never, town.hours[0]) == ""
    assert (await town.ask(kept, id)).state == "sent"


class Stumbling:
    """A mailer with a fault of its own."""

    async def send(self, mail: Mail) -> None:
        raise UnicodeError(mail.to)


async def test_one_letter_that_trips_us_up_waits_and_the_others_go(town: Town) -> None:
    (id,) = await town.post("odd")
    await Round(town.house, Stumbling()).walk()
    await town.post("jo")
    await town.walk()
    assert town.office.to == ["jo@example.org"]
    row = await town.ask(kept, id)
    assert (row.state, row.last_error, row.tries) == ("waiting", "fault", 1)


async def test_a_letter_is_sent_as_soon_as_it_is_posted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "LOOK", 3600.0)  # so that only the bell can wake it
    job = asyncio.create_task(postman.deliver(town.house))
    try:
        async with asyncio.timeout(20):
            while not await town.ask(_listened_to):  # noqa: ASYNC110  # it gives no sign
                await asyncio.sleep(0.02)
        await town.post("jo")
        await until(lambda: town.office.to == ["jo@example.org"])
    finally:
        await tasks.end(job)


async def _listened_to(db: AsyncSession, actor: Actor) -> bool:
    query = text("select count(*) from pg_stat_activity where query ilike 'listen%letters%'")
    return bool(await db.scalar(query))


async def test_it_looks_by_itself_where_nobody_rings_and_survives_a_database_that_goes_away(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "LOOK", 0.05)
    job = asyncio.create_task(postman.deliver(town.house))
    try:
        await town.post("jo")
        await until(lambda: town.office.to == ["jo@example.org"])
        await town.ask(_cut_all)
        await town.post("sam")
        await until(lambda: "sam@example.org" in town.office.to)
        assert not job.done()
    finally:
        await tasks.end(job)


async def _cut_all(db: AsyncSession, actor: Actor) -> None:
    await db.execute(CUT)


async def test_without_a_mail_server_letters_wait_and_the_worker_goes_on(town: Town) -> None:
    await town.post("jo")
    quiet = House(
        town.house.sessions, town.house.settings, town.house.snapshot, Outside(), town.house.version
    )
    await postman.deliver(quiet)
    assert await town.ask(states) == ["waiting"]
