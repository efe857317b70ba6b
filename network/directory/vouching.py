"""Vouching: how a new group becomes a confirmed one, by a steward or by another group's word."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor, service
from network.core.errors import Conflict, Missing
from network.core.events import record
from network.directory import holding, organisations, waiting
from network.directory.kept import Decision
from network.directory.tables import Offer, Organisation, Standing
from network.people import roles
from network.people.roles import Holding

ITSELF = service("vouching")
"""Once somebody has vouched, what waited is published by the service, not by them."""

KNOWN = "This organisation is confirmed already."
UNCLAIMED = "Nobody keeps this entry yet. Somebody of theirs claims it first."
UNABLE = "Only a confirmed organisation can vouch for another."
OWN = "Nobody can vouch for themselves."


class Moved(Conflict):
    """Something of a group was changed while somebody looked at it."""

    def __init__(self) -> None:
        super().__init__("They changed something while you looked. Look once more.")


async def confirm(
    db: AsyncSession,
    actor: Actor,
    organisation_id: UUID,
    now: datetime,
    *,
    looked_at: Mapping[UUID, int] | None = None,
) -> Organisation:
    """Confirm a new organisation: all that waited of it is published, and what it writes from now.

    For a steward of its locality. `looked_at`: it and its offers by their versions as they were
    looked at, so that nothing unseen gets through.
    """
    await organisations.get(db, actor, organisation_id)
    offers, organisation = await holding.whole(db, actor, organisation_id)
    require(actor, Act.LET_THROUGH, organisation)
    _check_new(organisation)
    if looked_at is not None:
        _check_seen(organisation, offers, looked_at)
    await trust(db, actor, organisation, offers, now)
    db.add(Decision(organisation_id=organisation_id, let_through=True, at=now, by=actor.person))
    record(db, actor, "organisation.confirmed", organisation_id)
    await db.flush()
    return organisation


async def vouch(
    db: AsyncSession, actor: Actor, organisation_id: UUID, own_id: UUID, now: datetime
) -> Organisation:
    """Vouch for a new organisation in the name of one's own. It is then confirmed.

    `own_id`: a confirmed organisation that one leads.
    """
    own = await organisations.get(db, actor, own_id)
    require(actor, Act.VOUCH, await _led(db, actor, own))
    check_able(own, organisation_id)
    offers, organisation = await holding.whole(db, actor, organisation_id)
    _check_new(organisation)
    await trust(db, ITSELF, organisation, offers, now)
    record(db, actor, "organisation.vouched", organisation_id, by=str(own_id))
    return organisation


async def refuse(
    db: AsyncSession, actor: Actor, organisation_id: UUID, reason: str, now: datetime
) -> Organisation:
    """Send a new organisation back, and say why. Its words stay drafts, for its hosts to mend."""
    await organisations.get(db, actor, organisation_id)
    offers, organisation = await holding.whole(db, actor, organisation_id)
    require(actor, Act.LET_THROUGH, organisation)
    _check_new(organisation)
    said = waiting.said(reason)
    for offer in offers:
        await waiting.send_back(db, actor, offer, now)
    decided = Decision(
        organisation_id=organisation_id, let_through=False, reason=said, at=now, by=actor.person
    )
    db.add(decided)
    record(db, actor, "organisation.refused", organisation_id)
    await db.flush()
    return organisation


async def look(db: AsyncSession, actor: Actor, organisation_id: UUID, own_id: UUID) -> Organisation:
    """Show a new organisation to somebody who was asked to vouch for it, and may."""
    own = await organisations.get(db, actor, own_id)
    require(actor, Act.VOUCH, await _led(db, actor, own))
    check_able(own, organisation_id)
    found = await db.get(Organisation, organisation_id)
    if found is None:
        raise Missing("We cannot find that organisation.")
    return found


async def trust(
    db: AsyncSession,
    actor: Actor,
    organisation: Organisation,
    offers: Sequence[Offer],
    now: datetime,
) -> None:
    """Confirm a held organisation, and publish what waits of its offers. A step of other verbs."""
    require(actor, Act.LET_THROUGH, organisation)
    organisation.standing = Standing.CONFIRMED
    for offer in offers:
        await waiting.publish(db, actor, offer, now)
    await holding.shown_anew(db, actor, organisation, offers, now)


def versions(organisation: Organisation, offers: Sequence[Offer]) -> Mapping[UUID, int]:
    """Say of an organisation and its offers which version of each stands."""
    return {organisation.id: organisation.version} | {one.id: one.version for one in offers}


def check_able(own: Organisation, other: UUID) -> None:
    """Refuse a word that counts for nothing: of a group that is not confirmed, or for oneself."""
    if own.id == other:
        raise Conflict(OWN)
    if own.standing != Standing.CONFIRMED:
        raise Conflict(UNABLE)


def _check_seen(
    organisation: Organisation, offers: Sequence[Offer], looked_at: Mapping[UUID, int]
) -> None:
    stands = versions(organisation, offers)
    unseen = any(one.waits_since and one.id not in looked_at for one in offers)
    if unseen or any(stands.get(id) != version for id, version in looked_at.items()):
        raise Moved


def _check_new(organisation: Organisation) -> None:
    if organisation.standing == Standing.CONFIRMED:
        raise Conflict(KNOWN)
    if organisation.standing == Standing.UNCONFIRMED:
        raise Conflict(UNCLAIMED)


async def _led(db: AsyncSession, actor: Actor, own: Organisation) -> Holding:
    return await roles.led(db, actor, roles.hosting(own.id, own.kept_by))
