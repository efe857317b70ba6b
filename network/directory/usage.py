"""Usage: which offers, organisations and places say a word of a vocabulary, and other words for it.

Pure, but for `of`: which column holds the words of a vocabulary stands here and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.directory import rules
from network.directory.tables import Offer, Organisation, Site
from network.directory.texts import Text

ONES = frozenset({"kind", "leadership", "reply_time", "how_long", "space"})
"""Fields that hold one word; those of `rules.VOCABULARIES` besides hold several."""

PARTS = {"community": ("made_for", "community"), "value": ("values", "value")}
"""Vocabularies whose words stand in parts of a list: vocabulary → (field, name in the part)."""

SAID = frozenset(rules.VOCABULARIES.values()) | {
    *PARTS,
    *("host", "access_feature", "ending_reason"),
}
"""The vocabularies whose words hosts choose. The service itself depends on the others."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Who says a word: offers (id, title), organisations, and places (by their organisation)."""

    offers: Sequence[tuple[UUID, str]]
    organisations: Sequence[tuple[UUID, str]]
    sites: Sequence[tuple[UUID, str]]

    @property
    def many(self) -> int:
        """How many say it."""
        return len(self.offers) + len(self.organisations) + len(self.sites)


async def of(db: AsyncSession, actor: Actor, vocabulary: str, code: str) -> Uses:
    """Say who uses a word, drafts and ended ones too, A to Z."""
    require(actor, Act.KEEP_WORDS)
    offers: list[tuple[UUID, str]] = []
    run_by: list[tuple[UUID, str]] = []
    sites: list[tuple[UUID, str]] = []
    if vocabulary == "host":
        own = select(Organisation.id, Organisation.name).where(Organisation.host == code)
        run_by = [(id, name) for id, name in await db.execute(own.order_by(Organisation.name))]
    elif vocabulary == "access_feature":
        at = select(Site.id, Site.name).where(answers(code))
        sites = [(id, name) for id, name in await db.execute(at.order_by(Site.name))]
    else:
        said = select(Offer.id, Offer.title).where(says(vocabulary, code))
        offers = [(id, title) for id, title in await db.execute(said.order_by(Offer.title))]
    return Uses(offers, run_by, sites)


def says(vocabulary: str, code: str) -> ColumnElement[bool]:
    """Give the SQL of offers that say a word."""
    if vocabulary == "ending_reason":
        return col(Offer.ending_reason) == code
    if vocabulary in PARTS:
        field, name = PARTS[vocabulary]
        return type_coerce(getattr(Offer, field), JSONB).contains([{name: code}])
    fields = [field for field, of in rules.VOCABULARIES.items() if of == vocabulary]
    return or_(*(_holds(field, code) for field in fields))


def answers(code: str) -> ColumnElement[bool]:
    """Give the SQL of places that answer whether they have something, with yes or no."""
    there: ColumnElement[bool] = type_coerce(Site.access, JSONB).has_key(code)
    return there


def reworded(text: Mapping[str, Any], vocabulary: str, code: str, into: str) -> Text:
    """Put one word in place of another in a text, or in some parts of one; nothing stands twice."""
    said = dict(text)
    for field, own in rules.VOCABULARIES.items():
        if own == vocabulary and field in said:
            said[field] = _other(said[field], code, into)
    if "also_kinds" in said:
        said["also_kinds"] = [one for one in said["also_kinds"] if one != said.get("kind")]
    if vocabulary in PARTS and PARTS[vocabulary][0] in said:
        field, name = PARTS[vocabulary]
        said[field] = _parts(said[field], name, code, into)
    return said


def _holds(field: str, code: str) -> ColumnElement[bool]:
    column = col(getattr(Offer, field))
    return column == code if field in ONES else column.contains([code])


def _other(said: Any, code: str, into: str) -> Any:
    if isinstance(said, list):
        return list(dict.fromkeys(into if one == code else one for one in said))
    return into if said == code else said


def _parts(said: Sequence[Mapping[str, Any]], name: str, code: str, into: str) -> list[Any]:
    """Reword parts; what was said of `into` itself stands before what was said of `code`."""
    there = any(part[name] == into for part in said)
    kept = [part for part in said if not (there and part[name] == code)]
    return [{**part, name: into} if part[name] == code else dict(part) for part in kept]
