"""The listing: what the public may find of an offer, made anew whenever something changes.

It is written in the transaction of the change, so search never contradicts the offer. A draft has
no listing at all.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, or_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.events import record
from network.core.ids import new_id
from network.directory import carding, cards, schedule, terms, versions, visible
from network.directory.cards import OfferCard
from network.directory.facets import sector_mask
from network.directory.freshness import lapses, space_until
from network.directory.kept import Report
from network.directory.listed import Listing
from network.directory.parts import FocusLevel
from network.directory.tables import (
    Assurance,
    Offer,
    OfferSite,
    OfferState,
    Organisation,
    Pathway,
    Sector,
    Site,
)
from network.directory.terms import Words
from network.directory.words import lexemes
from network.places import districts

AHEAD = timedelta(days=400)
"""How far occurrences are worked out; a daily job works them out anew long before they run out."""

ANSWERED_NO = 1 << 62
"""A bit beside those of the words: a place that said "no" to something has not said nothing."""

AT_ONCE = 400
"""Rows of one INSERT: PostgreSQL takes 32,767 parameters, and a row needs about fifty."""


@dataclass(frozen=True)
class Whole:
    """An offer with everything its listing is made from."""

    offer: Offer
    organisation: Organisation
    sites: Sequence[Site]
    confirmed: Assurance | None
    pathways: Sequence[tuple[Pathway, Offer, Organisation]]
    reports: Sequence[datetime] = ()

    @property
    def lapses(self) -> dict[str, datetime | None]:
        """From when to when it counts as checked."""
        given = self.confirmed.at if self.confirmed else None
        return lapses(given, self.offer.rhythm_months, self.reports)


async def refresh(db: AsyncSession, actor: Actor, ids: Collection[UUID], now: datetime) -> None:
    """Make anew the listings of these offers, and of those with a way on to them.

    It is made from what is kept, and raises the version.
    """
    await db.flush()
    ids = await _held(db, ids)
    words = await terms.words(db, actor)
    wholes = await _wholes(db, ids)
    reached = {d for w in wholes for d in _districts(w)}
    homes = await districts.homes_of(db, actor, sorted(reached))
    await db.execute(delete(Listing).where(col(Listing.offer_id).in_(ids)))
    rows = [row for whole in wholes for row in _rows(whole, words, homes, now)]
    for start in range(0, len(rows), AT_ONCE):
        await db.execute(insert(Listing).values(rows[start : start + AT_ONCE]))
    await versions.changed(db)


async def roll(db: AsyncSession, actor: Actor, ids: Sequence[UUID], now: datetime) -> int:
    """Work out the dates ahead of these offers anew."""
    require(actor, Act.KEEP_LISTINGS)
    await refresh(db, actor, ids, now)
    record(db, actor, "listings.rolled", new_id(), count=len(ids))
    return len(ids)


async def previews(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, OfferCard]:
    """Show offers as their pages would show them, drafts too, to those who may see them."""
    found = await db.scalars(visible.offers(actor).where(col(Offer.id).in_(ids)))
    wholes = await _wholes(db, [offer.id for offer in found], drafts=True)
    return {whole.offer.id: cards.read(carding.card(whole)) for whole in wholes}


async def due_again(db: AsyncSession, actor: Actor, now: datetime) -> list[UUID]:  # noqa: ARG001  # every verb takes both
    """Name the offers whose next date has passed, or whose dates run out within ten months."""
    soon = now + AHEAD - timedelta(days=90)
    last = col(Listing.upcoming)[func.array_upper(col(Listing.upcoming), 1)]
    passed = col(Listing.next_at) < now
    query = select(Listing.offer_id).where(Listing.n == 0, or_(last < soon, passed))
    return list(await db.scalars(query))


async def _held(db: AsyncSession, ids: Collection[UUID]) -> list[UUID]:
    """Hold the offers until the end: else an older listing could be written over a newer one."""
    leading = select(Pathway.from_offer).where(col(Pathway.to_offer).in_(ids))
    touched = select(Offer.id).where(or_(col(Offer.id).in_(ids), col(Offer.id).in_(leading)))
    held = touched.order_by(col(Offer.id)).with_for_update(key_share=True)
    return list(await db.scalars(held))


async def _wholes(db: AsyncSession, ids: Collection[UUID], *, drafts: bool = False) -> list[Whole]:
    query = select(Offer, Organisation).join(Organisation).where(col(Offer.id).in_(ids))
    if not drafts:
        query = query.where(col(Offer.state) != OfferState.DRAFT)
    pairs = (await db.execute(query)).all()
    sites = await _sites(db, ids)
    given = await _confirmations(db, ids)
    ways = await _pathways(db, ids)
    doubts = await _reports(db, ids)
    return [
        Whole(
            *(o, run_by, sites.get(o.id, []), given.get(o.id), ways.get(o.id, [])),
            doubts.get(o.id, []),
        )
        for o, run_by in pairs
    ]


async def _sites(db: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, list[Site]]:
    query = select(OfferSite.offer_id, Site).join(Site).where(col(OfferSite.offer_id).in_(ids))
    found: dict[UUID, list[Site]] = {}
    for offer_id, site in await db.execute(query.order_by(col(OfferSite.position))):
        found.setdefault(offer_id, []).append(site)
    return found


async def _confirmations(db: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, Assurance]:
    latest = select(Assurance).ext(distinct_on(col(Assurance.offer_id)))
    latest = latest.where(col(Assurance.offer_id).in_(ids))
    latest = latest.order_by(col(Assurance.offer_id), col(Assurance.at).desc())
    return {given.offer_id: given for given in await db.scalars(latest)}


async def _reports(db: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, list[datetime]]:
    query = select(Report.offer_id, Report.at).where(col(Report.offer_id).in_(ids))
    query = query.where(col(Report.outcome).is_(None), col(Report.independent))
    found: dict[UUID, list[datetime]] = {}
    for offer_id, at in await db.execute(query):
        found.setdefault(offer_id, []).append(at)
    return found


Way = tuple[Pathway, Offer, Organisation]


async def _pathways(db: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, list[Way]]:
    query = select(Pathway, Offer, Organisation)
    query = query.join(Offer, col(Offer.id) == Pathway.to_offer)
    query = query.join(Organisation, col(Organisation.id) == Offer.organisation_id)
    gone = col(Offer.state).in_([OfferState.DRAFT, OfferState.ENDED])
    query = query.where(col(Pathway.from_offer).in_(ids), ~gone)
    found: dict[UUID, list[Way]] = {}
    for way in await db.execute(query.order_by(Pathway.kind, Offer.title)):
        found.setdefault(way[0].from_offer, []).append(way)
    return found


def _districts(whole: Whole) -> list[str]:
    own = {site.district for site in whole.sites if site.district}
    return sorted(own | set(whole.offer.districts))


def _rows(
    whole: Whole, words: Words, homes: Mapping[str, str], now: datetime
) -> Iterable[dict[str, Any]]:
    found_by = lexemes(whole, words)
    return ({**row, "words": found_by} for row in rows_of(whole, words, homes, now))


def rows_of(
    whole: Whole, words: Words, homes: Mapping[str, str], now: datetime
) -> Iterable[dict[str, Any]]:
    """Make the rows of one offer, all but `words`: one a place, or a single one.

    `homes`: district → locality.
    """
    common = _common(whole, words, homes, now)
    for n, site in enumerate(whole.sites or [None]):
        yield {**common, "n": n, **_of_site(site, words)}


def _of_site(site: Site | None, words: Words) -> dict[str, Any]:
    if site is None:
        return {"at": None, "access": 0}
    return {"at": site.at, "access": _access(site, words)}


def _access(site: Site, words: Words) -> int:
    has = [code for code, answer in site.access.items() if answer == "yes"]
    said_no = ANSWERED_NO if "no" in site.access.values() else 0
    return words.mask("access_feature", has) | said_no


def _common(whole: Whole, words: Words, homes: Mapping[str, str], now: datetime) -> dict[str, Any]:
    offer, reached = whole.offer, _districts(whole)
    coming = schedule.ahead(offer, now, now + AHEAD)
    coming = coming or schedule.ahead(offer, now, now + schedule.FURTHEST, 1)  # a first one far off
    return {
        "offer_id": offer.id,
        "organisation_id": whole.organisation.id,
        "slug": offer.slug,
        "state": offer.state,
        "title_key": offer.title.casefold()[:100],  # folding makes two letters of a ß
        "localities": sorted({homes[d] for d in reached if d in homes}),
        "districts": reached,
        "serves": offer.districts,
        "anywhere": offer.anywhere,
        "space_until": space_until(offer.space_as_of) if offer.space_as_of else None,
        "accesses": [_access(site, words) for site in whole.sites],
        "upcoming": coming,
        "next_at": coming[0] if coming else None,
        "ends_on": offer.ends_on,
        "card": carding.card(whole),
        "stamp": secrets.randbits(62),
        **_masks(whole, words),
        **{name: whole.lapses[name] for name in ("confirmed_at", "stale_at")},
    }


def _masks(whole: Whole, words: Words) -> dict[str, int]:
    offer, run_by = whole.offer, whole.organisation
    plain = {
        "kinds": words.mask("kind", [offer.kind, *offer.also_kinds]),
        "settings": words.mask("setting", offer.settings),
        "formats": words.mask("format", offer.formats),
        "access_routes": words.mask("access_route", offer.access_routes),
        "themes": words.mask("theme", offer.themes),
        "sectors": sector_mask([Sector(run_by.sector)]),
        "hosts": words.mask("host", [run_by.host] if run_by.host else []),
        "first_time": words.mask("first_time", offer.first_time),
        "records": words.mask("records", offer.records),
        "cost": words.mask("cost", offer.cost),
        "space": words.mask("space_now", [offer.space] if offer.space else []),
        "times": words.mask("when", schedule.times(offer.schedule)),
        "languages": words.mask("language", offer.languages),
    }
    return plain | {
        str(level): words.mask(
            "community", [m.community for m in offer.made_for if m.level == level]
        )
        for level in FocusLevel
    }
