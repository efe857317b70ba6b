"""Editors: which organisation an invitation is for, before the one who is asked may see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor, service
from network.directory import organisations
from network.directory.tables import Organisation
from network.people import invitations
from network.people.tables import Invitation

ITSELF = service("invitation")


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation, and the organisation whose entry somebody is asked to help keep."""

    invitation: Invitation
    organisation: Organisation


async def asked(db: AsyncSession, actor: Actor, token: str, now: datetime) -> Asked:
    """Look at an invitation and its organisation, though that be one that only its own see yet."""
    invitation = await invitations.look(db, actor, token, now)
    organisation = await organisations.get(db, ITSELF, invitation.organisation_id)
    return Asked(invitation, organisation)
