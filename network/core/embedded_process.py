"""One PostgreSQL process of ours: started so that it cannot outlive us, asked, and stopped."""

import asyncio
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from network.core.embedded_account import Account, as_, seen_by
from network.core.embedded_folder import SUPERUSER

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_wal_size": "128MB",  # a start after a crash replays at most this much
    "min_wal_size": "32MB",
    "log_startup_progress_interval": "1s",  # by this we see a recovery move
    "log_min_error_statement": "panic",  # what people searched for stays out of the log
    "log_error_verbosity": "terse",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PATIENCE = 20.0  # seconds without an answer and without a sign of progress
BREAKING_OFF = ((signal.SIGQUIT, 8.0), (signal.SIGKILL, 5.0))
"""Five seconds after SIGQUIT it kills its own that do not hear; once killed itself, it cannot."""
GONE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Server:
    """A PostgreSQL over one data folder, held by us through `held`."""

    folder: Path
    socket: Path
    programs: Path
    account: Account
    held: int
    durable: bool = True
    tell: Callable[[str], None] = print
    process: subprocess.Popen[bytes] | None = None
    guard: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """Where PostgreSQL writes what it did."""
        return self.folder / "postgres.log"


def spawn(server: Server) -> None:
    """Start PostgreSQL; it ends when we do, however we end.

    On Linux the kernel sees to that for as long as the *thread* that calls this lives, so call
    it from the main one. A group of its own keeps ctrl-C for us: we stop before it does.
    """
    if server.log.exists():
        server.log.replace(server.log.with_suffix(".log.before"))
    server.log.touch(0o600)
    with (
        seen_by(server.account, server.folder / "postgres") as (data, first),
        seen_by(server.account, server.socket) as (socket, second),
        server.log.open("wb") as log,
    ):
        server.process = subprocess.Popen(  # noqa: S603  # every word of it is ours
            [server.programs / "postgres", "-D", data, *_arguments(server, socket)],
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(server.held, *first, *second),
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509  # it calls C and takes no lock
            **as_(server.account),
        )
    if sys.platform != "linux":
        server.guard = guard(server.process.pid)


def _arguments(server: Server, socket: str) -> list[str]:
    settings = SETTINGS | {"unix_socket_directories": socket}
    if not server.durable:
        settings |= CARELESS
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _die_with(parent: int) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask_the_kernel() -> None:
        prctl(SET_DEATH_SIGNAL, signal.SIGINT)  # a fast, clean stop
        if os.getppid() != parent:  # we died before we could ask
            os._exit(1)

    return ask_the_kernel


def guard(process: int) -> subprocess.Popen[bytes]:
    """Start a watcher that stops a process when we are gone: its input ends with us."""
    return subprocess.Popen(  # noqa: S603  # every word of it is ours
        ["/bin/sh", "-c", 'read _; kill -INT "$0"', str(process)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


async def ready(server: Server) -> bool:
    """Wait until PostgreSQL answers; no when it ended or shows no progress for `PATIENCE`.

    Recovery after a crash may take long and is left in peace as long as its log moves.
    """
    moved = told = time.monotonic()
    steps = 0
    while running(server):
        if await answers(server):
            return True
        if (now_at := progress(server.log)) != steps:
            steps, moved = now_at, time.monotonic()
        if time.monotonic() - told > 2:
            server.tell("PostgreSQL is starting; it is putting its last moments in order …")
            told = time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            return False
        await asyncio.sleep(0.02)
    return False


def running(server: Server) -> bool:
    """Say whether the process is there (which is not yet to say that it answers)."""
    return server.process is not None and server.process.poll() is None


async def answers(server: Server) -> bool:
    """Say whether PostgreSQL takes connections, by making one. A full house answers too."""
    try:
        connection = await _connect(server, "postgres", 1)
        await connection.close(timeout=1)
    except asyncpg.TooManyConnectionsError:
        return True
    except GONE:
        return False
    return True


async def _connect(server: Server, database: str, seconds: float) -> asyncpg.Connection:
    return await asyncpg.connect(
        host=str(server.socket),
        port=5432,
        user=SUPERUSER,
        password="",
        database=database,
        timeout=seconds,
        command_timeout=PATIENCE,  # for the goodbye too
    )


async def create(server: Server, database: str) -> None:
    """Make a database of this name unless it is there."""
    connection = await _connect(server, "postgres", 5)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
            await connection.execute(f'CREATE DATABASE "{database}"')
    finally:
        await connection.close()


def progress(log: Path) -> int:
    """Count what PostgreSQL says of itself; its refusals of our own questions do not count."""
    return sum(b"the database system is" not in line for line in log.read_bytes().splitlines())


async def stop(server: Server) -> None:
    """Stop PostgreSQL: politely, then at once, then by force."""
    if not await _ended(server, signal.SIGINT, 20):
        await break_off(server)
    if server.guard is not None:
        server.guard.kill()
        server.guard.communicate()
        server.guard = None


async def break_off(server: Server) -> None:
    """Stop a PostgreSQL that got stuck: at once, then by force; the next start recovers."""
    for sign, seconds in BREAKING_OFF:
        if await _ended(server, sign, seconds):
            return


async def _ended(server: Server, sign: signal.Signals, seconds: float) -> bool:
    if server.process is None or not running(server):
        return True
    server.process.send_signal(sign)
    server.process.send_signal(signal.SIGCONT)  # one that was stopped hears nothing else
    for _ in range(int(seconds * 100)):
        if not running(server):
            return True
        await asyncio.sleep(0.01)
    return not running(server)


def last_words(server: Server) -> str:
    """Give the end of PostgreSQL's log, for a person who has to find out what is wrong."""
    try:
        said = server.log.read_text(errors="replace").splitlines()[-6:]
    except OSError:
        return ""
    return re.sub(r"/proc/self/fd/\d+", str(server.folder), "\n".join(said))
