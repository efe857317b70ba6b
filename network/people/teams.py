"""Teams: those who keep an organisation's entry together. One of them leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, allows
from network.core.actor import Actor, Role
from network.core.errors import Missing
from network.people import roles
from network.people.roles import Holding
from network.people.tables import Invitation, KeptGrant, Person

NOT_YOURS = "We cannot find that organisation."


@dataclass(frozen=True, slots=True)
class Team:
    """An organisation as this room needs it, made from the one that was loaded.

    `name` stands in letters. `kept_by`: the locality whose stewards look after the entry.
    """

    organisation_id: UUID
    name: str
    kept_by: UUID | None = None

    @property
    def holding(self) -> Holding:
        """The role of its hosts."""
        return roles.hosting(self.organisation_id, self.kept_by)


@dataclass(frozen=True, slots=True)
class Helper:
    """One who keeps the entry: who, since when, and whether they lead."""

    person: Person
    since: datetime
    lead: bool


async def helpers(db: AsyncSession, actor: Actor, team: Team) -> Sequence[Helper]:
    """List who keeps an entry, the lead first, then by how long they have."""
    _see(actor, team)
    query = (
        select(KeptGrant, Person)
        .join(Person, col(Person.id) == KeptGrant.person_id)
        .where(
            col(KeptGrant.role) == Role.HOST.value,
            col(KeptGrant.scope) == team.organisation_id,
        )
        .order_by(col(KeptGrant.lead).desc(), col(KeptGrant.id))
    )
    rows = (await db.execute(query)).all()
    return [Helper(person, kept.granted_at, kept.lead) for kept, person in rows]


async def invited(
    db: AsyncSession, actor: Actor, team: Team, now: datetime
) -> Sequence[Invitation]:
    """List who is asked to help and has not answered yet."""
    _see(actor, team)
    query = select(Invitation).where(
        col(Invitation.organisation_id) == team.organisation_id,
        col(Invitation.closed_at).is_(None),
        col(Invitation.expires_at) > now,
    )
    return (await db.scalars(query.order_by(col(Invitation.id)))).all()


def _see(actor: Actor, team: Team) -> None:
    if not allows(actor, Act.INVITE_HOST, team.holding):
        raise Missing(NOT_YOURS)
