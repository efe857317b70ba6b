"""The whole service, with its mail server and its PostgreSQL killed: each letter posted arrives."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from network.core import database, embedded
from network.core.actor import service
from network.core.away import away
from network.core.outside import now
from network.core.unit import EngineSessions, Unit
from network.post import sending
from tests.fakes.smtp import PostOffice
from tests.network.cli.test_server import demo, free_port
from tests.network.post.writing import letter, posting
from tests.waiting import PATIENCE

KILL_MAIL, KILL_POSTGRES, MAIL_BACK, LAST = 5, 10, 15, 20


@asynccontextmanager
async def serving(folder: Path, office: PostOffice) -> AsyncIterator[None]:
    """Run the demonstration with a mail server."""
    mail = {"SMTP_URL": f"smtp://127.0.0.1:{office.port}", "MAIL_FROM": "us@example.org"}
    run = demo(folder, free_port(), **mail)
    try:
        _, words = await asyncio.to_thread(run.__enter__)
        assert "Letters are sent by the mail server" in words
        yield
    finally:
        await asyncio.to_thread(run.__exit__, None, None, None)


async def posted(folder: Path, name: str) -> None:
    """Post a letter; where the database is away, again until it is acknowledged."""
    async with asyncio.timeout(PATIENCE):
        while not await _tried(folder, name):  # noqa: ASYNC110  # until it is back
            await asyncio.sleep(0.1)


async def _tried(folder: Path, name: str) -> bool:
    address = embedded.served(folder)
    if address is None:
        return False
    sessions = EngineSessions(database.engine(address, size=1))
    try:
        async with Unit(sessions, service("test")) as unit:
            await unit.write(posting, letter(to=f"{name}@example.org"), now())
    except Exception as error:
        if not away(error):
            raise
        return False
    finally:
        await sessions.close()
    return True


async def test_each_letter_posted_arrives_though_mail_server_and_database_are_killed(
    tmp_path: Path,
) -> None:
    office = PostOffice()
    await office.open()
    people = [f"p{n}" for n in range(LAST)]
    async with serving(tmp_path, office):
        for n, name in enumerate(people):
            await posted(tmp_path, name)
            if n == KILL_MAIL:
                await office.kill()
            if n == KILL_POSTGRES:
                pid = (tmp_path / "postgres" / "postmaster.pid").read_text().split()[0]
                os.kill(int(pid), signal.SIGKILL)
            if n == MAIL_BACK:
                await office.open()
        async with asyncio.timeout(sending.LEASE.total_seconds() + PATIENCE):  # one may be taken
            while set(office.to) != {f"{name}@example.org" for name in people}:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    await office.kill()
