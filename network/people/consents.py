"""Consent: what somebody agreed to, in which words, since when, and how to take it back.

Only what the law lets us keep on no other ground is asked for. Today that is one thing: that
somebody belongs to the network, which tells of their health (UK GDPR, article 9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require, somebody
from network.core.actor import Actor, Role
from network.core.errors import Conflict, Missing
from network.core.events import record
from network.core.unit import SAID
from network.people import roles
from network.people.kept import Consent
from network.people.tables import Person

KEPT = timedelta(days=365)
"""For so long after it was taken back we can show that it was given."""
GIVEN = "You have said yes to this already."
CHANGED = "These words have changed. Read them again before you say yes."
NONE = "You have not said yes to this."
SAID["uq_consent_standing"] = GIVEN


class Purpose(StrEnum):
    """What consent is asked for."""

    MEMBERSHIP = "membership"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words somebody reads before they agree. Other words are another version."""

    version: str
    lines: tuple[str, ...]


WORDINGS: Mapping[Purpose, Wording] = {
    Purpose.MEMBERSHIP: Wording(
        "2026-11",
        (
            "We keep that you are a member of the network.",
            "That may tell others about your health, so we ask you first.",
            "Other members and those who run the development days can see it.",
            "You can take this back at any time. Then you are no longer a member here.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody agrees to: for what, about what, and in which words."""

    purpose: Purpose
    about: UUID
    version: str


async def give(db: AsyncSession, actor: Actor, wish: Wish, now: datetime) -> Consent:
    """Say yes to the words one has read.

    Refuses words that are no longer the ones we ask with. A yes to newer words takes the place of
    one to older words.
    """
    require(actor, Act.KEEP_ACCOUNT, await db.get_one(Person, somebody(actor)))
    if wish.version != WORDINGS[wish.purpose].version:
        raise Conflict(CHANGED)
    before = await _standing(db, actor, wish.purpose, wish.about)
    if before is not None:
        if before.wording == wish.version:
            raise Conflict(GIVEN)
        before.withdrawn_at = now
        await db.flush()
    given = Consent(
        person_id=somebody(actor),
        purpose=wish.purpose,
        about=wish.about,
        wording=wish.version,
        given_at=now,
    )
    db.add(given)
    record(db, actor, "consent.given", given.id, purpose=wish.purpose, wording=wish.version)
    await db.flush()
    return given


async def withdraw(
    db: AsyncSession, actor: Actor, purpose: Purpose, about: UUID, now: datetime
) -> None:
    """Take a yes back. What was kept because of it goes at once: here, that one is a member."""
    found = await _standing(db, actor, purpose, about)
    if found is None:
        raise Missing(NONE)
    require(actor, Act.KEEP_ACCOUNT, found)
    found.withdrawn_at = now
    record(db, actor, "consent.withdrawn", found.id, purpose=purpose.value)
    if purpose is Purpose.MEMBERSHIP:
        await roles.resign(db, actor, Role.MEMBER, about)


async def mine(db: AsyncSession, actor: Actor) -> Sequence[Consent]:
    """List what one has agreed to and not taken back, the oldest first."""
    own = (col(Consent.person_id) == actor.person, col(Consent.withdrawn_at).is_(None))
    return (await db.scalars(select(Consent).where(*own).order_by(col(Consent.id)))).all()


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget what was taken back a year ago; say how many there were."""
    require(actor, Act.CLEAR_PEOPLE)
    old = delete(Consent).where(col(Consent.withdrawn_at) < now - KEPT).returning(col(Consent.id))
    return len((await db.scalars(old)).all())


async def _standing(
    db: AsyncSession, actor: Actor, purpose: Purpose, about: UUID
) -> Consent | None:
    query = select(Consent).where(
        col(Consent.person_id) == actor.person,
        col(Consent.purpose) == purpose.value,
        col(Consent.about) == about,
        col(Consent.withdrawn_at).is_(None),
    )
    found: Consent | None = await db.scalar(query.with_for_update())
    return found
