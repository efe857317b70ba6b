"""Offers: write one, show it, pause it, close it, end it. Reading is `search.py`'s work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.events import record
from network.core.ids import new_id
from network.core.unit import SAID
from network.directory import listing, organisations, rules, schedule, terms, visible
from network.directory.organisations import Origin
from network.directory.parts import today
from network.directory.slugs import slug
from network.directory.tables import (
    Offer,
    OfferFields,
    OfferSite,
    OfferState,
    Site,
    Standing,
)
from network.directory.terms import Words
from network.places import districts

SAID["uq_offer_slug"] = "An offer of this name is being added. Try once more."


@dataclass(frozen=True, slots=True)
class Draft:
    """A new offer: what was filled in, where it happens, and where the words come from."""

    fields: OfferFields
    sites: Sequence[UUID] = ()
    origin: Origin = field(default_factory=Origin)
    space_as_of: datetime | None = None


async def create(
    db: AsyncSession, actor: Actor, organisation_id: UUID, draft: Draft, now: datetime
) -> Offer:
    """Write a new offer. It is a draft: nobody else sees it until it is published.

    Refuses unknown words, contradictions, and places of another organisation.
    """
    organisation = await organisations.get(db, actor, organisation_id)
    require(actor, Act.WRITE_OFFER, organisation)
    await _check(db, actor, draft.fields)
    offer = Offer.model_validate(draft.fields, update=_kept(organisation_id, draft, now))
    db.add(offer)
    await db.flush()
    await _settle(db, actor, offer, draft.sites)
    record(db, actor, "offer.created", offer.id, organisation=str(organisation_id))
    await db.flush()
    return offer


def _kept(organisation_id: UUID, draft: Draft, now: datetime) -> dict[str, object]:
    id = new_id()
    return {
        "id": id,
        "organisation_id": organisation_id,
        "slug": slug(draft.fields.title, id),
        "demonstration": draft.origin.demonstration,
        "source": draft.origin.source,
        "described": draft.origin.described,
        "space_as_of": (draft.space_as_of or now) if draft.fields.space else None,
        "created_at": now,
        "updated_at": now,
    }


async def get(db: AsyncSession, actor: Actor, offer_id: UUID) -> Offer:
    """Find one offer as its hosts see it."""
    found = await db.scalar(visible.offers(actor).where(col(Offer.id) == offer_id))
    if found is None:
        raise Missing("We cannot find that offer.")
    return found


async def held(db: AsyncSession, actor: Actor, offer_id: UUID) -> Offer:
    """Find one offer to change it: nobody else can until this change is made or given up."""
    query = visible.offers(actor).where(col(Offer.id) == offer_id)
    found = await db.scalar(query.with_for_update(key_share=True))
    if found is None:
        raise Missing("We cannot find that offer.")
    return found


async def publish(db: AsyncSession, actor: Actor, offer_id: UUID, now: datetime) -> Offer:
    """Show an offer to everyone, for the first time or again.

    Refuses while records, cost or how to join are not answered, but for listings described by a
    public source: they say "not stated", and are marked as unconfirmed.
    """
    offer = await held(db, actor, offer_id)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.PUBLISHED)
    organisation = await organisations.get(db, actor, offer.organisation_id)
    if organisation.standing != Standing.UNCONFIRMED:
        rules.check_answered(offer)
    offer.published_at = offer.published_at or now
    offer.back_on = offer.ends_on = offer.ending_reason = None
    return await _move(db, actor, offer, OfferState.PUBLISHED, now)


async def pause(
    db: AsyncSession, actor: Actor, offer_id: UUID, back_on: date | None, now: datetime
) -> Offer:
    """Say an offer is having a break, and when it is back, if that is known."""
    offer = await held(db, actor, offer_id)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.PAUSED)
    if back_on is not None and back_on <= today(now):
        raise Invalid("The day it is back must be after today.", field="back_on")
    offer.back_on = back_on
    return await _move(db, actor, offer, OfferState.PAUSED, now)


async def close(
    db: AsyncSession, actor: Actor, offer_id: UUID, last_day: date, now: datetime
) -> Offer:
    """Say the last day of an offer. It stays listed until then, and says so."""
    offer = await held(db, actor, offer_id)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.ENDED)
    offer.ends_on = last_day
    await _show(db, actor, offer, now)
    record(db, actor, "offer.closing", offer.id, last_day=last_day.isoformat())
    return offer


async def end(
    db: AsyncSession, actor: Actor, offer_id: UUID, reason: str | None, now: datetime
) -> Offer:
    """End an offer. Its page stays, says so, and shows what is near."""
    offer = await held(db, actor, offer_id)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.ENDED)
    if reason is not None:
        (await terms.words(db, actor)).term("ending_reason", reason)
    offer.ending_reason = reason
    offer.ends_on = offer.ends_on or (None if offer.source else today(now))
    return await _move(db, actor, offer, OfferState.ENDED, now)


async def _move(
    db: AsyncSession, actor: Actor, offer: Offer, to: OfferState, now: datetime
) -> Offer:
    before, offer.state = offer.state, to
    await _show(db, actor, offer, now)
    record(db, actor, f"offer.{to.value}", offer.id, before=before)
    return offer


async def _show(db: AsyncSession, actor: Actor, offer: Offer, now: datetime) -> None:
    """Count the change, and make what the public may find anew."""
    offer.version += 1
    offer.updated_at = now
    await listing.refresh(db, actor, [offer.id], now)


async def _check(db: AsyncSession, actor: Actor, fields: OfferFields) -> None:
    rules.check_whole(fields)
    schedule.check(fields.schedule)
    _check_words(await terms.words(db, actor), fields)
    known = await districts.by_codes(db, actor, fields.districts)
    for code in fields.districts:
        if code not in known:
            raise Invalid(f"We do not know the district “{code}”.", field="districts")


def _check_words(words: Words, fields: OfferFields) -> None:
    for name, vocabulary in rules.VOCABULARIES.items():
        value = getattr(fields, name)
        for code in [value] if isinstance(value, str) else value or []:
            words.term(vocabulary, code)
    for made in fields.made_for:
        words.term("community", made.community)
    for lived in fields.values:
        words.term("value", lived.value)


async def _settle(db: AsyncSession, actor: Actor, offer: Offer, sites: Sequence[UUID]) -> None:
    own = visible.sites(actor).where(col(Site.organisation_id) == offer.organisation_id)
    found = {site.id for site in await db.scalars(own.where(col(Site.id).in_(sites)))}
    if not found.issuperset(sites):
        raise Missing("We cannot find that place.")
    for position, id in enumerate(sites):
        db.add(OfferSite(offer_id=offer.id, site_id=id, position=position))
