"""Erasure: what is kept about me, and taking it all away. Both are one's own to ask for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require, somebody
from network.core import privacy
from network.core.actor import Actor, Role
from network.core.events import record
from network.core.privacy import Row
from network.core.settings import Settings
from network.people import erasures, roles
from network.people.tables import KeptGrant, Person

UNUSED = timedelta(days=730)
"""For so long an account with no role at all is kept after it was last used."""
AT_ONCE = 50


async def papers(db: AsyncSession, actor: Actor) -> Mapping[str, Sequence[Row]]:
    """Give a person all that is kept about them, table by table, in plain values.

    Hashes of tokens and codes are left out: they would help nobody but a thief.
    """
    person = await db.get_one(Person, somebody(actor))
    require(actor, Act.KEEP_ACCOUNT, person)
    return await privacy.everything(db, person.id, person.email_key)


async def alone(db: AsyncSession, actor: Actor) -> Sequence[UUID]:
    """Name the organisations whose entry nobody else keeps: better handed over first."""
    mine = select(KeptGrant.scope).where(
        col(KeptGrant.person_id) == somebody(actor), col(KeptGrant.role) == Role.HOST.value
    )
    many = (
        select(KeptGrant.scope)
        .where(col(KeptGrant.role) == Role.HOST.value, col(KeptGrant.scope).in_(mine))
        .group_by(col(KeptGrant.scope))
        .having(func.count() == 1)
        .order_by(col(KeptGrant.scope))
    )
    return (await db.scalars(many)).all()


async def erase(db: AsyncSession, actor: Actor, settings: Settings, now: datetime) -> None:
    """Take everything about a person away, for good; they are signed out everywhere.

    What was done stays in the record, under an id that leads to nobody. An organisation may be
    left without a host: being erased is a right, and stewards look after the entry. That they were
    erased is noted, so that a backup does not bring them back (`erasures.py`).
    """
    person = await db.get_one(Person, somebody(actor))
    require(actor, Act.ERASE_PERSON, person)
    left = await roles.drop(db, actor, person.id)
    await privacy.forget(db, person.id, person.email_key)
    db.add(erasures.made(person, settings, now))
    record(db, actor, "person.erased", person.id, left_alone=[str(one) for one in left])


async def lapse(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Erase accounts with no role that nobody used for two years; say how many there were."""
    require(actor, Act.ERASE_PERSON)
    holds = select(KeptGrant.id).where(col(KeptGrant.person_id) == Person.id)
    used = func.coalesce(col(Person.seen_at), col(Person.created_at))
    old = select(Person).where(used < now - UNUSED, ~holds.exists())
    found = (await db.scalars(old.order_by(col(Person.id)).limit(AT_ONCE))).all()
    for person in found:
        await privacy.forget(db, person.id, person.email_key)
        record(db, actor, "person.lapsed", person.id)
    return len(found)
