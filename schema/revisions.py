"""Revisions: what an offer said before each edit, for those who may write it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import strawberry

from network.core.paging import Page, cursor
from network.directory import history
from network.people import accounts
from schema.base import Made, PageInfo, Scene, Shaped, described, global_id, page_info, shape
from schema.clashes import Difference, shown


@strawberry.type(description="One edit of an offer: the version it made, and what it changed.")
class Revision(Shaped):
    id: strawberry.ID
    version: int
    at: datetime
    changed: list[str]
    differences: list[Difference]

    made: ClassVar[Made] = {
        "id": lambda row, _: global_id("Revision", row[0].id),
        "version": lambda row, _: row[0].version,
        "at": lambda row, _: row[0].at,
        "changed": lambda row, _: [one.field for one in shown(row[1])],
        "differences": lambda row, _: shown(row[1]),
    }

    @described("Who made it, by the name they gave; null where there is none.")
    async def by(self) -> str | None:
        person = self._row[0].by
        found = await self._scene.load.one(accounts.by_id, person) if person else None
        return found.name or None if found else None


@strawberry.type
class RevisionEdge:
    cursor: str
    node: Revision


@strawberry.type
class RevisionConnection:
    edges: list[RevisionEdge]
    nodes: list[Revision]
    page_info: PageInfo


async def past(scene: Scene, offer_id: UUID, page: Page) -> RevisionConnection | None:
    """Show a page of an offer's edits, the newest first, to whoever may write it."""
    found = await scene.load.one(history.pages, (offer_id, page))
    if found is None:
        return None
    nodes = [shape(Revision, (row, found.differences[row.id]), scene) for row in found.rows]
    cursors = [cursor(row.version) for row in found.rows]
    edges = [RevisionEdge(cursor=c, node=n) for c, n in zip(cursors, nodes, strict=True)]
    info = page_info(page, cursors, more=found.more)
    return RevisionConnection(edges=edges, nodes=nodes, page_info=info)


async def waiting(scene: Scene, offer_id: UUID) -> list[Difference] | None:
    """Show the words of an offer that wait for a steward, to whoever may write it."""
    found = await scene.load.one(history.waits, offer_id)
    return None if found is None else shown(found)
