"""Finding without a database: the same question asked of the keepsake, in memory.

It answers place and filters as search does (a test holds the two together). Words are looked for
plainly, without stems or spelling help.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from network.core.errors import Invalid, Missing
from network.core.geometry import metres_apart
from network.core.paging import Page
from network.directory import facets, matching, search, wanted
from network.directory.cards import OfferCard
from network.directory.facets import FACETS, WEEK
from network.directory.freshness import Freshness
from network.directory.keepsake import Keepsake
from network.directory.ordering import FAR, ordering
from network.directory.parts import today
from network.directory.schedule import times
from network.directory.search import Answer, Hit
from network.directory.tables import OfferState
from network.directory.wanted import Asked, Near, OfferFilter, Order
from network.directory.words import plain
from network.places import names, postcodes
from network.places.lookup import ASK, TRY
from network.places.lookup import Found as Place


def offer(kept: Keepsake, slug: str) -> OfferCard:
    """Find one offer by the name in its address."""
    for card in kept.offers:
        if card.slug == slug:
            return card
    raise Missing("We cannot find that offer.")


def place(kept: Keepsake, near: Near) -> Place:
    """Find a place by name or outward code; a full postcode counts as its outward code."""
    text = (near.text or "").strip()
    if not text:
        raise Invalid(ASK, field="near")
    written = postcodes.read(text, "near")
    found = kept.places.get(written.outcode if written else names.fold(text))
    if found is None:
        raise Missing(f"We do not know this place. {TRY}", field="near")
    return found


def offers(kept: Keepsake, asked: Asked, page: Page, now: datetime) -> Answer:
    """Find offers in the keepsake, at most `page.size` of them: there is no second page."""
    wanted.check(asked.filter)
    asked = replace(asked, filter=facets.current(asked.filter, kept.words))
    spot = place(kept, asked.near) if asked.near else None
    order = asked.order or search.usual(asked)
    hits = [
        hit
        for card in kept.offers
        if _listed(kept, card, asked.locality) and _fits(kept, card, asked.filter, now)
        if (hit := _hit(kept, card, asked, spot, now)) is not None
    ]
    hits.sort(key=_key(order, now))
    return Answer(
        hits[: page.size],
        kept.words,
        order,
        more=False,
        place=spot,
        total=len(hits),
    )


def _listed(kept: Keepsake, card: OfferCard, locality: str | None) -> bool:
    return locality is None or card.anywhere or locality in kept.localities[card.slug]


def _fits(kept: Keepsake, card: OfferCard, wanted_: OfferFilter, now: datetime) -> bool:
    if card.life(today(now)) not in (wanted_.states or (OfferState.PUBLISHED,)):
        return False
    if wanted_.real and card.demonstration:
        return False
    said = _said(kept, card, now)
    for facet in FACETS.values():
        chosen = getattr(wanted_, facet.field)
        if chosen and not _meets(facet.name, card, wanted_, said[facet.name]):
            return False
    return _worded(kept, card, wanted_.text, said)


def _said(kept: Keepsake, card: OfferCard, now: datetime) -> Mapping[str, set[str]]:
    soon = any(now <= at <= now + WEEK for at in kept.upcoming.get(card.slug, ()))
    space = card.space_now(now)
    return {
        "kinds": {card.kind, *card.also_kinds},
        "accessRoutes": set(card.access_routes),
        "firstTime": set(card.first_time),
        "records": set(card.records),
        "cost": set(card.cost),
        "madeFor": {m.community for m in card.made_for if m.level in wanted.FIRST_THREE},
        "accessFeatures": {a for s in card.sites for a in s.access.values() if a != "unsure"},
        "when": times(card.schedule) | ({"this_week"} if soon else set()),
        "formats": set(card.formats),
        "settings": set(card.settings),
        "themes": set(card.themes),
        "languages": set(card.languages),
        "spaceNow": {space} if space else set(),
        "hosts": {card.organisation.host} if card.organisation.host else set(),
        "sectors": {card.organisation.sector},
        "districts": {*card.districts, *(s.district for s in card.sites if s.district)},
    }


def _meets(name: str, card: OfferCard, wanted_: OfferFilter, said: set[str]) -> bool:
    if name in wanted_.or_not_stated and not said:
        return True
    if name == "madeFor":
        met = [
            any(m.community == w.community and m.level in w.levels for m in card.made_for)
            for w in wanted_.made_for
        ]
        return all(met) if wanted_.made_for_all else any(met)
    if name == "accessFeatures":
        needed = wanted_.access_features
        return any(all(s.access.get(c) == "yes" for c in needed) for s in card.sites)
    return not said.isdisjoint(getattr(wanted_, FACETS[name].field))


def _worded(kept: Keepsake, card: OfferCard, text: str, facets_: Mapping[str, set[str]]) -> bool:
    if not text.strip():
        return True
    understood = kept.words.thesaurus.understand(text)
    said = {facet.vocabulary: facets_[name] for name, facet in FACETS.items()}
    said["access_feature"] = {c for s in card.sites for c, a in s.access.items() if a == "yes"}
    if not all(code in said.get(vocabulary, set()) for vocabulary, code in understood.terms):
        return False
    whole = plain(f"{card.title} {card.summary} {card.organisation.name} {card.what_happens}")
    rest = plain(understood.rest).casefold().split()
    return all(word in whole.casefold() for word in rest)


def _hit(
    kept: Keepsake, card: OfferCard, asked: Asked, spot: Place | None, now: datetime
) -> Hit | None:
    distances = [metres_apart(spot.point, s.at) for s in card.sites if s.at and spot]
    distance = min(distances, default=None)
    within = wanted.distance(asked.near.within if asked.near else None)
    near = distance is not None and distance <= within
    serves = spot is not None and spot.district in card.districts
    if spot is not None and not (near or serves or card.anywhere):
        return None
    return Hit(
        card,
        None if distance is None else round(distance),
        near,
        serves,
        card.anywhere,
        [at for at in kept.upcoming.get(card.slug, ()) if at >= now],
        lambda hit: matching.placed(hit.offer, spot, near=near, serves=serves),
        lambda _: "",  # there is no second page
    )


def _key(order: Order, now: datetime) -> Callable[[Hit], tuple[float | str, int, bytes]]:
    seed = ordering(order, Page(), now).seed.to_bytes(4, "big")

    def key(hit: Hit) -> tuple[float | str, int, bytes]:
        first: float | str = 0
        if order is Order.NEAREST:
            first = FAR if hit.distance is None else hit.distance
        if order is Order.TITLE:
            first = hit.offer.title.casefold()
        if order is Order.NEXT_TO_HAPPEN:
            first = hit.upcoming[0].timestamp() if hit.upcoming else FAR
        sure = {Freshness.STALE: 1, Freshness.UNCONFIRMED: 2}.get(hit.offer.freshness(now), 0)
        return first, sure, blake2b(hit.offer.id.bytes + seed, digest_size=8).digest()

    return key
