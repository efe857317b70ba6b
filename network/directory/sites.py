"""Sites: where something happens. A withheld address is kept apart and leaves by no door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.events import record
from network.directory import holding, listing, organisations, terms, texts, visible
from network.directory.secrecy import SAYS_IT, gives_away
from network.directory.tables import (
    Offer,
    OfferSite,
    OfferState,
    Organisation,
    Site,
    SiteAddress,
    SiteFields,
    Standing,
)
from network.directory.texts import Clash, Text
from network.places import lookup

ANSWERS = ("yes", "no", "unsure")
LONGEST_POSTCODE = 8  # what is longer is a town, and only where it lies was asked
TYPED = ("name", "town", "withheld", "getting_there", "access", "access_words")
"""What a form changes as it is typed; where it is comes from the address and the postcode."""
SHOWN = frozenset({OfferState.PUBLISHED, OfferState.PAUSED})


class Whereabouts(SQLModel):
    """Where a place is, as its host knows it: an address line and a postcode."""

    address: Annotated[str, StringConstraints(max_length=240)] | None = None
    postcode: Annotated[str, StringConstraints(max_length=lookup.LONGEST)] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of a place, and the version it was made from. No `where`: it is where it was."""

    version: int
    fields: SiteFields
    where: Whereabouts | None = None


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
    _check_silent(site, where)
    db.add(site)
    await db.flush()
    _keep_apart(db, site, where)
    record(db, actor, "site.added", site.id, organisation=str(organisation_id))
    await db.flush()
    return site


async def update(
    db: AsyncSession, actor: Actor, site_id: UUID, change: Change, now: datetime
) -> Site:
    """Change a place; every offer there shows it at once.

    A place that becomes withheld takes its address out of sight: it is kept apart, and the point
    becomes the middle of an area. One that is shown again says where it is. Refuses to hide where
    an offer is that nobody could ask about. Raises `Clash`.
    """
    seen = await get(db, actor, site_id)
    offers, organisation = await holding.whole(db, actor, seen.organisation_id)
    require(actor, Act.EDIT_ORGANISATION, organisation)
    site = await get(db, actor, site_id)
    mine, theirs = _text(change.fields), _text(site)
    if site.version != change.version:
        raise Clash(site.version, organisation.updated_at, mine, theirs)
    await _check_access(db, actor, change.fields)
    before = site.withheld
    with db.no_autoflush:  # half done, it would be a withheld place that carries its address
        for name in mine:
            setattr(site, name, getattr(change.fields, name))
        where = await _moved(db, actor, site, change.where, before=before)
    site.version += 1
    organisation.updated_at = now
    there = await _at(db, site_id)
    _check_silent(site, where, [offer for offer in offers if offer.id in there])
    if site.withheld and not before:
        await _check_told(db, organisation, [offer for offer in offers if offer.id in there])
    record(db, actor, "site.changed", site_id, fields=[n for n in mine if mine[n] != theirs[n]])
    await listing.refresh(db, actor, there, now)
    return site


async def get(db: AsyncSession, actor: Actor, site_id: UUID) -> Site:
    """Find one place, as anyone may know it."""
    query = visible.sites(actor).where(col(Site.id) == site_id)
    found = await db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Missing("We cannot find that place.")
    return found


async def by_id(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Site]:
    """Find many places at once."""
    found = await db.scalars(visible.sites(actor).where(col(Site.id).in_(ids)))
    return {site.id: site for site in found}


