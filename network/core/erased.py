"""The list of whom was erased, in a file beside the database: what outlives a backup put back.

It holds ids that lead to nobody, marks that tell only whether an address is the same, and times.
Keep it apart from the backups, and keep it longer than them.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import orjson

from network.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Erased:
    """One erasure: its own id, the id that was erased, the mark of the address, and when."""

    id: UUID
    erased: UUID
    mark: bytes
    at: datetime

    @property
    def line(self) -> bytes:
        """Write it as one line."""
        ids = {"id": str(self.id), "erased": str(self.erased)}
        said = {**ids, "mark": self.mark.hex(), "at": self.at}
        return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def read(cls, line: bytes) -> "Erased":
        """Read what `line` wrote; raises ValueError, KeyError or TypeError."""
        said = orjson.loads(line)
        at = datetime.fromisoformat(said["at"])
        return cls(UUID(said["id"]), UUID(said["erased"]), bytes.fromhex(said["mark"]), at)


def read(path: Path) -> list[Erased]:
    """Read the list; refuses one that is damaged. No file is an empty list."""
    if not path.exists():
        return []
    try:
        return [Erased.read(line) for line in path.read_bytes().splitlines()]
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(f"The list of erasures in {path} is damaged. Put it back.") from error


def keep(path: Path, known: Sequence[Erased], since: datetime) -> list[Erased]:
    """Add what is not in the list yet, drop what is older than `since`, and give the list.

    Whoever else writes it waits. It is swapped in whole, and only its owner can read it.
    """
    with _alone(path):
        before = read(path)
        every = {one.erased: one for one in (*before, *known) if one.at >= since}
        after = sorted(every.values(), key=lambda one: (one.at, one.id))
        if after != before or not path.exists():
            _write(path, b"".join(one.line for one in after))
    return after


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _write(path: Path, words: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
