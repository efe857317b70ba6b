"""Keys: a program's way in. Shown once; a key does at most what its maker still may.

A key is for reading, or for the offers of one organisation. No key changes people or accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from network.access import Act, require, somebody
from network.core import tokens
from network.core.actor import ANYONE, Actor, Grant, Role
from network.core.errors import Conflict, Invalid, Missing
from network.core.events import record
from network.people import roles, visible
from network.people.tables import ApiKey, one_line

START = "as_"
SHOWN = len(START) + 8
MOST, MOST_SHOWN = 20, 200
NOTED = timedelta(hours=1)
"""That a key is used is written down no oftener."""
KEPT = timedelta(days=90)
"""For so long a key that was ended stays listed."""


class Scope(StrEnum):
    """What a key is for: to read what its maker may read, or to write one organisation's offers."""

    READ = "read"
    WRITE_OFFERS = "write_offers"


class KeyFields(SQLModel):
    """What somebody says of a new key: a name to know it by, what it is for, and whose offers."""

    name: str = Field(min_length=1, max_length=60)
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new key. `token` is given here and never again."""

    key: ApiKey
    token: str

    @property
    def id(self) -> UUID:
        """The key's id."""
        return self.key.id


@dataclass(frozen=True, slots=True)
class Known:
    """Who a key says is asking. `stale`: `touch` is due."""

    actor: Actor = ANYONE
    key_id: UUID | None = None
    stale: bool = False


NOBODY = Known()


async def create(db: AsyncSession, actor: Actor, fields: KeyFields, now: datetime) -> Made:
    """Make a key. One that writes is for the offers of an organisation one is a host of."""
    token = START + tokens.fresh()
    key = ApiKey(
        person_id=somebody(actor),
        organisation_id=fields.organisation_id,
        name=one_line(fields.name) or "A program",
        prefix=token[:SHOWN],
        token_hash=tokens.hashed(token),
        scopes=sorted(set(fields.scopes)),
        strong=actor.strong,
        created_at=now,
    )
    require(actor, Act.KEEP_ACCOUNT, key)
    await _check(db, actor, key)
    db.add(key)
    record(db, actor, "key.created", key.id, scopes=key.scopes)
    await db.flush()
    return Made(key, token)


async def revoke(db: AsyncSession, actor: Actor, key_id: UUID, now: datetime) -> ApiKey:
    """End a key at once: one's own, or one for the offers of an organisation one is a host of."""
    found = await db.scalar(visible.keys(actor).where(col(ApiKey.id) == key_id).with_for_update())
    if found is None:
        raise Missing("We cannot find that key.")
    require(actor, Act.REVOKE_KEY, found)
    found.revoked_at = found.revoked_at or now
    record(db, actor, "key.revoked", found.id)
    return found


async def listed(db: AsyncSession, actor: Actor) -> Sequence[ApiKey]:
    """List the keys one may end, ended ones too, the newest first."""
    query = visible.keys(actor).order_by(col(ApiKey.id).desc())
    return (await db.scalars(query.limit(MOST_SHOWN))).all()


async def actor_of(db: AsyncSession, actor: Actor, token: str, now: datetime) -> Known:
    """Say for whom a program asks, and what it may do; nobody, if the key has ended.

    It ends by itself when its maker is no host of its organisation any more.
    """
    query = select(ApiKey).where(
        col(ApiKey.token_hash) == tokens.hashed(token), col(ApiKey.revoked_at).is_(None)
    )
    key = await db.scalar(query)
    if key is None:
        return NOBODY
    grants = await roles.held(db, actor, key.person_id)
    if key.organisation_id is not None:
        grants &= {Grant(Role.HOST, key.organisation_id)}
        if not grants:
            return NOBODY
    stale = key.used_at is None or now >= key.used_at + NOTED
    return Known(_who(key, grants), key.id, stale=stale)


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget keys that were ended three months ago; say how many there were."""
    require(actor, Act.CLEAR_PEOPLE)
    old = delete(ApiKey).where(col(ApiKey.revoked_at) < now - KEPT).returning(col(ApiKey.id))
    return len((await db.scalars(old)).all())


async def touch(db: AsyncSession, actor: Actor, key_id: UUID, now: datetime) -> None:
    """Note that a key is in use. Ask by `unit.count`, as its actor: it is no act."""
    mine = col(ApiKey.person_id) == actor.person
    await db.execute(update(ApiKey).where(col(ApiKey.id) == key_id, mine).values(used_at=now))


def _who(key: ApiKey, grants: frozenset[Grant]) -> Actor:
    return Actor(
        name=f"key {key.prefix}",
        person=key.person_id,
        grants=grants,
        strong=key.strong,
        via="key",
        only_reads=Scope.WRITE_OFFERS not in key.scopes,
    )


async def _check(db: AsyncSession, actor: Actor, key: ApiKey) -> None:
    if key.organisation_id is not None:
        require(actor, Act.MAKE_KEY, key)
    elif Scope.WRITE_OFFERS in key.scopes:
        raise Invalid("Say whose offers the key is for.", field="organisation_id")
    live = select(func.count()).where(
        col(ApiKey.person_id) == actor.person, col(ApiKey.revoked_at).is_(None)
    )
    if (await db.scalar(live) or 0) >= MOST:
        raise Conflict(f"You have {MOST} keys. End one that is not used any more first.")
