"""Roles: what a person may do, and for what. Given and taken away here and nowhere else.

They are read anew at each step of a person, so what is taken away ends at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Delete, delete, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require
from network.core.actor import Actor, Grant, Role
from network.core.errors import Conflict, Missing
from network.core.events import record
from network.core.unit import SAID
from network.people.tables import Invitation, KeptGrant, Person

SAID["uq_keptgrant_person_id_role_scope"] = "They have this role already."
SAID["uq_keptgrant_lead"] = "Somebody else has just become the lead. Look again."
SAID["fk_keptgrant_person_id"] = "We do not know that person."
NOT_THEIRS = "They do not have that role."
LAST = "This is the last person who keeps the entry. Add somebody else first."
LEADS = "This person leads. Hand the lead over to somebody else first."


@dataclass(frozen=True, slots=True)
class Holding:
    """A role for a thing, with the locality whose stewards look after the thing.

    `kept_by` comes from the thing as it was loaded, never from what somebody typed.
    """

    role: Role
    scope: UUID
    kept_by: UUID | None = None
    lead: UUID | None = None

    @property
    def organisation_id(self) -> UUID:
        """The thing, as access asks for it."""
        return self.scope


def over(locality_id: UUID, role: Role) -> Holding:
    """Name a role for a locality: its own stewards look after it."""
    return Holding(role, locality_id, locality_id)


def hosting(organisation_id: UUID, kept_by: UUID | None) -> Holding:
    """Name the role of an organisation's hosts."""
    return Holding(Role.HOST, organisation_id, kept_by)


async def grant(
    db: AsyncSession, actor: Actor, person_id: UUID, holding: Holding, now: datetime
) -> KeptGrant:
    """Give a person a role. It counts from their next step on. The first host leads."""
    require(actor, Act.GRANT_ROLE, await led(db, actor, holding))
    return await _add(db, actor, person_id, holding, now)


async def first_host(
    db: AsyncSession, actor: Actor, person_id: UUID, organisation_id: UUID, now: datetime
) -> KeptGrant:
    """Make whoever started or claimed an entry its host, and its lead if it has none.

    A step of the verbs that have made sure of that; no door's to call.
    """
    require(actor, Act.START_ORGANISATION)
    return await _add(db, actor, person_id, hosting(organisation_id, None), now)


async def join(
    db: AsyncSession, actor: Actor, person_id: UUID, holding: Holding, now: datetime
) -> KeptGrant:
    """Make whoever accepted an invitation a host, unless they are one.

    A step of the verb that has seen the invitation; no door's to call.
    """
    require(actor, Act.ANSWER_INVITATION)
    kept = await db.scalar(_all(holding).where(col(KeptGrant.person_id) == person_id))
    return kept or await _add(db, actor, person_id, holding, now)


async def revoke(
    db: AsyncSession, actor: Actor, person_id: UUID, holding: Holding, *, even_last: bool = False
) -> None:
    """Take a role away from a person. It ends at once.

    An entry keeps its last host unless `even_last` is said by a steward or the service; where a
    lead goes, the host of longest standing leads.
    """
    known = await led(db, actor, holding)
    require(actor, Act.GRANT_ROLE, known)
    if even_last:
        require(actor, Act.EMPTY_ROLE, known)
    gone, left = await _split(db, person_id, holding)
    if holding.role is Role.HOST and not left and not even_last:
        raise Conflict(LAST)
    await _remove(db, actor, gone, left)


async def leave(db: AsyncSession, actor: Actor, organisation_id: UUID) -> None:
    """Stop keeping an organisation's entry oneself. The last one cannot, nor the lead."""
    gone, left = await _split(db, actor.person, hosting(organisation_id, None))
    require(actor, Act.KEEP_ACCOUNT, gone)
    if not left:
        raise Conflict(LAST)
    if gone.lead:
        raise Conflict(LEADS)
    await _remove(db, actor, gone, left)


async def resign(db: AsyncSession, actor: Actor, role: Role, scope: UUID) -> None:
    """Give a role for a locality back, if one has it: a step of other verbs."""
    own = (col(KeptGrant.person_id) == actor.person, col(KeptGrant.role) == role.value)
    kept = await db.scalar(select(KeptGrant).where(*own, col(KeptGrant.scope) == scope))
    if kept is not None:
        require(actor, Act.KEEP_ACCOUNT, kept)
        await _remove(db, actor, kept, [])


