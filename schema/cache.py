"""Answers to trusted questions, kept until the directory changes or a minute has passed.

A minute, because freshness, the day's shuffle and the next dates move with the clock alone.
Only anonymous answers without errors come in here.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from time import monotonic

MOST_BYTES = 16 * 1024 * 1024
MOST_ENTRIES = 4_096
SECONDS = 60.0

Key = tuple[str, bytes, str]
"""The document's digest, its variables in canonical JSON, the media type."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, ready to send, with the tag that lets a caller skip it the next time."""

    body: bytes
    media: str
    etag: str
    version: int
    until: float


class Cache:
    """A bounded memory of answers; `version` counts the changes of the directory."""

    def __init__(self, version: Callable[[], int], clock: Callable[[], float] = monotonic) -> None:
        self._version = version
        self._clock = clock
        self._kept: OrderedDict[Key | tuple[bytes, bytes], Kept] = OrderedDict()
        self._bytes = 0

    def find(self, key: Key | tuple[bytes, bytes]) -> Kept | None:
        """Find an answer that still holds; one that does not is forgotten."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.version != self._version() or kept.until < self._clock():
            self._forget(key)
            return None
        self._kept.move_to_end(key)
        return kept

    @property
    def size(self) -> int:
        """Count the bytes kept."""
        return self._bytes

    def now(self) -> int:
        """Give the directory's version; take it before reading, so a change meanwhile shows."""
        return self._version()

    def keep(self, key: Key, raw: tuple[bytes, bytes], body: bytes, version: int) -> Kept:
        """Keep an answer under its meaning and under the very bytes that asked for it."""
        etag = f'"{blake2b(body + key[2].encode(), digest_size=12).hexdigest()}"'
        kept = Kept(body, key[2], etag, version, self._clock() + SECONDS)
        self.also(key, kept)
        self.also(raw, kept)
        return kept

    def also(self, key: Key | tuple[bytes, bytes], kept: Kept) -> None:
        """Keep an answer under one more key, and let the longest unused ones go."""
        if key in self._kept:
            self._forget(key)
        self._kept[key] = kept
        self._bytes += len(kept.body)
        while self._bytes > MOST_BYTES or len(self._kept) > MOST_ENTRIES:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: Key | tuple[bytes, bytes]) -> None:
        self._bytes -= len(self._kept.pop(key).body)
