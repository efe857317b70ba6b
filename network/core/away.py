"""Telling a database that cannot answer now from a fault of ours.

Both doors need it: the first is "please try again in a minute" (503), the second is ours to mend.
"""

from collections.abc import Iterator

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

STATES = ("08", "53", "57", "58", "25006", "40001", "55P03", "XX001")
"""SQLSTATE beginnings: connection, resources, operator (shutdown, timeout), system, read-only."""


GONE = (OSError, TimeoutError, NoConnectionFree, InterfaceError, asyncpg.InterfaceError)
"""Errors that say by their kind that no database is there."""


def away(error: BaseException) -> bool:
    """Say whether this error means that the database cannot answer at the moment."""
    return any(_means_away(one) for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return
        yield seen
        seen = getattr(seen, "orig", None) or seen.__cause__


def _means_away(error: BaseException) -> bool:
    if isinstance(error, GONE):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = getattr(error, "sqlstate", None)
    return isinstance(state, str) and state.startswith(STATES)
