"""Ids: UUIDv7, made here so that a row knows its name before it is written (RFC 9562)."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """Make an id that sorts by the moment it was made (milliseconds) and is random after that."""
    moment = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    value = (moment & 0xFFFF_FFFF_FFFF) << 80 | chance
    value = value & ~(0xF << 76) | 7 << 76  # the version
    value = value & ~(0x3 << 62) | 2 << 62  # the variant
    return UUID(int=value)
