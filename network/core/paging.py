"""Paging by place, not by number: a cursor says after which row to go on.

No row is lost or doubled while others write, as an offset would do.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from network.core.errors import Invalid

MOST = 100
RUBBISH = "This page link is not one of ours. Start again from the first page."


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows are asked for: the first so many after a cursor, or the last before one."""

    size: int = 20
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None
    backwards: bool = False


def asked(
    first: int | None, after: str | None, last: int | None = None, before: str | None = None
) -> Page:
    """Check the four Relay words and make a page of them (Relay cursor connections).

    Refuses sizes outside 0 to 100, both ends at once, and cursors that are not ours.
    """
    if last is None and before is None:
        size = 20 if first is None else _size(first, "first")
        return Page(size, after=read_cursor(after, "after"))
    if last is None or after is not None:
        raise Invalid("Ask for the first after a cursor, or the last before one.", field="last")
    return Page(_size(last, "last"), before=read_cursor(before, "before"), backwards=True)


def _size(number: int, field: str) -> int:
    if not 0 <= number <= MOST:
        raise Invalid(f"Ask for 0 to {MOST} at a time.", field=field)
    return number


def cursor(*key: Any) -> str:
    """Write a sort key as an opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(text: str | None, field: str = "after") -> tuple[Any, ...] | None:
    """Read a cursor back into its sort key, or refuse it in a sentence."""
    if text is None:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        json.dumps(key, ensure_ascii=False).encode()  # half a character cannot be looked for
    except (ValueError, binascii.Error, RecursionError):
        raise Invalid(RUBBISH, field=field) from None
    if not isinstance(key, list) or not all(map(_plain, key)):
        raise Invalid(RUBBISH, field=field)
    return tuple(key)


def _plain(part: Any) -> bool:
    return "\0" not in part if isinstance(part, str) else isinstance(part, int | float)
