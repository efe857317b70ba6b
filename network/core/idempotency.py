"""Doing a thing once: a repeated request, after a lost answer, gets the first one's result.

A key is kept in the transaction of the change. Whoever repeats it meanwhile waits for that to end.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import LargeBinary, delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.core.actor import Actor
from network.core.errors import Conflict
from network.core.fields import MOMENT, public

R = TypeVar("R")
USED = "This was already used for something else."
KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Key:
    """What somebody gave so that a thing is done once: where it counts, and what was asked with it.

    `scope`: the thing to do ("createOffer"); two people's keys never meet. `digest`: of all that
    was asked, so that a key used again for something else is noticed.
    """

    scope: str
    value: str
    digest: bytes

    @classmethod
    def of(cls, scope: str, value: str, asked: Any) -> Self:
        """Make a key from plain data that was asked (anything that can be written as JSON)."""
        written = orjson.dumps(asked, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
        return cls(scope, value, sha256(written).digest())


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a request gave that was done before: the kind of thing and its id, to be read anew."""

    kind: str
    about: UUID | None

    @property
    def id(self) -> UUID:
        """Give the id of what was made or changed; a verb that gave nothing has none."""
        if self.about is None:
            raise LookupError(f"a {self.kind} has no id")
        return self.about


class Done(SQLModel, table=True):
    """A key that was used, as a hash: no text that a program chose is kept."""

    key: bytes = public(primary_key=True, type_=LargeBinary)
    digest: bytes = public(type_=LargeBinary)
    kind: str | None = public(None, max_length=80)
    about: UUID | None = public(None)
    at: datetime | None = public(
        None, type_=MOMENT, index=True, column={"server_default": func.now()}
    )


async def once(
    db: AsyncSession, actor: Actor, key: Key, verb: Callable[[AsyncSession, Actor], Awaitable[R]]
) -> R | Remembered:
    """Do a thing and remember what came of it, or give what came of it before.

    Raises Conflict where the key was used for something else. A failure leaves no key behind.
    """
    hashed = _hashed(actor, key)
    fresh = insert(Done).values(key=hashed, digest=key.digest).on_conflict_do_nothing()
    if not await db.scalar(fresh.returning(col(Done.key))):
        return await _before(db, hashed, key.digest)
    result = await verb(db, actor)
    await db.execute(update(Done).where(col(Done.key) == hashed).values(**_shape(result)))
    return result


async def before(db: AsyncSession, actor: Actor, key: Key) -> Remembered | None:
    """Give what came of a key somebody used, if they did; whatever was asked with it."""
    kept = await db.get(Done, _hashed(actor, key))
    return None if kept is None else Remembered(kept.kind or "", kept.about)


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:  # noqa: ARG001  # every verb takes both
    """Forget the keys of two days ago and earlier, and say how many there were."""
    old = delete(Done).where(col(Done.at) < now - KEPT).returning(col(Done.key))
    return len((await db.scalars(old)).all())


async def _before(db: AsyncSession, hashed: bytes, digest: bytes) -> Remembered:
    kept = (await db.scalars(select(Done).where(col(Done.key) == hashed))).one()
    if kept.digest != digest:
        raise Conflict(USED)
    return Remembered(kept.kind or "", kept.about)


def _shape(result: Any) -> dict[str, Any]:
    about = result if isinstance(result, UUID) else getattr(result, "id", None)
    return {"kind": type(result).__name__, "about": about}


def _hashed(actor: Actor, key: Key) -> bytes:
    who = str(actor.person or actor.name)
    return sha256(f"{who}\x00{key.scope}\x00{key.value}".encode()).digest()
