"""The keepsake: all that is public, in one piece, for the days when the database is away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.core.actor import Actor
from network.directory import cards, terms, versions, visible
from network.directory.cards import OfferCard
from network.directory.listed import Listing
from network.directory.tables import Term, Vocabulary
from network.directory.terms import Words
from network.places import districts, names, outcodes
from network.places.lookup import Found as Place

Json = dict[str, Any]
MOST = 3_000
"""More offers than this are not kept on disk: the first in the order of their ids are."""


@dataclass(frozen=True)
class Keepsake:
    """What is public, as it was at a moment."""

    at: datetime
    version: int
    offers: Sequence[OfferCard]
    upcoming: Mapping[str, Sequence[datetime]]
    localities: Mapping[str, Sequence[str]]
    words: Words
    places: Mapping[str, Place]
    districts: Mapping[str, str]


async def make(db: AsyncSession, actor: Actor, locality: str, now: datetime) -> Json:
    """Gather all that is public of a locality, as plain JSON."""
    words = await terms.words(db, actor)
    query = visible.listings(actor).where(col(Listing.n) == 0).limit(MOST)
    reached = col(Listing.localities).contains([locality]) | col(Listing.anywhere)
    listings = (await db.scalars(query.where(reached).order_by(col(Listing.offer_id)))).all()
    return {
        "at": now.isoformat(),
        "version": await versions.current(db, actor),
        "cards": [row.card for row in listings],
        "upcoming": {row.slug: [at.isoformat() for at in row.upcoming[:20]] for row in listings},
        "localities": {row.slug: row.localities for row in listings},
        "vocabularies": [v.model_dump(mode="json") for v in words.vocabularies.values()],
        "terms": [t.model_dump(mode="json") for ts in words.terms.values() for t in ts.values()],
        "places": await _places(db, actor),
        "districts": {d.code: d.name for d in await districts.all_(db, actor)},
    }


async def _places(db: AsyncSession, actor: Actor) -> Json:
    found: Json = {}
    for name, home in await names.all_(db, actor):
        if name.kind != "county":
            found.setdefault(
                name.folded, _place(name.name, None, name.centroid, name.district, home)
            )
    for one in await outcodes.all_(db, actor):
        home = max(one.shares, key=one.shares.__getitem__, default=None)
        found[one.code] = _place(one.code, one.code, one.centroid, one.main_district, home)
    return found


def _place(
    label: str,
    outcode: str | None,
    at: tuple[float, float],
    district: str | None,
    home: str | None,
) -> Json:
    return {
        "label": label,
        "outcode": outcode,
        "district": district,
        "locality": home,
        "easting": round(at[0]),
        "northing": round(at[1]),
        "approximate": True,
        "inside": home is not None,
    }


def read(kept: Json) -> Keepsake:
    """Turn a keepsake from disk into what the pages read."""
    terms_: dict[str, dict[str, Term]] = {}
    for known in kept["terms"]:
        terms_.setdefault(known["vocabulary"], {})[known["code"]] = Term.model_construct(**known)
    vocabularies = {v["code"]: Vocabulary.model_construct(**v) for v in kept["vocabularies"]}
    moments = {
        slug: [datetime.fromisoformat(at) for at in listed]
        for slug, listed in kept["upcoming"].items()
    }
    return Keepsake(
        at=datetime.fromisoformat(kept["at"]),
        version=kept["version"],
        offers=[cards.read(card) for card in kept["cards"]],
        upcoming=moments,
        localities=kept["localities"],
        words=Words(vocabularies, terms_, kept["version"]),
        places={key: Place(**place) for key, place in kept["places"].items()},
        districts=kept["districts"],
    )
