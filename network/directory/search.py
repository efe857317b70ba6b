"""Finding: which offers answer what a person asked, in what order, and why each is shown.

Nothing asked is kept. Hosts are not ranked: see `ordering.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, func, literal
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.fields import TEXTS
from network.core.paging import Page
from network.directory import cards, facets, matching, terms, visible, wanted
from network.directory.cards import OfferCard
from network.directory.facets import FACETS, Counted
from network.directory.listed import Listing
from network.directory.ordering import Ordering, ordering
from network.directory.question import Question, Spot
from network.directory.statement import statement
from network.directory.terms import Words
from network.directory.wanted import Asked, Near, Order, Parts
from network.places import districts, localities, lookup
from network.places.lookup import Found as Place


@dataclass(frozen=True)
class Hit:
    """One offer found. `distance`: metres from the place asked; `upcoming`: the next dates."""

    offer: OfferCard
    distance: int | None
    near: bool
    serves_area: bool
    anywhere: bool
    upcoming: Sequence[datetime]
    reasons: Callable[["Hit"], Sequence[str]] = field(repr=False, compare=False)
    mark: Callable[["Hit"], str] = field(repr=False, compare=False)

    @property
    def from_home(self) -> bool:
        """Say whether a person can join without going anywhere."""
        return matching.from_home(self.offer)

    @cached_property
    def matched(self) -> Sequence[str]:
        """Say why it is here, in words."""
        return self.reasons(self)

    @cached_property
    def cursor(self) -> str:
        """Give the place of this hit in its order."""
        return self.mark(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of offers; parts that were not asked for are None.

    `without`: filter → how many would be shown without it.
    """

    hits: Sequence[Hit]
    words: Words
    order: Order
    more: bool
    place: Place | None = None
    total: int | None = None
    facets: Sequence[Counted] | None = None
    without: Mapping[str, int] | None = None
    showing_for: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same when a question is asked a second time with its words mended."""

    words: Words
    place: Place | None
    ordering: Ordering
    page: Page
    parts: Parts


async def offers(
    db: AsyncSession, actor: Actor, asked: Asked, page: Page, parts: Parts, now: datetime
) -> Answer:
    """Find offers: a page of them, and the counts that are asked for.

    Refuses unknown words (with the closest known one), places we cannot find, distances out of
    range and rubbish cursors. When words find nothing, one spelling mistake is mended and said.
    """
    wanted.check(asked.filter)
    await _check_districts(db, actor, wanted.districts(asked.filter))
    words = await terms.words(db, actor)
    asked = replace(asked, filter=facets.current(asked.filter, words))
    place = await where(db, actor, asked.near, asked.locality)
    order = asked.order or usual(asked)
    frame = Frame(words, place, ordering(order, page, now), page, parts)
    found = await _answer(db, actor, asked, frame)
    if (page.after or page.before) and (found.hits or not await _nothing(db, actor, asked, frame)):
        return found
    if all(hit.anywhere for hit in found.hits):  # those are found wherever one asks
        await _check_locality(db, actor, asked.locality)
    if found.hits or found.more:
        return found
    if not asked.filter.text.strip():
        return found
    mended = await matching.mended(db, actor, asked.filter.text)
    if mended is None:
        return found
    again = replace(asked, filter=replace(asked.filter, text=mended))
    better = await _answer(db, actor, again, frame)
    return replace(better, showing_for=mended) if better.hits or better.more else found


async def offer(db: AsyncSession, actor: Actor, slug: str) -> OfferCard:
    """Find one offer by the name in its address; ended ones too."""
    query = visible.cards(actor).where(col(Listing.slug) == slug)
    card = None if "\x00" in slug else await db.scalar(query)
    if card is None:
        raise Missing("We cannot find that offer.")
    return cards.read(card)


async def by_id(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, OfferCard]:
    """Find many offers at once."""
    rows = await db.scalars(visible.cards(actor).where(visible.offer_id.in_(ids)))
    return {card.id: card for card in map(cards.read, rows)}


async def by_slugs(db: AsyncSession, actor: Actor, slugs: Sequence[str]) -> Mapping[str, OfferCard]:
    """Find many offers at once by their names in addresses."""
    rows = await db.scalars(visible.cards(actor).where(col(Listing.slug).in_(slugs)))
    return {card.slug: card for card in map(cards.read, rows)}


async def where(
    db: AsyncSession, actor: Actor, near: Near | None, locality: str | None
) -> Place | None:
    """Find the place asked near, from words or from degrees."""
    if near is None:
        return None
    wanted.distance(near.within)
    if near.latitude is not None and near.longitude is not None:
        return await lookup.at(db, actor, near.latitude, near.longitude, locality)
    return await lookup.find(db, actor, near.text or "", locality)


def usual(asked: Asked) -> Order:
    """Choose the order when none was asked for: nearest, then relevance, then the shuffle."""
    if asked.near is not None:
        return Order.NEAREST
    return Order.RELEVANCE if asked.filter.text.strip() else Order.FAIR_SHUFFLE


async def _check_locality(db: AsyncSession, actor: Actor, slug: str | None) -> None:
    """Refuse a locality we do not know; asked when nothing was found there, to spare most."""
    if slug is not None and "\x00" not in slug:
        await localities.by_slug(db, actor, slug)


async def _nothing(db: AsyncSession, actor: Actor, asked: Asked, frame: Frame) -> bool:
    """Say whether these very words find nothing at all: then the page before was of mended ones."""
    if not asked.filter.text.strip():
        return False
    first = replace(
        frame, page=Page(1), ordering=ordering(frame.ordering.order, Page(1), frame.ordering.now)
    )
    return not (await _answer(db, actor, asked, first)).hits


async def _check_districts(db: AsyncSession, actor: Actor, codes: Sequence[str]) -> None:
    """Refuse a district we do not know; one over the border that an offer is in is known."""
    known = (await districts.by_codes(db, actor, codes)).keys() if codes else ()
    unknown = sorted(set(codes) - set(known))
    if not unknown:
        return
    named = visible.listings(actor).with_only_columns(func.unnest(col(Listing.districts)))
    inside = col(Listing.districts).op("&&")(literal(unknown, TEXTS))
    used = set(await db.scalars(named.where(inside)))
    for code in unknown:
        if code not in used:
            raise Invalid(f"We do not know the district “{code[:40]}”.", field="districts")


async def _cards(db: AsyncSession, actor: Actor, rows: Sequence[Any]) -> Mapping[UUID, OfferCard]:
    """Read the cards of these rows: from memory, or together for those that are not there."""
    found = {row.offer_id: cards.known(row.stamp) for row in rows}
    unknown = [id for id, card in found.items() if card is None]
    if unknown:
        every = literal(unknown, ARRAY(Uuid))  # one text, however many they are
        query = visible.stamped(actor).where(visible.offer_id == any_(every))
        for id, stamp, card in await db.execute(query):
            found[id] = cards.keep(stamp, cards.read(card))
    return {id: card for id, card in found.items() if card is not None}


async def _answer(db: AsyncSession, actor: Actor, asked: Asked, frame: Frame) -> Answer:
    place, page, parts, words = frame.place, frame.page, frame.parts, frame.words
    spot = _spot(asked, place)
    question = Question(asked.filter, words, frame.ordering, spot, asked.locality, parts, page.size)
    rows = (await db.execute(_clause(statement(question)), question.params)).all()
    listed = [row for row in rows if row.what == "hit"]
    shown = listed[: page.size][::-1] if page.backwards else listed[: page.size]
    found = await _cards(db, actor, shown)
    total = next((row.many for row in rows if row.what == "total"), None)
    return Answer(
        [_hit(row, found[row.offer_id], question, place) for row in shown],
        words,
        frame.ordering.order,
        more=len(listed) > page.size,
        place=place,
        total=total,
        facets=_counted(rows, words) if parts.facets else None,
        without={r.name: r.many for r in rows if r.what == "without"} if parts.widen else None,
    )


_clause = lru_cache(maxsize=512)(sql)
"""One text for each shape of question, so most were read before."""


def _spot(asked: Asked, place: Place | None) -> Spot | None:
    if asked.near is None or place is None:
        return None
    return Spot(place.point, wanted.distance(asked.near.within), place.district)


def _hit(row: Any, card: OfferCard, question: Question, place: Place | None) -> Hit:
    def reasons(hit: Hit) -> Sequence[str]:
        return matching.matched(hit.offer, question, place, near=hit.near, serves=hit.serves_area)

    def mark(hit: Hit) -> str:
        key = row.title if question.ordering.order is Order.TITLE else row.key
        return question.ordering.cursor(key, row.rank, row.shuffle, hit.offer.id)

    return Hit(
        card,
        None if row.dist is None else round(row.dist),
        row.near,
        row.serves,
        row.anywhere,
        row.upcoming or (),
        reasons,
        mark,
    )


def _counted(rows: Sequence[Any], words: Words) -> list[Counted]:
    by_name: dict[str, list[tuple[int, int]]] = {}
    places: list[facets.Value] = []
    for row in rows:
        if row.what != "facet":
            continue
        name, _, code = row.name.partition(":")
        if code:
            places.append(facets.Value(code, code, row.many))
        elif row.many is None:
            by_name[name] = list(zip(row.masks or (), row.each or (), strict=True))
        else:
            by_name.setdefault(name, []).append((reduce(or_, row.masks or (), 0), row.many))
    return [
        Counted(f.name, f.label, sorted(places, key=lambda v: v.code))
        if f.name == "districts"
        else facets.counted(f, by_name.get(f.name, []), words)
        for f in FACETS.values()
    ]
