"""Names of places, as people type them: Hastings, hastings, St. Leonards on Sea."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from network.access import Act, require
from network.core.actor import Actor
from network.core.events import record
from network.core.ids import new_id
from network.core.unit import SAID
from network.places import localities
from network.places.tables import Locality, PlaceName, PlaceNameFields

SAID["uq_placename_folded_locality_id"] = "This place name is listed already."

LIKE_ENOUGH = 75  # of 100: one slip in four letters, two in nine

NamedRow = tuple[PlaceName, str | None]
"""A name and the slug of the locality it lies in."""


def fold(name: str) -> str:
    """Write a name without accents, capitals or marks, so that ways of typing it meet."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    plain = re.sub(r"[’'`.]", "", plain).replace("&", " and ")
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join("st" if word == "saint" else word for word in words)


async def add(
    db: AsyncSession, actor: Actor, locality: str | None, fields: Sequence[PlaceNameFields]
) -> None:
    """List names of places; each alias leads to its name."""
    require(actor, Act.KEEP_PLACES)
    home = await localities.by_slug(db, actor, locality) if locality else None
    kept = {"locality_id": home and home.id}
    for one in fields:
        for folded in dict.fromkeys(fold(alias) for alias in (one.name, *one.aliases)):
            db.add(PlaceName.model_validate(one, update={"folded": folded, **kept}))
    await db.flush()
    record(db, actor, "place_names.added", home.id if home else new_id(), count=len(fields))


async def all_(db: AsyncSession, actor: Actor) -> Sequence[NamedRow]:  # noqa: ARG001  # every verb takes both
    """List every name with its locality: a few hundred rows."""
    rows = select(PlaceName, Locality.slug).outerjoin(Locality).order_by(PlaceName.name)
    return [(name, slug) for name, slug in (await db.execute(rows)).all()]


def best(rows: Sequence[NamedRow], folded: str, locality: str | None) -> NamedRow | None:
    """Choose the row of this name, this locality's before others'."""
    same = [row for row in rows if row[0].folded == folded]
    return min(same, key=lambda row: (row[1] != locality, row[1] is None), default=None)


def closest(rows: Sequence[NamedRow], folded: str) -> str | None:
    """Find the name that this one was probably meant to be."""
    written = {name.folded: name.name for name, _ in rows}
    hit = process.extractOne(folded, written.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return written[hit[0]] if hit else None
