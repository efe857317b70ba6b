"""Sign-in by another service that says who somebody is. Its verified e-mail address is believed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.events import record
from network.core.outside import Claims
from network.core.unit import SAID
from network.people import accounts, addresses, sessions
from network.people.sign_in import Entry
from network.people.tables import Identity, Person, one_line

SAID["uq_identity_issuer_subject"] = "You are being signed in in another window. Look there."
NO_EMAIL = "They did not tell us your email address. Ask for an email instead."
NOT_VERIFIED = "They have not checked your email address. Ask for an email instead."
LONGEST_NAME = 80


async def admit(db: AsyncSession, actor: Actor, claims: Claims, now: datetime) -> Entry:
    """Sign somebody in whom a provider knows: as who they were before, else by their address.

    `claims` come from `SignInProvider.finish` and from nowhere else. Whoever was not known has an
    account from now on, and no role.
    """
    require(actor, Act.SIGN_IN)
    if claims.email is None:
        raise Invalid(NO_EMAIL)
    if not claims.verified:
        raise Invalid(NOT_VERIFIED)
    identity = await _known(db, claims)
    if identity is None:
        person = await _enter(db, actor, claims, now)
        identity = Identity(
            person_id=person.id, issuer=claims.issuer, subject=claims.subject, linked_at=now
        )
        db.add(identity)
        record(db, actor, "identity.linked", identity.id, person=str(person.id))
    identity.used_at = now
    await db.flush()
    person = await db.get_one(Person, identity.person_id)
    token = await sessions.open_(db, actor, person.id, now)
    return Entry(person.id, token, new=person.created_at == now)


async def _known(db: AsyncSession, claims: Claims) -> Identity | None:
    query = select(Identity).where(
        col(Identity.issuer) == claims.issuer, col(Identity.subject) == claims.subject
    )
    return await db.scalar(query.with_for_update())


async def _enter(db: AsyncSession, actor: Actor, claims: Claims, now: datetime) -> Person:
    person = await accounts.enter(db, actor, addresses.read(claims.email or ""), now)
    person.name = person.name or one_line(claims.name)[:LONGEST_NAME]
    return person
