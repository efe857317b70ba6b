"""Whom PostgreSQL runs as: ourselves, or, since it refuses root, an account that may do nothing."""

import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LESSER = ("alongside", "nobody")  # an operator may add an account of the first name
DESCRIPTORS = Path("/proc/self/fd")


class EmbeddedError(Exception):
    """The bundled PostgreSQL cannot run, with a sentence saying what to do about it."""


@dataclass(frozen=True)
class Account:
    """A user of this machine. `lesser` when it is not the one we run as."""

    uid: int
    gid: int
    name: str
    lesser: bool = False


def chosen(data: Path) -> Account:
    """Choose the account PostgreSQL runs as: under root, the owner of data already there."""
    if os.geteuid() != 0:
        return _ourselves()
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, data.owner(), lesser=True)
    for name in LESSER:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, name, lesser=True)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this machine has no account “nobody” to run it as. "
        "Add one (useradd --system alongside), or start Alongside as an ordinary user."
    )


def _ourselves() -> Account:
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise EmbeddedError(
            f"User number {os.geteuid()} has no name on this machine and PostgreSQL wants one. "
            "Add it to /etc/passwd, or set DATABASE_URL to a PostgreSQL of your own."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def as_(account: Account) -> dict[str, Any]:
    """Give the arguments that make `subprocess` start a program as this account."""
    if not account.lesser:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": ()}


def may(account: Account, command: Sequence[str | Path]) -> bool:
    """Say whether a short command succeeds for this account."""
    try:
        done = subprocess.run(  # noqa: S603  # every word of it is ours
            command, cwd="/", env={}, capture_output=True, check=False, **as_(account)
        )
    except OSError:
        return False
    return done.returncode == 0


def own(account: Account, folder: Path) -> None:
    """Make a folder that only this account (and root) can look into."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account.lesser:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


@contextmanager
def seen_by(account: Account, folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give the name by which the account reaches a folder of its own, and what to pass it.

    A folder under a closed one (such as root's home) is reached through an open descriptor, so
    that data stays where it was asked for and no folder above it has its modes changed.
    """
    if not account.lesser or may(account, ["/bin/sh", "-c", 'cd "$0"', folder]):
        yield str(folder), ()
        return
    if not DESCRIPTORS.is_dir():
        raise EmbeddedError(
            f"PostgreSQL runs as “{account.name}”, who cannot enter {folder}. "
            "Choose a folder open to everyone with DATA=, or start as an ordinary user."
        )
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"{DESCRIPTORS}/{descriptor}", (descriptor,)
    finally:
        os.close(descriptor)
