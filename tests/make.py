"""Making things for tests: sensible wholes, so a test says only what it is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from network.core.actor import Actor, Grant, Role, service
from network.core.ids import new_id
from network.core.unit import EngineSessions, Unit
from network.directory import assurance, offers, organisations, sites
from network.directory.assurance import Word
from network.directory.offers import Draft
from network.directory.organisations import Origin
from network.directory.parts import FocusLevel, MadeFor
from network.directory.sites import Whereabouts
from network.directory.tables import (
    Offer,
    OfferFields,
    Organisation,
    OrganisationFields,
    Site,
    SiteFields,
    Standing,
)
from seed import places, vocabularies

CONFIRMED = Origin(standing=Standing.CONFIRMED)
PHONE = {"means": "phone", "value": "01632 960990"}
HASTINGS, ROTHER, BRIGHTON = "E07000062", "E07000064", "E06000043"


async def world(engine: AsyncEngine, now: datetime) -> None:
    """Make what every test stands in: Sussex, all words, and noise that no test is about."""
    async with Unit(EngineSessions(engine), service("test")) as unit:
        await places.sow(unit)
        await vocabularies.sow(unit)
        await noise(unit, now)


async def noise(unit: Unit, now: datetime) -> None:
    """Make things that must never show: a draft, an ended offer, another organisation's place."""
    other = await organisation(unit, now, name="Noise Society")
    place = await site(unit, other.id, name="Noise Hall", postcode="BN1 1AA")
    await offer(unit, now, other.id, title="Noise that is a draft", sites=[place.id], draft=True)
    over = await offer(unit, now, other.id, title="Noise that has ended", sites=[place.id])
    await unit.write(offers.end, over.id, "funding", now)


async def organisation(
    unit: Unit, now: datetime, *, origin: Origin = CONFIRMED, **fields: Any
) -> Organisation:
    """Make an organisation; a community group unless said."""
    filled = OrganisationFields.model_validate(
        {"name": "Hastings Open Door", "host": "user_led"} | fields
    )
    return await unit.write(organisations.start, filled, origin, now)


async def site(
    unit: Unit,
    organisation_id: UUID,
    *,
    postcode: str | None = "TN34 1AB",
    address: str | None = "1 Example Street",
    **fields: Any,
) -> Site:
    """Make a place; a hall in Hastings unless said."""
    filled = SiteFields.model_validate({"name": "The Net Loft", "town": "Hastings"} | fields)
    where = Whereabouts(address=address, postcode=postcode)
    return await unit.write(sites.add, organisation_id, filled, where)


def fields(**changes: Any) -> OfferFields:
    """Fill in an offer; a free group that writes nothing down unless said."""
    plain: dict[str, Any] = {
        "title": "Tuesday Table",
        "summary": "A big table, a pot of tea and people who have been through it too.",
        "kind": "group",
        "formats": ["in_person"],
        "access_routes": ["turn_up"],
        "records": ["nothing"],
        "cost": ["free"],
    }
    return OfferFields.model_validate(plain | changes)


async def offer(
    unit: Unit,
    now: datetime,
    organisation_id: UUID,
    *,
    sites: Sequence[UUID] = (),
    draft: bool = False,
    checked_days_ago: int | None = None,
    origin: Origin = CONFIRMED,
    **changes: Any,
) -> Offer:
    """Make an offer and publish it, unless it is to stay a draft."""
    made = await unit.write(
        offers.create, organisation_id, Draft(fields(**changes), sites, origin), now
    )
    if draft:
        return made
    published = await unit.write(offers.publish, made.id, now)
    if checked_days_ago is not None:
        await checked(unit, published.id, now - timedelta(days=checked_days_ago))
    return published


async def checked(unit: Unit, offer_id: UUID, at: datetime) -> None:
    """Give the host's word for an offer."""
    await unit.write(assurance.confirm, offer_id, Word(), at)


def made_for(community: str, level: FocusLevel = FocusLevel.BY_AND_FOR) -> MadeFor:
    """Say that an offer is made for a community."""
    return MadeFor(community=community, level=level, words=None)


def host_of(organisation_id: UUID) -> Actor:
    """Somebody who is signed in and keeps an organisation's entry."""
    grants = frozenset({Grant(Role.HOST, organisation_id)})
    return Actor("person", new_id(), grants, via="session")


def steward_of(locality_id: UUID) -> Actor:
    """Somebody who is signed in with a second factor and looks after a locality."""
    grants = frozenset({Grant(Role.STEWARD, locality_id)})
    return Actor("person", new_id(), grants, strong=True, via="session")
