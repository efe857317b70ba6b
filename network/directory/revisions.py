"""Revisions: what an offer said before each edit, for its hosts to look at and to put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.paging import RUBBISH, Page
from network.directory import edits, offers, texts, visible
from network.directory.edits import Amendment
from network.directory.kept import Revision
from network.directory.tables import Offer, OfferFields
from network.directory.texts import Difference, Text

MOST_VERSIONS = 2**31
"""What a version's column holds."""


@dataclass(frozen=True, slots=True)
class Written:
    """An offer as its hosts last wrote it, for their form, and the parts not published yet."""

    offer: Offer
    fields: OfferFields
    sites: Sequence[UUID]
    waits: Sequence[Difference]


async def current(db: AsyncSession, actor: Actor, offer_id: UUID) -> Written:
    """Give an offer as its hosts last wrote it, with the words that still wait for a steward."""
    offer = await offers.get(db, actor, offer_id)
    shown = await edits.published(db, actor, offer)
    text = await edits.written(db, actor, offer)
    waits = texts.difference(shown, text)
    return Written(offer, texts.fields_of(text), texts.sites_of(text), waits)


async def of(
    db: AsyncSession, actor: Actor, offer_id: UUID, page: Page
) -> tuple[Sequence[Revision], bool]:
    """List the edits of an offer, the newest first, and say whether there are more.

    Cursor: (version,). Nobody but its hosts and those who look after it finds any.
    """
    query = visible.revisions(actor).where(col(Revision.offer_id) == offer_id)
    version = col(Revision.version)
    if page.after is not None:
        query = query.where(version < edge(page.after, "after"))
    if page.before is not None:
        query = query.where(version > edge(page.before, "before"))
    order = version.asc() if page.backwards else version.desc()
    rows = list(await db.scalars(query.order_by(order).limit(page.size + 1)))
    more, rows = len(rows) > page.size, rows[: page.size]
    return (rows[::-1] if page.backwards else rows), more


async def get(db: AsyncSession, actor: Actor, revision_id: UUID) -> Revision:
    """Find one edit."""
    found = await db.scalar(visible.revisions(actor).where(col(Revision.id) == revision_id))
    if found is None:
        raise Missing("We cannot find that change.")
    return found


async def differences(db: AsyncSession, actor: Actor, revision_id: UUID) -> Sequence[Difference]:
    """Say part by part what one edit changed."""
    revision = await get(db, actor, revision_id)
    return texts.difference(revision.before, await _after(db, actor, revision))


async def since(
    db: AsyncSession, actor: Actor, offer_id: UUID, version: int
) -> Sequence[Difference]:
    """Say part by part what was changed of an offer since somebody looked at a version of it."""
    later = visible.revisions(actor).where(
        col(Revision.offer_id) == offer_id, col(Revision.version) > version
    )
    first = await db.scalar(later.order_by(col(Revision.version)).limit(1))
    if first is None:
        return ()
    offer = await offers.get(db, actor, offer_id)
    return texts.difference(first.before, await edits.written(db, actor, offer))


async def restore(
    db: AsyncSession, actor: Actor, revision_id: UUID, version: int, now: datetime
) -> Offer:
    """Put back what an offer said before one edit. That is an edit too, so it can be undone.

    `version`: of the offer as somebody looked at it.
    """
    revision = await get(db, actor, revision_id)
    offer = await offers.get(db, actor, revision.offer_id)
    require(actor, Act.WRITE_OFFER, offer)
    before = {name: said for name, said in revision.before.items() if name in texts.PARTS}
    return await offers.amend(db, actor, offer.id, Amendment(version, before), now)


async def _after(db: AsyncSession, actor: Actor, revision: Revision) -> Text:
    """Give the text an edit made: what stood before the next one, or what stands now."""
    later = visible.revisions(actor).where(
        col(Revision.offer_id) == revision.offer_id, col(Revision.version) > revision.version
    )
    following = await db.scalar(later.order_by(col(Revision.version)).limit(1))
    if following is not None:
        return following.before
    return await edits.written(db, actor, await offers.get(db, actor, revision.offer_id))


def edge(key: tuple[Any, ...], field: str) -> int:
    """Read the version in a cursor, or refuse what is none of ours."""
    if len(key) != 1 or type(key[0]) is not int or not 0 <= key[0] < MOST_VERSIONS:
        raise Invalid(RUBBISH, field=field)
    return key[0]
