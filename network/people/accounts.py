"""Accounts: who somebody is here: an e-mail address they can read, and what to call them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require, somebody
from network.core.actor import Actor
from network.core.errors import Missing
from network.core.events import record
from network.core.ids import new_id
from network.people import addresses, roles, visible
from network.people.addresses import Email
from network.people.tables import KeptGrant, Person, PersonFields, SecondFactor


@dataclass(frozen=True, slots=True)
class Viewer:
    """What a person sees of themself: their account, their roles, and their second factor."""

    person: Person
    grants: Sequence[KeptGrant]
    has_second_factor: bool
    strong: bool


async def viewer(db: AsyncSession, actor: Actor) -> Viewer | None:
    """Give what somebody sees of themself; nothing where nobody is signed in."""
    if actor.person is None:
        return None
    person = await db.get_one(Person, actor.person)
    confirmed = select(SecondFactor.confirmed_at).where(col(SecondFactor.person_id) == person.id)
    return Viewer(
        person,
        await roles.of(db, actor),
        has_second_factor=await db.scalar(confirmed) is not None,
        strong=actor.strong,
    )


async def rename(db: AsyncSession, actor: Actor, fields: PersonFields) -> Person:
    """Say what one is to be called. A first name is plenty."""
    person = await db.get_one(Person, somebody(actor))
    require(actor, Act.KEEP_ACCOUNT, person)
    person.name = fields.name
    record(db, actor, "person.renamed", person.id)
    return person


async def by_email(db: AsyncSession, actor: Actor, typed: str) -> Person:
    """Find a person by e-mail address, among those one may read of."""
    key = addresses.read(typed).key
    found = await db.scalar(visible.people(actor).where(col(Person.email_key) == key))
    if found is None:
        raise Missing("We do not know this address.", field="email")
    return found


async def by_id(db: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, Person]:
    """Find many people at once, among those one may read of."""
    found = await db.scalars(visible.people(actor).where(col(Person.id).in_(ids)))
    return {person.id: person for person in found}


async def enter(db: AsyncSession, actor: Actor, email: Email, now: datetime) -> Person:
    """Find the person of an address that is known to be theirs, or make one with no role at all.

    A step of the verbs that have made sure of that; no door's to call.
    """
    require(actor, Act.SIGN_IN)
    values = {
        "id": new_id(),
        "name": "",
        "email": email.address,
        "email_key": email.key,
        "created_at": now,
    }
    made = insert(Person).values(values).on_conflict_do_nothing().returning(col(Person.id))
    if id := await db.scalar(made):
        record(db, actor, "person.entered", id)
    return (await db.scalars(select(Person).where(col(Person.email_key) == email.key))).one()
