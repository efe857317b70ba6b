"""Offers: write one, show it, pause it, close it, end it. Reading is `search.py`'s work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, allows, require
from network.core.actor import Actor, Role
from network.core.errors import Invalid, Missing
from network.core.events import record
from network.core.ids import new_id
from network.core.unit import SAID
from network.directory import answers, edits, organisations, rules, terms, texts, visible
from network.directory.edits import Amendment, Change, Edit, Space
from network.directory.organisations import Origin
from network.directory.parts import today
from network.directory.slugs import slug
from network.directory.tables import (
    Assurance,
    Offer,
    OfferFields,
    OfferState,
    Organisation,
)
from network.directory.texts import Clash

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
    await answers.check(db, actor, draft.fields)
    offer = Offer.model_validate(draft.fields, update=_kept(organisation, draft, now))
    db.add(offer)
    await db.flush()
    await edits.settle(db, actor, offer, draft.sites)
    record(db, actor, "offer.created", offer.id, organisation=str(organisation_id))
    await db.flush()
    return offer


def _kept(organisation: Organisation, draft: Draft, now: datetime) -> dict[str, object]:
    id = new_id()
    return {
        "id": id,
        "organisation_id": organisation.id,
        "kept_by": organisation.kept_by,
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


async def held(
    db: AsyncSession, actor: Actor, offer_id: UUID, *, version: int | None = None
) -> Offer:
    """Find one offer to change it: nobody else can until this change is made or given up.

    `version`: the one somebody looked at; if another stands by now, that is a `Clash`.
    """
    query = visible.offers(actor).where(col(Offer.id) == offer_id)
    query = query.execution_options(populate_existing=True)
    found = await db.scalar(query.with_for_update(key_share=True))
    if found is None:
        raise Missing("We cannot find that offer.")
    if version not in {None, found.version}:
        raise Clash(found.version, found.updated_at, {}, {})
    return found


async def update(
    db: AsyncSession, actor: Actor, offer_id: UUID, change: Change, now: datetime
) -> Offer:
    """Change all that an offer says. What it said before is kept as a revision.

    Refuses what `create` refuses, and raises `Clash`, with both texts, where somebody changed it
    since. Of a new group's published offer some words wait for a steward.
    """
    said = texts.text_of(change.fields, change.sites or ())
    if change.sites is None:
        del said[texts.SITES]
    return await amend(db, actor, offer_id, Amendment(change.version, said), now)


async def amend(
    db: AsyncSession, actor: Actor, offer_id: UUID, amendment: Amendment, now: datetime
) -> Offer:
    """Change some parts of what an offer says, and leave the rest: one section of a form.

    Refuses as `update` does.
    """
    offer = await held(db, actor, offer_id)
    require(actor, Act.WRITE_OFFER, offer)
    stands = await edits.written(db, actor, offer)
    after = texts.amended(stands, amendment.said)
    edit = Edit(stands, after, frozenset(amendment.said))
    if offer.version != amendment.version:
        raise await edits.clash(db, actor, offer, edit)
    return await edits.make(db, actor, offer, edit, now)


async def set_space(
    db: AsyncSession, actor: Actor, offer_id: UUID, space: Space, now: datetime
) -> Offer:
    """Say whether there is space now. It is dated, and lapses to "ask" after 60 days."""
    offer = await held(db, actor, offer_id, version=space.version)
    require(actor, Act.WRITE_OFFER, offer)
    said = {"space": space.term, "wait_weeks": space.weeks if space.term == "wait" else None}
    stands = await edits.written(db, actor, offer)
    after = texts.amended(stands, said)
    offer.space_as_of = now if space.term else None
    if texts.changed(stands, after):
        return await edits.make(db, actor, offer, Edit(stands, after, frozenset(said)), now)
    await _show(db, actor, offer, now)
    record(db, actor, "offer.space", offer.id)
    return offer


async def publish(
    db: AsyncSession, actor: Actor, offer_id: UUID, now: datetime, *, version: int | None = None
) -> Offer:
    """Show an offer to everyone, for the first time or again.

    Refuses while records, cost or how to join are not answered, or nobody could ask where a
    private place is, but for listings described by a public source: they say "not stated", and
    are marked as unconfirmed. The first time, an offer
    of a new group stays a draft, and waits for a steward (`waits_since`).
    """
    offer = await held(db, actor, offer_id, version=version)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.PUBLISHED)
    run_by = await organisations.steady(db, actor, offer.organisation_id)
    await edits.check_answered(db, actor, offer, run_by, await edits.published(db, actor, offer))
    if offer.published_at is None and offer.waits_since is None:
        _give_word(db, actor, offer, now)
    if rules.waits_first(offer, run_by) and not allows(actor, Act.LET_THROUGH, offer):
        offer.waits_since = offer.waits_since or now
        await _show(db, actor, offer, now)
        record(db, actor, "offer.waiting", offer.id)
        return offer
    _clear(offer)
    offer.published_at = offer.published_at or now
    return await _move(db, actor, offer, OfferState.PUBLISHED, now)


async def bring_back(
    db: AsyncSession, actor: Actor, offer_id: UUID, now: datetime, *, version: int | None = None
) -> Offer:
    """Show an offer again: after a break, after its end, or because it does not close after all."""
    offer = await held(db, actor, offer_id, version=version)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_away(offer)
    run_by = await organisations.steady(db, actor, offer.organisation_id)
    await edits.check_answered(db, actor, offer, run_by, await edits.published(db, actor, offer))
    _clear(offer)
    return await _move(db, actor, offer, OfferState.PUBLISHED, now)


async def pause(
    db: AsyncSession,
    actor: Actor,
    offer_id: UUID,
    back_on: date | None,
    now: datetime,
    *,
    version: int | None = None,
) -> Offer:
    """Say an offer is having a break, and when it is back, if that is known.

    During a break this changes the day it is back.
    """
    offer = await held(db, actor, offer_id, version=version)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.PAUSED)
    if back_on is not None and back_on <= today(now):
        raise Invalid("The day it is back must be after today.", field="back_on")
    if back_on is not None:
        rules.check_day(back_on, today(now), "back_on")
    offer.back_on = back_on
    return await _move(db, actor, offer, OfferState.PAUSED, now)


async def close(
    db: AsyncSession,
    actor: Actor,
    offer_id: UUID,
    last_day: date,
    now: datetime,
    *,
    reason: str | None = None,
    version: int | None = None,
) -> Offer:
    """Say the last day of an offer. It stays listed until then, and says so."""
    offer = await held(db, actor, offer_id, version=version)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.ENDED)
    rules.check_day(last_day, today(now), "last_day")
    await _because(db, actor, offer, reason)
    offer.ends_on = last_day
    await _show(db, actor, offer, now)
    record(db, actor, "offer.closing", offer.id, last_day=last_day.isoformat())
    return offer


async def end(
    db: AsyncSession,
    actor: Actor,
    offer_id: UUID,
    reason: str | None,
    now: datetime,
    *,
    version: int | None = None,
) -> Offer:
    """End an offer. Its page stays, says so, and shows what is near."""
    offer = await held(db, actor, offer_id, version=version)
    require(actor, Act.SHOW_OFFER, offer)
    rules.check_move(offer, OfferState.ENDED)
    await _because(db, actor, offer, reason)
    offer.ends_on = offer.ends_on or (None if offer.source else today(now))
    return await _move(db, actor, offer, OfferState.ENDED, now)


async def _because(db: AsyncSession, actor: Actor, offer: Offer, reason: str | None) -> None:
    """Keep why it ends: shown in totals only, so it is in no event and on no card."""
    if reason is not None:
        (await terms.words(db, actor)).term("ending_reason", reason)
        offer.ending_reason = reason


def _give_word(db: AsyncSession, actor: Actor, offer: Offer, now: datetime) -> None:
    """Take a host's word for what they have just looked through to publish it."""
    if actor.holds(Role.HOST, offer.organisation_id):
        word = Assurance(
            offer_id=offer.id, at=now, method="published", role=Role.HOST, person=actor.person
        )
        db.add(word)


def _clear(offer: Offer) -> None:
    """Forget a break, a closing and a wait: none of them is true any more."""
    offer.back_on = offer.ends_on = offer.ending_reason = offer.waits_since = None


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
    await edits.show(db, actor, offer, now)
