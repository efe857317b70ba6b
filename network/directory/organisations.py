"""Organisations: who runs what. An informal group with no website and no number is one too."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.events import record
from network.core.ids import new_id
from network.core.paging import RUBBISH, Page
from network.core.unit import SAID
from network.directory import terms, versions, visible
from network.directory.listed import Listing
from network.directory.parts import Contact, Means
from network.directory.slugs import slug
from network.directory.tables import Organisation, OrganisationFields, Sector, Standing
from network.places import districts

SAID["uq_organisation_slug"] = "An organisation of this name is being added. Try once more."

SECTORS: Mapping[str, Sector] = {
    "user_led": Sector.USER_LED,
    "community_group": Sector.VCSE,
    "charity": Sector.VCSE,
    "social_enterprise": Sector.VCSE,
    "nhs": Sector.NHS,
    "council": Sector.LOCAL_AUTHORITY,
    "faith_org": Sector.VCSE,
    "housing_org": Sector.VCSE,
}
"""Which sector each kind of host belongs to; any other is OTHER (directory.md, Organisation)."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a listing comes from: its own host, a public source, or the demonstration."""

    standing: Standing = Standing.NEW
    demonstration: bool = False
    source: str | None = None
    described: str | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """Which organisations are asked for; empty means any."""

    text: str = ""
    sectors: tuple[Sector, ...] = ()
    locality: str | None = None


async def start(
    db: AsyncSession, actor: Actor, fields: OrganisationFields, origin: Origin, now: datetime
) -> Organisation:
    """Enter an organisation in the directory.

    Its sector follows from who runs it. Refuses unknown words for `host`.
    """
    require(actor, Act.START_ORGANISATION)
    words = await terms.words(db, actor)
    if fields.host is not None:
        words.term("host", fields.host)
    id, home = new_id(), [fields.home_district] if fields.home_district else []
    known = {
        "id": id,
        "slug": slug(fields.name, id),
        "sector": SECTORS.get(fields.host or "", Sector.OTHER),
        "standing": origin.standing,
        "demonstration": origin.demonstration,
        "source": origin.source,
        "described": origin.described,
        "kept_by": await districts.locality_of(db, actor, home) if home else None,
        "created_at": now,
        "updated_at": now,
    }
    organisation = Organisation.model_validate(fields, update=known)
    db.add(organisation)
    record(db, actor, "organisation.started", id)
    await versions.changed(db)
    await db.flush()
    return organisation


async def get(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Organisation:
    """Find one organisation by its id."""
    found = (await by_id(db, actor, [organisation_id])).get(organisation_id)
    if found is None:
        raise Missing("We cannot find that organisation.")
    return found


async def steady(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Organisation:
    """Find one organisation that stays as it is until the end of this change.

    Whoever holds an offer too holds that first, here and everywhere: else two wait for each other.
    """
    query = visible.organisations(actor).where(col(Organisation.id) == organisation_id)
    query = query.execution_options(populate_existing=True)
    found = await db.scalar(query.with_for_update(read=True, of=Organisation))
    if found is None:
        raise Missing("We cannot find that organisation.")
    return found


async def by_slug(db: AsyncSession, actor: Actor, name: str) -> Organisation:
    """Find one organisation by the name in its address."""
    query = visible.organisations(actor).where(col(Organisation.slug) == name)
    found = None if "\x00" in name else await db.scalar(query)
    if found is None:
        raise Missing("We cannot find that organisation.")
    return found


async def by_id(
    db: AsyncSession, actor: Actor, ids: Collection[UUID]
) -> Mapping[UUID, Organisation]:
    """Find many organisations at once."""
    found = await db.scalars(visible.organisations(actor).where(col(Organisation.id).in_(ids)))
    return {organisation.id: organisation for organisation in found}


async def listed(
    db: AsyncSession, actor: Actor, wanted: OrganisationFilter, page: Page
) -> tuple[list[Organisation], bool]:
    """List organisations from A to Z, and say whether there are more.

    Sort key and cursor: (name, id).
    """
    query = visible.organisations(actor)
    if wanted.text:
        query = query.where(col(Organisation.name).icontains(wanted.text, autoescape=True))
    if wanted.sectors:
        query = query.where(col(Organisation.sector).in_(wanted.sectors))
    if wanted.locality:
        reaching = select(Listing.organisation_id).where(
            col(Listing.localities).any(wanted.locality)  # type: ignore[arg-type]
        )
        query = query.where(col(Organisation.id).in_(reaching))
    return await _paged(db, query, page)


def open_to_all(contacts: list[Contact], run_by: Organisation) -> list[Contact]:
    """Give the contacts anyone may see: no number of people who never said it may be given."""
    if run_by.standing != Standing.UNCONFIRMED:
        return contacts
    return [c for c in contacts if c.means not in {Means.PHONE, Means.TEXT}]


async def _paged(
    db: AsyncSession, query: SelectOfScalar[Organisation], page: Page
) -> tuple[list[Organisation], bool]:
    key = tuple_(col(Organisation.name), col(Organisation.id))
    edge = page.before if page.backwards else page.after
    if edge is not None:
        name, id = _edge(edge)
        query = query.where(key < (name, id) if page.backwards else key > (name, id))
    order = [c.desc() if page.backwards else c for c in (col(Organisation.name), _id)]
    rows = list(await db.scalars(query.order_by(*order).limit(page.size + 1)))
    more, rows = len(rows) > page.size, rows[: page.size]
    return (rows[::-1] if page.backwards else rows), more


_id = col(Organisation.id)


def _edge(edge: tuple[Any, ...]) -> tuple[str, UUID]:
    try:
        name, id = edge
        return str(name), UUID(id)
    except (ValueError, TypeError, AttributeError):
        raise Invalid(RUBBISH, field="after") from None
