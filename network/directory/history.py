"""History: the edits of many offers at once, for whoever may write them; nothing for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, allows
from network.core.actor import Actor
from network.core.paging import Page
from network.directory import revisions, texts, visible
from network.directory.kept import Pending, Revision
from network.directory.tables import Offer, OfferSite
from network.directory.texts import Difference, Text

Asked = tuple[UUID, Page]


@dataclass(frozen=True, slots=True)
class Past:
    """A page of the edits of an offer, the newest first, and what each of them changed."""

    rows: Sequence[Revision]
    more: bool
    differences: Mapping[UUID, Sequence[Difference]]


async def pages(db: AsyncSession, actor: Actor, asked: Sequence[Asked]) -> Mapping[Asked, Past]:
    """Give pages of the edits of offers that this person may write, forwards only.

    Refuses cursors that are not ours.
    """
    written = await _written(db, actor, [id for id, _ in asked])
    found: dict[Asked, Past] = {}
    for page in dict.fromkeys(page for _, page in asked):
        ids = [id for id, wanted in asked if wanted == page and id in written]
        rows = await _rows(db, actor, ids, page) if ids else {}
        found |= {(id, page): _past(rows.get(id, []), page, written[id]) for id in ids}
    return found


async def written(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Text]:
    """Give offers as their hosts last wrote them, for those that this person may write."""
    return await _written(db, actor, ids)


async def waits(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Difference]]:
    """Say which words of offers wait for a steward, for those that this person may write."""
    own = await _own(db, actor, ids)
    published = await _published(db, own)
    waiting = await _waiting(db, actor, own)
    return {
        id: texts.difference(text, text | waiting.get(id, {})) for id, text in published.items()
    }


def _past(rows: list[Revision], page: Page, stands: Text) -> Past:
    """Lay edits beside what followed each: the next one's text before, or what stands now."""
    if page.after is not None and rows and rows[0].version == page.after[0]:
        stands, rows = rows[0].before, rows[1:]
    shown = rows[: page.size]
    after = [stands, *(row.before for row in shown)]
    differ = {
        row.id: texts.difference(row.before, then)
        for row, then in zip(shown, after, strict=False)  # the last text is the next page's
    }
    return Past(shown, len(rows) > page.size, differ)


async def _rows(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID], page: Page
) -> Mapping[UUID, list[Revision]]:
    """Read a page of each offer's edits, one more, and before them the one of the cursor."""
    version, offer_id = col(Revision.version), col(Revision.offer_id)
    newest_first = func.row_number().over(partition_by=offer_id, order_by=version.desc())
    ranked = select(col(Revision.id), newest_first.label("n")).where(offer_id.in_(ids))
    if page.after is not None:
        ranked = ranked.where(version <= revisions.edge(page.after, "after"))
    numbered = ranked.subquery()
    wanted = select(numbered.c.id).where(numbered.c.n <= page.size + 2)
    query = visible.revisions(actor).where(col(Revision.id).in_(wanted))
    found: dict[UUID, list[Revision]] = {}
    for row in await db.scalars(query.order_by(offer_id, version.desc())):
        found.setdefault(row.offer_id, []).append(row)
    return found


async def _written(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Text]:
    own = await _own(db, actor, ids)
    waiting = await _waiting(db, actor, own)
    published = await _published(db, own)
    return {id: text | waiting.get(id, {}) for id, text in published.items()}


async def _own(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> list[Offer]:
    found = await db.scalars(visible.offers(actor).where(col(Offer.id).in_(ids)))
    return [offer for offer in found if allows(actor, Act.WRITE_OFFER, offer)]


async def _published(db: AsyncSession, offers: Sequence[Offer]) -> Mapping[UUID, Text]:
    query = select(OfferSite).where(col(OfferSite.offer_id).in_([offer.id for offer in offers]))
    places: dict[UUID, list[UUID]] = {}
    for row in await db.scalars(query.order_by(col(OfferSite.position))):
        places.setdefault(row.offer_id, []).append(row.site_id)
    return {offer.id: texts.text_of(offer, places.get(offer.id, [])) for offer in offers}


async def _waiting(db: AsyncSession, actor: Actor, offers: Sequence[Offer]) -> Mapping[UUID, Text]:
    ids = [offer.id for offer in offers]
    found = await db.scalars(visible.pending(actor).where(col(Pending.offer_id).in_(ids)))
    return {row.offer_id: row.fields for row in found}
