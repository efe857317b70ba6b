"""The chain: each entry of the record is sealed to the one before, so that no past is rewritten.

An entry's seal is SHA-256 over the seal before it and all it says. Whoever changes, slips in or
takes out an entry breaks every seal after it. What the end said is worth noting elsewhere: a chain
alone does not show that its last entries are gone, or that all of it was made anew.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

FORM = 1
"""How an entry is written for its seal. A new way gets a new number; old seals stay as they are."""

START = bytes(32)
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Noted:
    """A place in the chain and the seal that was found there: written `12:ab34…`."""

    seq: int
    seal: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.seal.hex()}"

    @classmethod
    def read(cls, text: str) -> "Noted":
        """Read what `str` wrote; raises ValueError."""
        seq, _, hexed = text.strip().partition(":")
        seal = bytes.fromhex(hexed)
        if len(seal) != len(START):
            raise ValueError(text)
        return cls(int(seq), seal)


BEGIN = Noted(0, START)


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk along the chain found: its end, and the first place where it does not hold."""

    end: Noted
    broken_at: int | None = None
    why: str = ""


def seal(before: bytes, entry: Entry) -> bytes:
    """Seal an entry to the one before. `detail` is read as JSON reads it, whatever made it."""
    at: datetime = entry["at"]
    said = [
        FORM,
        entry["seq"],
        str(entry["id"]),
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry["name"],
        str(entry["about"]),
        str(entry["by"]) if entry["by"] else None,
        entry["by_name"],
        entry["detail"],
    ]
    return sha256(before + orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()


async def walk(
    entries: AsyncIterator[Entry], noted: Noted | None = None, begin: Noted = BEGIN
) -> Walked:
    """Walk along the chain from its start, or from a later place, whose seal is then believed.

    `noted` is a place whose seal somebody wrote down.
    """
    end = begin
    async for entry in entries:
        due = end.seq + 1
        if entry["seq"] != due:
            return Walked(end, due, "missing")
        if seal(end.seal, entry) != entry["chain"]:
            return Walked(end, due, "changed")
        end = Noted(due, entry["chain"])
        if noted and noted.seq == due and noted.seal != end.seal:
            return Walked(end, due, "not what was noted")
    if noted and noted.seq > end.seq:
        return Walked(end, end.seq + 1, "missing")
    return Walked(end)
