"""The data folder of the bundled PostgreSQL: one holder at a time, made whole or not at all.

In it: `postgres` (the data, readable by PostgreSQL's account alone), `postgres.log`, `socket`,
and `postgres.lock`, which is held as long as we or any process of PostgreSQL lives.
"""

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from network.core.embedded_account import Account, EmbeddedError, as_, own, seen_by
from network.core.embedded_binaries import programs

SUPERUSER = "alongside"
LONGEST_SOCKET = 100  # bytes; Linux allows 107 and macOS 103
ORPHANED = 60.0  # seconds PostgreSQL may take to stop after its holder was killed


def whole(folder: Path) -> Path:
    """Give the folder's whole path, which holds wherever we are."""
    return folder.expanduser().absolute()


async def hold(folder: Path) -> int:
    """Take the folder for ourselves, or say who has it; gives the descriptor that holds it."""
    descriptor = _lock(folder)
    try:
        await _take(descriptor, folder)
    except BaseException:
        os.close(descriptor)
        raise
    note(descriptor, "")
    return descriptor


def note(descriptor: int, socket: str) -> None:
    """Write down in the lock who holds the folder, and where it is served."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n{socket}".encode(), 0)


def served(folder: Path) -> Path | None:
    """Give the folder of the socket at which a living Alongside serves these data, if one does."""
    try:
        with (folder / "postgres.lock").open() as lock:
            holder, _, socket = lock.read().partition("\n")
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return Path(socket) if socket and alive(int(holder)) else None
    except OSError:
        return None
    return None  # nobody holds it: what it says is of yesterday


def _lock(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EmbeddedError(
            f"{folder} cannot be used for data: {error.strerror}. Choose another with DATA=."
        ) from error


async def _take(descriptor: int, folder: Path) -> None:
    waited = 0.0
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(descriptor)
        if alive(holder) or waited >= ORPHANED:
            raise EmbeddedError(
                f"Another Alongside (process {holder}) is using the data in {folder}. "
                "Stop it first, or choose another folder with DATA=."
            )
        await asyncio.sleep(0.1)  # its PostgreSQL is still putting things away
        waited += 0.1


def _holder(descriptor: int) -> int:
    return int(os.pread(descriptor, 4096, 0).partition(b"\n")[0] or b"0")


def alive(process: int) -> bool:
    """Say whether a process runs; one that has ended and waits to be buried does not."""
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not _of(process, "stat").rpartition(b")")[2].lstrip().startswith((b"Z", b"X"))


def _of(process: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{process}/{what}").read_bytes()
    except OSError:
        return b""


def major_of(folder: Path) -> int | None:
    """Read which major version made the data, or None where there is none yet."""
    try:
        return int((folder / "postgres" / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except PermissionError:
        raise EmbeddedError(
            f"The data in {folder} belong to another user of this machine. "
            "Start Alongside as that user, or choose another folder with DATA=."
        ) from None


def make(folder: Path, major: int, account: Account, held: int, *, durable: bool) -> None:
    """Make an empty database in the folder; a half-made one from before is thrown away."""
    fresh = folder / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    own(account, fresh)
    with seen_by(account, fresh) as (name, descriptors):
        wishes = _wishes(major) if durable else [*_wishes(major), "--no-sync"]
        done = subprocess.run(  # noqa: S603  # every word of it is ours
            [programs(major, account) / "initdb", "-D", name, *wishes],
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"},
            capture_output=True,
            check=False,
            text=True,
            pass_fds=(held, *descriptors),
            **as_(account),
        )
    if done.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise EmbeddedError(f"PostgreSQL could not make its data in {folder}: {done.stderr[-800:]}")
    fresh.rename(folder / "postgres")


def _wishes(major: int) -> list[str]:
    ctype = "C.UTF-8" if sys.platform == "linux" else "C"
    wishes = [
        *("--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--data-checksums"),
        *("--locale", "C", "--lc-ctype", ctype, "--text-search-config", "english"),
    ]
    if major >= 17:  # the first with an order of its own
        return [*wishes, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*wishes, "--locale-provider=libc"]


def clear(folder: Path) -> None:
    """Remove the mark of a server that was killed, where PostgreSQL might believe it still runs.

    Only right after `hold`: then no process of ours can be left. A number that meanwhile belongs
    to some other program would stop PostgreSQL; a real PostgreSQL of somebody's is left alone.
    """
    mark = folder / "postgres" / "postmaster.pid"
    try:
        process = abs(int(mark.read_text().split("\n", 1)[0]))
    except (FileNotFoundError, ValueError):
        return
    if alive(process) and sys.platform != "linux":
        return  # PostgreSQL itself must judge
    if alive(process) and b"postgres" in _of(process, "cmdline").split(b"\0")[0]:
        raise EmbeddedError(
            f"A PostgreSQL (process {process}) that we did not start is using {folder}. Stop it."
        )
    mark.unlink()


def sockets(folder: Path, account: Account) -> Path:
    """Make the private folder for the socket, elsewhere when the path would be too long.

    A socket's lock that a killed server left would stop PostgreSQL while that server is dead but
    not yet buried; like its mark (`clear`) it is removed, for we hold the data.
    """
    place = folder / "socket"
    if len(os.fsencode(place / ".s.PGSQL.5432")) > LONGEST_SOCKET:
        place = Path(tempfile.mkdtemp(prefix="alongside-", dir="/tmp"))
    own(account, place)
    for left in place.glob(".s.PGSQL.*"):
        left.unlink()
    return place


def forget(folder: Path) -> None:
    """Throw the data away, and nothing else in the folder."""
    for name in ("postgres", "postgres.new", "socket"):
        shutil.rmtree(folder / name, ignore_errors=True)
