"""How often: a bucket of tokens for each key, one statement a try, and no address kept.

Each try takes a token; tokens come back one by one. The table is unlogged: a crash forgives all.
"""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import Float, LargeBinary, delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from network.core.actor import Actor
from network.core.fields import MOMENT, public
from network.core.secrets import derived

KEPT = timedelta(days=2)
"""Longer than any bucket takes to fill up again."""


class Pace(SQLModel, table=True):
    """How many tokens a key has left in a bucket, and since when."""

    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    bucket: str = public(primary_key=True, max_length=40)
    key: bytes = public(primary_key=True, type_=LargeBinary)
    tokens: float = public(type_=Float(53))
    at: datetime = public(type_=MOMENT, index=True)


_FILLED = """least(
    cast(:most as float8),
    pace.tokens + extract(epoch from greatest(:now - pace.at, interval '0')) / :every
)"""

_TAKE = text(
    f"""
    insert into pace (bucket, key, tokens, at) values (:bucket, :key, :most - 1, :now)
    on conflict (bucket, key) do update
    set tokens = {_FILLED} - 1, at = greatest(pace.at, excluded.at)
    where {_FILLED} >= 1
    returning true
    """  # noqa: S608  # the text is ours, every value is bound
)


async def take(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # who asks is in the key, as far as it may be
    bucket: str,
    key: bytes,
    now: datetime,
    *,
    most: int,
    every: timedelta,
) -> bool:
    """Take a token and say whether there was one: `most` at once, then one `every` so long.

    Ask it by `unit.count(pace.take, …)`, in a transaction of its own, before what it guards: a try
    that fails is to count too.
    """
    asked = {"bucket": bucket, "key": key, "now": now}
    return bool(
        await db.scalar(_TAKE, asked | {"most": float(most), "every": every.total_seconds()})
    )


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:  # noqa: ARG001  # every verb takes both
    """Forget the buckets that are full again long since, and say how many there were."""
    old = delete(Pace).where(col(Pace.at) < now - KEPT).returning(col(Pace.bucket))
    return len((await db.scalars(old)).all())


def key_of(secret: str, who: str, now: datetime) -> bytes:
    """Turn an address into a key of this day only (UTC); nobody can tell the address from it.

    `who`: an IP address, an e-mail address, a token: whatever tries are counted by.
    """
    return hmac.digest(derived(secret, f"pace {now:%Y-%m-%d}"), who.encode(), "sha256")