async def drop(db: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[UUID]:
    """Take every role of somebody who is erased, and hand leads on: a step of other verbs.

    Gives the organisations that nobody keeps now.
    """
    require(actor, Act.ERASE_PERSON, await db.get_one(Person, person_id))
    own = select(KeptGrant).where(col(KeptGrant.person_id) == person_id)
    alone: list[UUID] = []
    for kept in (await db.scalars(own.order_by(col(KeptGrant.id)))).all():
        gone, left = await _split(db, person_id, Holding(Role(kept.role), kept.scope))
        if kept.role == Role.HOST and not left:
            alone.append(kept.scope)
        await _remove(db, actor, gone, left)
    await db.flush()
    return alone


async def hand_over(db: AsyncSession, actor: Actor, person_id: UUID, holding: Holding) -> None:
    """Make another host of an organisation its lead."""
    require(actor, Act.GRANT_ROLE, await led(db, actor, holding))
    await lead(db, actor, person_id, holding)


async def lead(db: AsyncSession, actor: Actor, person_id: UUID, holding: Holding) -> None:
    """Make a host the lead: a step of the verbs that have asked leave; no door's to call."""
    require(actor, Act.SIGN_IN)
    heir, others = await _split(db, person_id, holding)
    for other in others:
        other.lead = False
    await db.flush()  # there is one lead at a time, even for the database
    heir.lead = True
    record(db, actor, "role.led", heir.scope, person=str(person_id))
    await db.flush()
    await db.execute(_invited(holding.scope).where(col(Invitation.as_lead)))


async def held(db: AsyncSession, actor: Actor, person_id: UUID) -> frozenset[Grant]:  # noqa: ARG001  # every verb takes both
    """Give what a person may do, as an actor carries it."""
    found = await db.scalars(select(KeptGrant).where(col(KeptGrant.person_id) == person_id))
    return frozenset(Grant(Role(kept.role), kept.scope) for kept in found)


async def of(db: AsyncSession, actor: Actor) -> Sequence[KeptGrant]:
    """List one's own roles, the oldest first."""
    query = select(KeptGrant).where(col(KeptGrant.person_id) == actor.person)
    return (await db.scalars(query.order_by(col(KeptGrant.id)))).all()


async def led(db: AsyncSession, actor: Actor, holding: Holding) -> Holding:  # noqa: ARG001  # every verb takes both
    """Give a holding with who leads there, for access to ask."""
    kept = await db.scalar(_all(holding).where(col(KeptGrant.lead)))
    return replace(holding, lead=kept.person_id if kept else None)


async def _add(
    db: AsyncSession, actor: Actor, person_id: UUID, holding: Holding, now: datetime
) -> KeptGrant:
    hosts = holding.role is Role.HOST
    kept = KeptGrant(
        person_id=person_id,
        role=holding.role,
        scope=holding.scope,
        lead=hosts and not (await db.scalars(_all(holding))).first(),
        granted_at=now,
        granted_by=actor.person,
    )
    db.add(kept)
    record(db, actor, "role.granted", holding.scope, person=str(person_id), role=holding.role.value)
    await db.flush()
    return kept


async def _remove(
    db: AsyncSession, actor: Actor, gone: KeptGrant, left: Sequence[KeptGrant]
) -> None:
    await db.delete(gone)
    await db.flush()
    if gone.lead and left:
        left[0].lead = True
    await _kill_invitations(db, gone)
    record(db, actor, "role.revoked", gone.scope, person=str(gone.person_id), role=gone.role)


async def _kill_invitations(db: AsyncSession, gone: KeptGrant) -> None:
    """Let nobody back in by a letter that went out while they, or their friends, were in."""
    theirs = select(Person.email_key).where(col(Person.id) == gone.person_id).scalar_subquery()
    ties = or_(col(Invitation.invited_by) == gone.person_id, col(Invitation.email_key) == theirs)
    await db.execute(_invited(gone.scope).where(ties))


def _invited(organisation_id: UUID) -> Delete:
    """Kill invitations that nobody has answered yet."""
    still = col(Invitation.closed_at).is_(None)
    return delete(Invitation).where(col(Invitation.organisation_id) == organisation_id, still)


async def _split(
    db: AsyncSession, person_id: UUID | None, holding: Holding
) -> tuple[KeptGrant, list[KeptGrant]]:
    """Part one person's grant from the others'; nobody changes any of them meanwhile."""
    everyone = (await db.scalars(_all(holding).with_for_update())).all()
    own = [kept for kept in everyone if kept.person_id == person_id]
    if not own:
        raise Missing(NOT_THEIRS)
    return own[0], [kept for kept in everyone if kept.person_id != person_id]


def _all(holding: Holding) -> SelectOfScalar[KeptGrant]:
    return (
        select(KeptGrant)
        .where(col(KeptGrant.scope) == holding.scope, col(KeptGrant.role) == holding.role.value)
        .order_by(col(KeptGrant.id))
    )