async def of(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Sequence[Site]:
    """List the places of an organisation, A to Z."""
    own = visible.sites(actor).where(col(Site.organisation_id) == organisation_id)
    return (await db.scalars(own.order_by(col(Site.name), col(Site.id)))).all()


async def whereabouts(db: AsyncSession, actor: Actor, site_id: UUID) -> Whereabouts:
    """Give a place's address for its hosts' form; a withheld one to nobody else."""
    site = await get(db, actor, site_id)
    if not site.withheld:
        return Whereabouts(address=site.address)
    own = visible.addresses(actor).where(col(SiteAddress.site_id) == site_id)
    found = await db.scalar(own)
    return _known(found) if found else Whereabouts()


async def _moved(
    db: AsyncSession, actor: Actor, site: Site, where: Whereabouts | None, *, before: bool
) -> Whereabouts:
    """Put a place where it is now, and its address where it belongs."""
    kept = await db.get(SiteAddress, site.id)
    if where is None and site.withheld:
        known = _known(kept) if kept else Whereabouts(address=site.address)
        where = Whereabouts(address=known.address, postcode=known.postcode or site.outcode)
    if where is None:
        if before:
            raise Invalid("Say where it is, now that everybody may know.", field="address")
        return Whereabouts(address=site.address)
    site.district = None if where.postcode else site.district
    await _place(db, actor, site, where)
    if kept is not None:
        await db.delete(kept)
        await db.flush()
    _keep_apart(db, site, where)
    return where


def _keep_apart(db: AsyncSession, site: Site, where: Whereabouts) -> None:
    if site.withheld and where.address:
        kept = where.postcode if len(where.postcode or "") <= LONGEST_POSTCODE else None
        db.add(SiteAddress(site_id=site.id, address=where.address, postcode=kept))


def _known(kept: SiteAddress) -> Whereabouts:
    return Whereabouts(address=kept.address, postcode=kept.postcode)


async def _at(db: AsyncSession, site_id: UUID) -> Sequence[UUID]:
    return (await db.scalars(select(OfferSite.offer_id).where(OfferSite.site_id == site_id))).all()


def _text(fields: SiteFields) -> Text:
    known = fields.model_dump(mode="json")
    return {name: known[name] for name in TYPED}


def _check_silent(site: Site, where: Whereabouts, offers: Sequence[Offer] = ()) -> None:
    """Refuse a withheld place whose address stands in words beside it."""
    if not site.withheld:
        return
    if gives_away(where.address, where.postcode, _text(site)):
        raise Invalid(SAYS_IT, field="getting_there")
    for offer in offers:
        if gives_away(where.address, where.postcode, texts.text_of(offer, ())):
            raise Invalid(f"“{offer.title}” says this address in its words. Take it out first.")


async def _check_told(db: AsyncSession, run_by: Organisation, offers: Sequence[Offer]) -> None:
    """Refuse to hide the only places of an offer that names no way to ask where it is."""
    if run_by.website or run_by.standing == Standing.UNCONFIRMED:
        return
    shown = [one for one in offers if one.state in SHOWN or one.waits_since is not None]
    mute = {one.id: one for one in shown if not one.contacts}
    known = select(OfferSite.offer_id).join(Site, col(Site.id) == col(OfferSite.site_id))
    known = known.where(col(OfferSite.offer_id).in_(mute), col(Site.withheld).is_(False))
    told = set(await db.scalars(known))
    for offer in (one for id, one in mute.items() if id not in told):
        sentence = f"Give “{offer.title}” a way to get in touch first, so that people can ask."
        raise Invalid(sentence, field="withheld")


async def _check_access(db: AsyncSession, actor: Actor, fields: SiteFields) -> None:
    words = await terms.words(db, actor)
    for code, answer in fields.access.items():
        words.term("access_feature", code, "access")
        if answer not in ANSWERS:
            raise Invalid("Say yes, no or not sure for each.", field="access")


async def _place(db: AsyncSession, actor: Actor, site: Site, where: Whereabouts) -> None:
    site.address = None if site.withheld else where.address
    if where.postcode is None:
        site.approximate = True
        return
    found = await _found(db, actor, where.postcode)
    if site.withheld and found.outcode:  # however it was typed: the middle of an area, no spot
        found = await _found(db, actor, found.outcode)
    site.at = (found.easting, found.northing)
    site.outcode = found.outcode
    site.district = site.district or found.district
    site.approximate = site.withheld or found.approximate


async def _found(db: AsyncSession, actor: Actor, postcode: str) -> lookup.Found:
    """Look a postcode up. One we do not know is a wrong answer, and no missing page."""
    try:
        return await lookup.find(db, actor, postcode, field="postcode")
    except Missing as unknown:
        said, meant = unknown.sentence, unknown.suggestion
        raise Invalid(said, field="postcode", suggestion=meant) from None
