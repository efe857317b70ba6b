"""Real PostgreSQL without installing any: the programs of a wheel under our own supervision.

It listens on a private socket only, ends when we end, is started again when it is killed, and
keeps its data between runs. Reasons and trials: docs/decisions/0011-embedded-postgresql.md.
"""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import structlog

from network.core import embedded_folder as folders
from network.core import embedded_process as processes
from network.core import tasks
from network.core.embedded_account import Account, EmbeddedError, chosen
from network.core.embedded_binaries import programs
from network.core.embedded_process import Server

__all__ = [
    "Account",
    "EmbeddedError",
    "Server",
    "chosen",
    "fresh",
    "programs",
    "running",
    "served",
    "supervised",
    "url_of",
]

DATABASE = "alongside"
NEWEST = 18
ATTEMPTS = 4
LOOK = 0.1  # seconds between two looks at the process
ASK = 5.0  # seconds between two questions to it
log = structlog.get_logger("embedded")


@asynccontextmanager
async def running(
    folder: Path,
    version: int | None = None,
    *,
    durable: bool = True,
    tell: Callable[[str], None] = log.info,
) -> AsyncIterator[str]:
    """Run PostgreSQL over a data folder and give the address of its database.

    `version` is 18 or 16 (else ALONGSIDE_PG, else 18); data already there are opened by the
    version that made them. `durable=False` is for throwaway data only.
    """
    async with supervised(folder, version, durable=durable, tell=tell) as server:
        yield url_of(server)


@asynccontextmanager
async def supervised(
    folder: Path,
    version: int | None = None,
    *,
    durable: bool = True,
    tell: Callable[[str], None] = log.info,
) -> AsyncIterator[Server]:
    """Do what `running` does, and give the server itself."""
    folder = folders.whole(folder)
    held = await folders.hold(folder)
    try:
        server = _prepare(folder, version, held, durable=durable)
        server.tell = tell
        try:
            async with _watched(server):
                yield server
        finally:
            _tidy(server)
    finally:
        os.close(held)


def url_of(server: Server, database: str = DATABASE) -> str:
    """Give a database's address as SQLAlchemy reads it."""
    return _url(server.socket, database)


def served(folder: Path) -> str | None:
    """Give the address at which another Alongside serves the data in a folder, if one does."""
    socket = folders.served(folders.whole(folder))
    return None if socket is None else _url(socket, DATABASE)


async def fresh(folder: Path) -> None:
    """Throw away the data in a folder, unless somebody is using them."""
    folder = folders.whole(folder)
    held = await folders.hold(folder)
    try:
        folders.forget(folder)
    finally:
        os.close(held)


def _url(socket: Path, database: str) -> str:
    host = quote(str(socket), safe="/")
    return f"postgresql+asyncpg://{folders.SUPERUSER}@/{database}?host={host}&port=5432"


def _prepare(folder: Path, version: int | None, held: int, *, durable: bool) -> Server:
    account = chosen(folder / "postgres")
    major = folders.major_of(folder)
    if major is None:
        major = version or _wished()
        folders.make(folder, major, account, held, durable=durable)
    folders.clear(folder)
    bin_ = programs(major, account)
    return Server(folder, folders.sockets(folder, account), bin_, account, held, durable)


def _wished() -> int:
    wish = os.environ.get("ALONGSIDE_PG") or str(NEWEST)
    if not wish.isdecimal():
        raise EmbeddedError(f"ALONGSIDE_PG is “{wish}”; it may be 16 or 18.")
    return int(wish)


@asynccontextmanager
async def _watched(server: Server) -> AsyncIterator[None]:
    watcher = None
    try:
        await _start(server)
        await processes.create(server, DATABASE)
        folders.note(server.held, str(server.socket))
        watcher = asyncio.create_task(_watch(server))
        yield
    finally:
        try:
            if watcher is not None:
                await tasks.end(watcher)
        finally:
            await processes.stop(server)


async def _start(server: Server) -> None:
    """Start and wait until it answers; a start that gets stuck is broken off and made again."""
    for attempt in range(ATTEMPTS):
        processes.spawn(server)
        if await processes.ready(server):
            return
        await processes.break_off(server)
        await asyncio.sleep(0.2 * 2**attempt)  # a killed server's workers need a moment to go
    raise EmbeddedError(
        f"PostgreSQL did not start over {server.folder}. It says:\n{processes.last_words(server)}"
    )


async def _watch(server: Server) -> None:
    """Start PostgreSQL again whenever it is gone or no longer answers, for as long as we run."""
    last = time.monotonic()
    while True:
        await asyncio.sleep(LOOK)
        if processes.running(server) and time.monotonic() - last < ASK:
            continue
        try:
            await _look(server)
        except Exception as error:
            log.exception("watch", error=type(error).__name__)  # a watch must not end unseen
        last = time.monotonic()


async def _look(server: Server) -> None:
    if await processes.ready(server):
        return
    server.tell("PostgreSQL stopped; starting it again …")
    try:
        await processes.break_off(server)
        await _start(server)
    except EmbeddedError as error:
        server.tell(str(error))  # and the watch goes on: a full disk may be emptied
        await asyncio.sleep(2)
    else:
        server.tell("PostgreSQL is back.")


def _tidy(server: Server) -> None:
    if server.folder not in server.socket.parents:
        shutil.rmtree(server.socket, ignore_errors=True)
