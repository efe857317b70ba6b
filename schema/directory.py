"""The directory's questions: find offers and organisations, or fetch one by its name."""

from typing import ClassVar

import strawberry

from network.core.errors import Missing
from network.core.paging import cursor
from network.directory import organisations, search, wanted, widening
from network.places import localities
from schema import beside
from schema.base import (
    Info,
    Made,
    Node,
    PageInfo,
    Scene,
    Shaped,
    chosen,
    described,
    page_asked,
    page_info,
    read_global_id,
    shape,
)
from schema.enums import Order
from schema.filters import Near, OfferFilter, OrganisationFilter
from schema.offers import Offer
from schema.organisations import Organisation
from schema.places import Locality, Place
from schema.terms import scene_of


@strawberry.type(description="One choice of a filter, and how many offers it would show.")
class FacetValue(Shaped):
    code: str
    label: str
    count: int


@strawberry.type(description="A filter with its counts; each ignores what is chosen in itself.")
class Facet(Shaped):
    code: str
    label: str
    values: list[FacetValue]
    not_stated: int

    made: ClassVar[Made] = {
        "code": lambda row, _: row.name,
        "values": lambda row, scene: [shape(FacetValue, v, scene) for v in row.values],
        "not_stated": lambda row, _: row.unsaid,
    }


@strawberry.type(
    description="A way on when little was found: the filter it changes, and what that gives."
)
class Widening:
    label: str
    filter: str
    count: int


@strawberry.type
class OfferEdge(Shaped):
    cursor: str
    node: Offer
    distance: int | None
    serves_area: bool | None
    matched: list[str]

    made: ClassVar[Made] = {
        "node": lambda row, scene: shape(Offer, row.offer, scene, upcoming=row.upcoming),
    }


@strawberry.type(description="A page of offers.")
class OfferConnection(Shaped):
    edges: list[OfferEdge]
    nodes: list[Offer]
    total_count: int
    facets: list[Facet]
    place: Place | None
    showing_for: str | None

    made: ClassVar[Made] = {
        "edges": lambda row, scene: [shape(OfferEdge, hit, scene) for hit in row.hits],
        "nodes": lambda row, scene: [
            shape(Offer, hit.offer, scene, upcoming=hit.upcoming) for hit in row.hits
        ],
        "total_count": lambda row, _: row.total,
        "facets": lambda row, scene: [shape(Facet, one, scene) for one in row.facets],
        "place": lambda row, scene: shape(Place, row.place, scene) if row.place else None,
    }

    @described("What to relax when little was found; each count is what that then gives.")
    def widen(self) -> list[Widening]:
        ways = self._more["ways"]
        return [Widening(label=w.label, filter=w.filter, count=w.count) for w in ways]

    @strawberry.field
    def page_info(self) -> PageInfo:
        ends = [hit.cursor for hit in (*self._row.hits[:1], *self._row.hits[-1:])]
        return page_info(self._more["page"], ends, more=self._row.more)


@strawberry.type
class OrganisationEdge:
    cursor: str
    node: Organisation


@strawberry.type(description="A page of organisations, A to Z.")
class OrganisationConnection:
    edges: list[OrganisationEdge]
    nodes: list[Organisation]
    page_info: PageInfo


@strawberry.type
class DirectoryQuery:
    """What can be asked of the directory."""

    @described("Find offers.")
    async def offers(  # noqa: PLR0913, PLR0917  # the API's own words
        self,
        info: Info,
        locality: str | None = None,
        filter: OfferFilter | None = None,
        near: Near | None = None,
        order_by: Order | None = None,
        first: int | None = 20,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> OfferConnection:
        page = page_asked(info, first, after, last, before)
        parts = chosen(info)
        dates = "nextOccurrences" in info.context.names
        counts = ("totalCount" in parts, "facets" in parts, "widen" in parts)
        wants = wanted.Parts(*counts, dates=dates)
        asked = wanted.Asked(
            filter.plain() if filter else wanted.OfferFilter(),
            near.plain() if near else None,
            locality,
            order_by,
        )
        now, read = info.context.now, info.context.unit.read
        found = await read(search.offers, asked, page, wants, now)
        ways = await read(widening.ways, asked, found, now) if wants.widen else []
        scene = Scene(found.words, now, info.context.load)
        scene = await beside.offers(info, scene, [hit.offer for hit in found.hits])
        return shape(OfferConnection, found, scene, page=page, ways=ways)

    @described("One offer by its name in addresses.")
    async def offer(self, info: Info, slug: str) -> Offer | None:
        scene = await scene_of(info)
        found = await info.context.unit.read(search.offer, slug)
        return shape(Offer, found, await beside.offers(info, scene, [found]))

    @described("Find organisations, A to Z.")
    async def organisations(
        self,
        info: Info,
        locality: str | None = None,
        filter: OrganisationFilter | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> OrganisationConnection:
        page = page_asked(info, first, after)
        asked = (filter or OrganisationFilter()).plain(locality)
        scene = await scene_of(info)
        rows, more = await info.context.unit.read(organisations.listed, asked, page)
        scene = await beside.organisations_of(info, scene, rows)
        nodes = [shape(Organisation, row, scene) for row in rows]
        cursors = [cursor(row.name, row.id.hex) for row in rows]
        edges = [OrganisationEdge(cursor=c, node=n) for c, n in zip(cursors, nodes, strict=True)]
        return OrganisationConnection(
            edges=edges, nodes=nodes, page_info=page_info(page, cursors, more=more)
        )

    @described("One organisation by its name in addresses.")
    async def organisation(self, info: Info, slug: str) -> Organisation | None:
        scene = await scene_of(info)
        found = await info.context.unit.read(organisations.by_slug, slug)
        return shape(Organisation, found, scene)

    @described("Anything that has an id.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        kind, key = read_global_id(id, *NODES)
        scene = await scene_of(info)
        type_, by_id = NODES[kind]
        found = (await info.context.unit.read(by_id, [key])).get(key)
        if found is None:
            raise Missing("There is no such thing here.", field="id")
        return shape(type_, found, scene)


NODES = {
    "Offer": (Offer, search.by_id),
    "Organisation": (Organisation, organisations.by_id),
    "Locality": (Locality, localities.by_id),
}
