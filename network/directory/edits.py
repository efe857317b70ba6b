"""Edits: what an offer says is changed here and nowhere else, and what it said before is kept.

These are steps of other verbs, on an offer that is held; each asks leave once more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, allows, require
from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.events import record
from network.directory import answers, listing, organisations, rules, schedule, texts, visible
from network.directory.kept import Pending, Revision
from network.directory.parts import today
from network.directory.secrecy import SAYS_IT, gives_away
from network.directory.slugs import slug
from network.directory.tables import (
    Offer,
    OfferFields,
    OfferSite,
    OfferState,
    Organisation,
    Site,
    SiteAddress,
    Standing,
)
from network.directory.texts import SITES, Clash, Text
from network.places import districts


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of the whole text, and the version it was made from. No `sites`: as they were."""

    version: int
    fields: OfferFields
    sites: Sequence[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """An edit of some parts by name (`sites` too), and the version it was made from."""

    version: int
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Space:
    """Whether there is space: a code of `space_now` (None: ask), and how long a short wait is."""

    term: str | None
    weeks: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of text: what was written before, what is now, and which parts were sent."""

    before: Text
    after: Text
    sent: frozenset[str]


async def published(db: AsyncSession, actor: Actor, offer: Offer) -> Text:
    """Give an offer's text without the words that wait for a steward."""
    require(actor, Act.WRITE_OFFER, offer)
    own = select(OfferSite.site_id).where(col(OfferSite.offer_id) == offer.id)
    sites = await db.scalars(own.order_by(col(OfferSite.position)))
    return texts.text_of(offer, list(sites))


async def written(db: AsyncSession, actor: Actor, offer: Offer) -> Text:
    """Give an offer's text as its hosts last wrote it, with the words that still wait."""
    waiting = await db.get(Pending, offer.id)
    return await published(db, actor, offer) | (waiting.fields if waiting else {})


async def clash(db: AsyncSession, actor: Actor, offer: Offer, edit: Edit) -> Clash:
    """Put beside each other what was sent and what somebody else wrote meanwhile."""
    require(actor, Act.WRITE_OFFER, offer)
    own = col(Revision.offer_id) == offer.id
    last = await db.scalar(select(Revision).where(own, col(Revision.version) == offer.version))
    sent = [name for name in texts.PARTS if name in edit.sent]
    mine, theirs = ({name: said[name] for name in sent} for said in (edit.after, edit.before))
    by = last.by if last else None
    return Clash(offer.version, offer.updated_at, mine, theirs, by)


async def make(db: AsyncSession, actor: Actor, offer: Offer, edit: Edit, now: datetime) -> Offer:
    """Change what an offer says, and keep what it said before as a revision.

    Of a new group's published offer some words wait for a steward (`rules.WAITS`); what was
    published stays live meanwhile.
    """
    require(actor, Act.WRITE_OFFER, offer)
    changed = texts.changed(edit.before, edit.after)
    if not changed:
        record(db, actor, "offer.saved", offer.id)  # it was looked through, and says the same
        return offer
    run_by = await organisations.steady(db, actor, offer.organisation_id)
    await _check(db, actor, offer, run_by, edit.after)
    said, says = (texts.fields_of(text).schedule for text in (edit.before, edit.after))
    schedule.check_ahead(said, says, today(now))
    stands = await published(db, actor, offer)
    waits = _waits(actor, offer, run_by, edit, stands)
    await _keep_waiting(db, actor, offer, waits, now)
    await write(db, actor, offer, edit.after | {name: stands[name] for name in waits}, now)
    db.add(_revision(actor, offer, edit, changed, waits))
    record(db, actor, "offer.changed", offer.id, fields=changed, waits=sorted(waits))
    await show(db, actor, offer, now)
    return offer


async def reword(
    db: AsyncSession, actor: Actor, offer: Offer, say: Callable[[Text], Text], now: datetime
) -> None:
    """Put other words in place of some, in what is shown and in what waits: a merged term.

    A revision keeps what was said before. The listing is made by the verb.
    """
    require(actor, Act.WRITE_OFFER, offer)
    before, waiting = await written(db, actor, offer), await db.get(Pending, offer.id)
    if waiting is not None:
        waiting.fields = say(waiting.fields)
    await write(db, actor, offer, say(await published(db, actor, offer)), now)
    edit = Edit(before, await written(db, actor, offer), frozenset())
    changed = texts.changed(edit.before, edit.after)
    db.add(_revision(actor, offer, edit, changed, {}))
    record(db, actor, "offer.changed", offer.id, fields=changed, waits=[])


async def write(db: AsyncSession, actor: Actor, offer: Offer, text: Text, now: datetime) -> None:
    """Put a text in place of an offer's own, and count the change. Nobody sees it yet."""
    require(actor, Act.WRITE_OFFER, offer)
    stood, said = texts.text_of(offer, []), texts.fields_of(text)
    for name in texts.changed(stood | {SITES: text[SITES]}, text):
        setattr(offer, name, getattr(said, name))
    if stood["space"] != said.space or stood["wait_weeks"] != said.wait_weeks:
        offer.space_as_of = now if said.space else None
    if offer.published_at is None and offer.title != stood["title"]:
        offer.slug = slug(offer.title, offer.id)  # nobody has been given its address yet
    await settle(db, actor, offer, texts.sites_of(text))
    offer.version += 1
    offer.updated_at = now


async def settle(db: AsyncSession, actor: Actor, offer: Offer, sites: Sequence[UUID]) -> None:
    """Say at which places of its organisation an offer happens, in order, and who keeps it."""
    require(actor, Act.WRITE_OFFER, offer)
    own = visible.sites(actor).where(col(Site.organisation_id) == offer.organisation_id)
    found = {one.id: one for one in await db.scalars(own.where(col(Site.id).in_(sites)))}
    if not found.keys() >= set(sites):
        raise Missing("We cannot find that place.", field=SITES)
    await _check_silent(db, sites, texts.text_of(offer, []))
    await db.execute(delete(OfferSite).where(col(OfferSite.offer_id) == offer.id))
    for position, id in enumerate(dict.fromkeys(sites)):
        db.add(OfferSite(offer_id=offer.id, site_id=id, position=position))
    if offer.kept_by is None:
        where = [*offer.districts, *(one.district for one in found.values() if one.district)]
        offer.kept_by = await districts.locality_of(db, actor, where) if where else None


async def check_answered(
    db: AsyncSession, actor: Actor, offer: Offer, run_by: Organisation, text: Text
) -> None:
    """Refuse to show a text that has not said enough, and name all that is missing at once."""
    require(actor, Act.WRITE_OFFER, offer)
    own = visible.sites(actor).where(col(Site.id).in_(texts.sites_of(text)))
    places = list(await db.scalars(own))
    private = bool(places) and all(one.withheld for one in places) and not run_by.website
    described = run_by.standing == Standing.UNCONFIRMED
    rules.check_answered(texts.fields_of(text), described=described, private=private)


async def show(db: AsyncSession, actor: Actor, offer: Offer, now: datetime) -> None:
    """Make what the public may find of an offer anew; nobody finds a draft."""
    require(actor, Act.WRITE_OFFER, offer)
    if offer.state == OfferState.DRAFT:
        await db.flush()
    else:
        await listing.refresh(db, actor, [offer.id], now)


async def _check(
    db: AsyncSession, actor: Actor, offer: Offer, run_by: Organisation, text: Text
) -> None:
    fields = texts.fields_of(text)
    await answers.check(db, actor, fields)
    await _check_silent(db, texts.sites_of(text), text)
    if offer.state != OfferState.DRAFT or offer.waits_since is not None:
        await check_answered(db, actor, offer, run_by, text)


async def _check_silent(db: AsyncSession, sites: Sequence[UUID], text: Text) -> None:
    """Refuse words that give a withheld address away, and name the part they stand in."""
    hidden = select(SiteAddress).where(col(SiteAddress.site_id).in_(sites))
    for kept in await db.scalars(hidden):
        for name, said in text.items():
            if gives_away(kept.address, kept.postcode, {name: said}):
                raise Invalid(SAYS_IT, field=name)


def _waits(actor: Actor, offer: Offer, run_by: Organisation, edit: Edit, stands: Text) -> Text:
    """Say which words wait. A steward lets through only what they sent, not what they did not."""
    if not rules.holds_back(offer, run_by):
        return {}
    differ = {n: v for n, v in edit.after.items() if n in rules.WAITS and v != stands[n]}
    if allows(actor, Act.LET_THROUGH, offer):
        return {name: value for name, value in differ.items() if name not in edit.sent}
    return differ


async def _keep_waiting(
    db: AsyncSession, actor: Actor, offer: Offer, waits: Mapping[str, Any], now: datetime
) -> None:
    kept = await db.get(Pending, offer.id)
    if kept is not None and not waits:
        await db.delete(kept)
    elif kept is not None and kept.fields != waits:
        kept.fields, kept.by = dict(waits), actor.person
    elif kept is None and waits:
        db.add(Pending(offer_id=offer.id, fields=dict(waits), by=actor.person, since=now))


def _revision(
    actor: Actor, offer: Offer, edit: Edit, changed: list[str], waits: Mapping[str, Any]
) -> Revision:
    return Revision(
        offer_id=offer.id,
        version=offer.version,
        at=offer.updated_at,
        by=actor.person,
        changed=changed,
        waits=[name for name in changed if name in waits],
        before=edit.before,
    )
