"""A host as the seeds hold it, and how it is entered: by the same verbs hosts will use.

A host goes in whole, in one transaction, or not at all; so a load that broke off can go on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.core.actor import Actor
from network.directory import assurance, offers, organisations, pathways, sites, visible
from network.directory.assurance import Word
from network.directory.offers import Draft
from network.directory.organisations import Origin
from network.directory.pathways import PathwayFields
from network.directory.sites import Whereabouts
from network.directory.tables import (
    Offer,
    OfferFields,
    OfferState,
    Organisation,
    OrganisationFields,
    PathwayKind,
    SiteFields,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a host, under a name of its own in the seeds."""

    ref: str
    fields: SiteFields
    where: Whereabouts


@dataclass(frozen=True, slots=True)
class Way:
    """A way on to another offer, named by its title."""

    to: str
    kind: PathwayKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """How far an offer has come: its state, who gave their word when, and its last day."""

    state: OfferState = OfferState.PUBLISHED
    confirmed_at: datetime | None = None
    space_as_of: datetime | None = None
    back_on: date | None = None
    last_day: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An offer of a host: what is filled in, where, how far it has come, and who said so.

    `origin`: where its words come from, when that is not where its host's words come from.
    """

    fields: OfferFields
    places: Sequence[str] = ()
    life: Life = Life()
    ways: Sequence[Way] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """A host with its places and its offers."""

    fields: OrganisationFields
    origin: Origin
    places: Sequence[Place] = ()
    offers: Sequence[Listed] = ()

    @property
    def key(self) -> tuple[str, bool]:
        """Tell hosts apart: a made-up one may have the name of a real one."""
        return self.fields.name, self.origin.demonstration


async def known(
    db: AsyncSession, actor: Actor, hosts: Collection[Host]
) -> Collection[tuple[str, bool]]:
    """Say which hosts are entered already, by their keys."""
    names = [host.fields.name for host in hosts]
    found = await db.scalars(
        visible.organisations(actor).where(col(Organisation.name).in_(names)),
    )
    return {(one.name, one.demonstration) for one in found}


async def enter(db: AsyncSession, actor: Actor, host: Host, now: datetime) -> None:
    """Enter a host with all it has. A way on may lead only to offers that are there by then."""
    organisation = await organisations.start(db, actor, host.fields, host.origin, now)
    places = {
        place.ref: (await sites.add(db, actor, organisation.id, place.fields, place.where)).id
        for place in host.places
    }
    made = []
    for listed in host.offers:
        draft = _draft(listed, places, host.origin)
        offer = await offers.create(db, actor, organisation.id, draft, now)
        await _live(db, actor, offer.id, listed.life, now)
        made.append(offer)
    for listed, offer in zip(host.offers, made, strict=True):
        await _draw(db, actor, offer, listed.ways, now)


def _draft(listed: Listed, places: Mapping[str, UUID], origin: Origin) -> Draft:
    where = [places[ref] for ref in listed.places]
    return Draft(listed.fields, where, listed.origin or origin, listed.life.space_as_of)


async def _live(db: AsyncSession, actor: Actor, id: UUID, life: Life, now: datetime) -> None:
    if life.confirmed_at:  # before it is published: the listing is made at `now`, not back then
        await assurance.confirm(db, actor, id, Word(), life.confirmed_at)
    if life.state is OfferState.DRAFT:
        return
    await offers.publish(db, actor, id, now)
    if life.last_day:
        await offers.close(db, actor, id, life.last_day, now)
    if life.state is OfferState.PAUSED:
        await offers.pause(db, actor, id, life.back_on, now)
    if life.state is OfferState.ENDED:
        await offers.end(db, actor, id, life.reason, now)


async def _draw(
    db: AsyncSession, actor: Actor, offer: Offer, ways: Sequence[Way], now: datetime
) -> None:
    titles = [way.to for way in ways]
    there = visible.offers(actor).where(col(Offer.demonstration), col(Offer.title).in_(titles))
    ids = {other.title: other.id for other in await db.scalars(there)} if titles else {}
    for way in ways:
        fields = PathwayFields(
            from_offer=offer.id, to_offer=ids[way.to], kind=way.kind, note=way.note
        )
        await pathways.draw(db, actor, fields, now)
