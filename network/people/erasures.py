"""Erasures: whom we erased, so that a backup which is put back does not bring them back.

The list is kept in the database and, by the worker, in a file beside it (`core/erased.py`). Why,
and what it costs: docs/decisions/0019-erased-stays-erased.md.
"""

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core import privacy
from network.core.actor import Actor
from network.core.erased import Erased
from network.core.events import record
from network.core.ids import new_id
from network.core.secrets import derived
from network.core.settings import Settings
from network.people import roles
from network.people.kept import Erasure
from network.people.tables import Person

KEPT = timedelta(days=365)
"""For so long an erasure is noted. No backup may be kept longer (docs/privacy.md)."""


async def listed(db: AsyncSession, actor: Actor) -> Sequence[Erased]:
    """List whom we erased, the earliest first, as the file beside the database holds it."""
    require(actor, Act.ERASE_PERSON)
    rows = await db.scalars(select(Erasure).order_by(col(Erasure.id)))
    return [Erased(row.id, row.erased, row.mark, row.at) for row in rows]


async def repeat(
    db: AsyncSession, actor: Actor, noted: Sequence[Erased], settings: Settings
) -> int:
    """Erase again whoever a backup brought back; say how many people that were.

    `noted`: erasures that the database does not know of. What lay under an erased address before
    is erased too, where nobody of that id was there yet: letters, invitations.
    """
    require(actor, Act.ERASE_PERSON)
    people = 0
    for one in noted:
        person = await db.get(Person, one.erased)
        if person is not None:
            people += 1
            await roles.drop(db, actor, person.id)
            await privacy.forget(db, person.id, person.email_key)
            record(db, actor, "person.erased", one.erased, again=True)
        db.add(Erasure(id=one.id, erased=one.erased, mark=one.mark, at=one.at))
    await db.flush()
    await _addresses(db, noted, settings)
    record(db, actor, "erasures.repeated", new_id(), noted=len(noted), people=people)
    return people


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget erasures of a year ago: no backup from before them is left. Say how many."""
    require(actor, Act.CLEAR_PEOPLE)
    old = delete(Erasure).where(col(Erasure.at) < now - KEPT).returning(col(Erasure.id))
    return len((await db.scalars(old)).all())


def made(person: Person, settings: Settings, now: datetime) -> Erasure:
    """Note that a person is erased."""
    return Erasure(erased=person.id, mark=mark(settings, person.email_key or ""), at=now)


def mark(settings: Settings, address: str) -> bytes:
    """Make what tells whether an address is the same. Nobody without the key gets it back."""
    return hmac.digest(derived(settings.secret, "erased"), address.encode(), "sha256")


async def _addresses(db: AsyncSession, noted: Sequence[Erased], settings: Settings) -> None:
    """Erase what lay under erased addresses when they were erased; not what came later."""
    marks = {one.mark: one.id for one in noted}
    for address in await privacy.addresses(db):
        before = marks.get(mark(settings, address))
        if before is not None:
            await privacy.forget_address(db, address, before)


def unknown(noted: Sequence[Erased], known: Sequence[Erased], now: datetime) -> list[Erased]:
    """Pick the noted erasures, of the last year, that a database does not know of."""
    return list(_unknown(noted, {one.erased for one in known}, now - KEPT))


def _unknown(noted: Sequence[Erased], known: set[UUID], since: datetime) -> Iterator[Erased]:
    for one in noted:
        if one.erased not in known and one.at >= since:
            yield one
