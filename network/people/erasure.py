"""Erasure: what is kept about me, and taking it all away. Both are one's own to ask for."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require, somebody
from network.core import privacy
from network.core.actor import Actor
from network.core.events import record
from network.core.privacy import Row
from network.people.tables import Person


async def papers(db: AsyncSession, actor: Actor) -> Mapping[str, Sequence[Row]]:
    """Give a person all that is kept about them, table by table, in plain values.

    Hashes of tokens and codes are left out: they would help nobody but a thief.
    """
    person = await db.get_one(Person, somebody(actor))
    require(actor, Act.KEEP_ACCOUNT, person)
    return await privacy.everything(db, person.id, person.email_key)


async def erase(db: AsyncSession, actor: Actor) -> None:
    """Take everything about a person away, for good; they are signed out everywhere.

    What was done stays in the record, under an id that leads to nobody. An organisation may be
    left without a host: being erased is a right, and stewards look after the entry.
    """
    person = await db.get_one(Person, somebody(actor))
    require(actor, Act.KEEP_ACCOUNT, person)
    await privacy.forget(db, person.id, person.email_key)
    record(db, actor, "person.erased", person.id)
