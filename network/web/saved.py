"""Pages from disk, while no database answers: found in memory, from what was public before.

Simpler than the directory's own search, and it says so: no counts beside the filters, no further
pages, no mending of spelling. Places are known by name and outward code only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from network.core.errors import Missing
from network.core.geometry import metres_apart
from network.core.paging import cursor
from network.core.snapshot import Snapshot
from network.directory import keepsake, matching, schedule
from network.directory.cards import OfferCard
from network.directory.keepsake import Keepsake
from network.directory.parts import LONDON
from network.directory.search import Answer, Hit
from network.directory.tables import OfferState
from network.directory.wanted import Asked, Near, OfferFilter, Order, distance
from network.places import lookup, names, postcodes
from network.places.lookup import Found as Place
from network.web.known import Area

MOST = 100

SAYS: Mapping[str, Callable[[OfferCard], Sequence[str | None]]] = {
    "kinds": lambda o: [o.kind, *o.also_kinds],
    "settings": lambda o: o.settings,
    "formats": lambda o: o.formats,
    "access_routes": lambda o: o.access_routes,
    "themes": lambda o: o.themes,
    "first_time": lambda o: o.first_time,
    "records": lambda o: o.records,
    "cost": lambda o: o.cost,
    "languages": lambda o: o.languages,
    "districts": lambda o: o.districts,
    "hosts": lambda o: [o.organisation.host],
    "when": lambda o: list(schedule.times(o.schedule)),
}
"""What an offer says under each filter of the directory."""


@dataclass
class _Read:
    kept: Any = None
    whole: Keepsake | None = None


_read = _Read()


def whole(snapshot: Snapshot) -> Keepsake | None:
    """Give what is on disk, read once for each time it was written."""
    kept = snapshot.read()
    if kept is None:
        return None
    if _read.kept is not kept:
        _read.kept, _read.whole = kept, keepsake.read(kept)
    return _read.whole


def areas(kept: Keepsake) -> dict[str, Area]:
    """Name the districts, with the names they have in addresses."""
    slugs = {code: name.casefold().replace(" ", "-") for code, name in kept.districts.items()}
    return {code: Area(code, slugs[code], name) for code, name in kept.districts.items()}


def offer(kept: Keepsake, slug: str) -> OfferCard:
    """Find one offer by the name in its address."""
    found = next((one for one in kept.offers if one.slug == slug), None)
    if found is None:
        raise Missing("We cannot find that offer.")
    return found


def offers(kept: Keepsake, asked: Asked, most: int, now: datetime) -> Answer:
    """Find offers: the nearest first, else by the day's shuffle; those checked before others."""
    place = _place(kept, asked.near) if asked.near else None
    within = distance(asked.near.within) if asked.near else 0
    hits = [
        hit
        for one in kept.offers
        if _shown(one, asked.filter, now) and _fits(one, asked.filter)
        if (hit := _hit(kept, one, place, within, now)) is not None
    ]
    hits.sort(key=lambda hit: _order(hit, now))
    order = Order.NEAREST if place else Order.FAIR_SHUFFLE
    return Answer(hits[: min(most, MOST)], kept.words, now, order, False, place, len(hits))


def _place(kept: Keepsake, near: Near) -> Place:
    typed = near.text or ""
    written = postcodes.read(typed, "near") if len(typed) <= lookup.LONGEST else None
    found = kept.places.get(written.outcode if written else names.fold(typed))
    if found is None:
        raise Missing(f"We do not know this place. {lookup.TRY}", field="near")
    return found


def _shown(one: OfferCard, wanted: OfferFilter, now: datetime) -> bool:
    over = one.ended(now.astimezone(LONDON).date())
    state = OfferState.ENDED if over else OfferState(one.state)
    return state in (wanted.states or (OfferState.PUBLISHED,))


def _fits(one: OfferCard, wanted: OfferFilter) -> bool:
    return all(_conditions(one, wanted))


def _conditions(one: OfferCard, wanted: OfferFilter) -> Iterator[bool]:
    for field, said in SAYS.items():
        chosen = getattr(wanted, field)
        yield not chosen or not set(chosen).isdisjoint(said(one))
    needed = set(wanted.access_features)
    yield not needed or any(needed <= _there(site.access) for site in one.sites)
    made = {(m.community, m.level) for m in one.made_for}
    met = [any((c.community, level) in made for level in c.levels) for c in wanted.made_for]
    yield not met or (all(met) if wanted.made_for_all else any(met))
    text = wanted.text.casefold()
    yield text in f"{one.title} {one.summary} {one.organisation.name}".casefold()


def _there(access: Mapping[str, str]) -> set[str]:
    return {code for code, answer in access.items() if answer == "yes"}


def _hit(
    kept: Keepsake, one: OfferCard, place: Place | None, within: int, now: datetime
) -> Hit | None:
    away = _away(one, place)
    near = away is not None and away <= within
    serves = place is not None and place.district in one.districts
    if place is not None and not (near or serves or one.anywhere):
        return None
    coming = [at for at in kept.upcoming.get(one.slug, ()) if at >= now]
    home = matching.from_home(one)
    return Hit(one, away, near, serves, home, [], coming, cursor(one.slug))


def _away(one: OfferCard, place: Place | None) -> int | None:
    points = [site.at for site in one.sites if site.at is not None]
    if place is None or not points:
        return None
    return round(min(metres_apart(place.point, at) for at in points))


def _order(hit: Hit, now: datetime) -> tuple[float, bool, str]:
    day = now.astimezone(LONDON).date().isoformat()
    shuffled = sha256(f"{day}{hit.offer.id}".encode()).hexdigest()
    far = float("inf") if hit.distance is None else float(hit.distance)
    return far, hit.offer.confirmed_at is None, shuffled
