"""Organisations: who runs what. An informal group with no website and no number is one too."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid, func, literal, literal_column, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require
from network.core.actor import Actor, Role
from network.core.errors import Invalid, Missing
from network.core.events import record
from network.core.ids import new_id
from network.core.paging import RUBBISH, Page
from network.core.unit import SAID
from network.directory import holding, terms, versions, visible
from network.directory.listed import Listing
from network.directory.slugs import slug
from network.directory.tables import Organisation, OrganisationFields, Sector, Standing
from network.directory.texts import Clash, Text
from network.people import roles
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
class Change:
    """An edit of what an organisation says of itself, and the version it was made from."""

    version: int
    fields: OrganisationFields


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """Which organisations are asked for; empty means any."""

    text: str = ""
    sectors: tuple[Sector, ...] = ()
    locality: str | None = None


async def start(
    db: AsyncSession, actor: Actor, fields: OrganisationFields, origin: Origin, now: datetime
) -> Organisation:
    """Enter an organisation in the directory. Whoever starts their own keeps it, and leads.

    Its sector follows from who runs it. `origin` is for those who enter others; one's own is
    always new. Refuses unknown words for `host`.
    """
    require(actor, Act.START_ORGANISATION)
    enters_others = actor.system or actor.holds_anywhere(Role.STEWARD)
    await _check(db, actor, fields)
    known = await _kept(db, actor, fields, origin if enters_others else Origin())
    kept = {**known, "created_at": now, "updated_at": now}
    organisation = Organisation.model_validate(fields, update=kept)
    db.add(organisation)
    await db.flush()
    if actor.person is not None and not enters_others:
        await roles.first_host(db, actor, actor.person, organisation.id, now)
    record(db, actor, "organisation.started", organisation.id)
    await versions.changed(db)
    await db.flush()
    return organisation


async def _check(db: AsyncSession, actor: Actor, fields: OrganisationFields) -> None:
    if fields.host is not None:
        (await terms.words(db, actor)).term("host", fields.host)
    district = fields.home_district
    if district is not None and district not in await districts.by_codes(db, actor, [district]):
        raise Invalid(f"We do not know the district “{district}”.", field="home_district")


async def _kept(
    db: AsyncSession, actor: Actor, fields: OrganisationFields, origin: Origin
) -> dict[str, Any]:
    id, home = new_id(), [fields.home_district] if fields.home_district else []
    return {
        "id": id,
        "slug": slug(fields.name, id),
        "sector": _sector(fields),
        "standing": origin.standing,
        "demonstration": origin.demonstration,
        "source": origin.source,
        "described": origin.described,
        "kept_by": await districts.locality_of(db, actor, home) if home else None,
    }


def _text(fields: OrganisationFields) -> Text:
    known = fields.model_dump(mode="json")
    return {name: known[name] for name in OrganisationFields.model_fields}


def _sector(fields: OrganisationFields) -> Sector:
    return SECTORS.get(fields.host or "", Sector.OTHER)


async def update(
    db: AsyncSession, actor: Actor, organisation_id: UUID, change: Change, now: datetime
) -> Organisation:
    """Change what an organisation says of itself; its offers show it at once.

    Raises `Clash`, with both texts, where somebody changed it since.
    """
    await get(db, actor, organisation_id)
    shown, organisation = await holding.whole(db, actor, organisation_id)
    require(actor, Act.EDIT_ORGANISATION, organisation)
    mine, theirs = _text(change.fields), _text(organisation)
    if organisation.version != change.version:
        raise Clash(organisation.version, organisation.updated_at, mine, theirs)
    await _check(db, actor, change.fields)
    changed = [name for name in mine if mine[name] != theirs[name]]
    for name in changed:
        setattr(organisation, name, getattr(change.fields, name))
    organisation.sector = _sector(change.fields)
    record(db, actor, "organisation.changed", organisation_id, fields=changed)
    if changed:
        await holding.shown_anew(db, actor, organisation, shown, now)
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

    Sort key: (name as it is looked for, id); cursor: (name, id). Capitals and accents make no
    difference: “École” stands beside “eagle”.
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


async def _paged(
    db: AsyncSession, query: SelectOfScalar[Organisation], page: Page
) -> tuple[list[Organisation], bool]:
    by_name = _looked_for(col(Organisation.name))
    key = tuple_(by_name, col(Organisation.id))
    edge = page.before if page.backwards else page.after
    if edge is not None:
        name, id = _edge(edge)
        at = tuple_(_looked_for(literal(name, String)), literal(id, Uuid))
        query = query.where(key < at if page.backwards else key > at)
    order = [c.desc() if page.backwards else c for c in (by_name, _id)]
    rows = list(await db.scalars(query.order_by(*order).limit(page.size + 1)))
    more, rows = len(rows) > page.size, rows[: page.size]
    return (rows[::-1] if page.backwards else rows), more


def _looked_for(name: Any) -> ColumnElement[str]:
    """Write a name without capitals and accents. PostgreSQL may come without ICU's orders."""
    plain = func.normalize(func.lower(name), literal_column("NFKD"))
    return func.regexp_replace(plain, MARKS, "", "g")


MARKS = "[\u0300-\u036f]"
_id = col(Organisation.id)


def _edge(edge: tuple[Any, ...]) -> tuple[str, UUID]:
    try:
        name, id = edge
        return str(name), UUID(id)
    except (ValueError, TypeError, AttributeError):
        raise Invalid(RUBBISH, field="after") from None
