"""Sites: where something happens. A withheld address is kept apart and leaves by no door."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.events import record
from network.directory import organisations, terms
from network.directory.tables import Site, SiteAddress, SiteFields
from network.places import lookup

ANSWERS = ("yes", "no", "unsure")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a place is, as its host knows it: an address line and a postcode."""

    address: str | None = None
    postcode: str | None = None


async def add(
    db: AsyncSession, actor: Actor, organisation_id: UUID, fields: SiteFields, where: Whereabouts
) -> Site:
    """Add a place to an organisation.

    Its point comes from the postcode; a withheld place gets the middle of its outward code, and
    its address goes to a table of its own. Refuses unknown access words and unknown postcodes.
    """
    organisation = await organisations.get(db, actor, organisation_id)
    require(actor, Act.EDIT_ORGANISATION, organisation)
    await _check_access(db, actor, fields)
    site = Site.model_validate(fields, update={"organisation_id": organisation_id})
    await _place(db, actor, site, where)
    db.add(site)
    await db.flush()
    if site.withheld and where.address:
        db.add(SiteAddress(site_id=site.id, address=where.address, postcode=where.postcode))
    record(db, actor, "site.added", site.id, organisation=str(organisation_id))
    await db.flush()
    return site


async def _check_access(db: AsyncSession, actor: Actor, fields: SiteFields) -> None:
    words = await terms.words(db, actor)
    for code, answer in fields.access.items():
        words.term("access_feature", code)
        if answer not in ANSWERS:
            raise Invalid("Say yes, no or not sure for each.", field="access")


async def _place(db: AsyncSession, actor: Actor, site: Site, where: Whereabouts) -> None:
    site.address = None if site.withheld else where.address
    if where.postcode is None:
        site.approximate = True
        return
    found = await lookup.find(db, actor, where.postcode, field="postcode")
    if site.withheld and found.outcode:  # however it was typed: the middle of an area, no spot
        found = await lookup.find(db, actor, found.outcode, field="postcode")
    site.at = (found.easting, found.northing)
    site.outcode = found.outcode
    site.district = site.district or found.district
    site.approximate = site.withheld or found.approximate
