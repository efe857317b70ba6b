"""Places: the areas networks are for, their districts, and what somebody typed for a place."""

from typing import ClassVar

import strawberry

from network.places import districts, localities, lookup
from schema.base import Info, Made, Node, Shaped, described, global_id, shape
from schema.terms import scene_of


@strawberry.type(description="A published figure about a district, with its year and source.")
class Figure(Shaped):
    code: str
    label: str
    value: float
    unit: str
    year: int
    source: str


@strawberry.type(description="A council area (lower tier or unitary) with its GSS code.")
class District(Shaped):
    code: str
    slug: str
    name: str
    population: int | None
    population_year: int | None
    population_source: str
    figures: list[Figure]

    made: ClassVar[Made] = {
        "figures": lambda row, scene: [shape(Figure, f, scene) for f in row.figures]
    }

    @described("The locality it lies in; null for a neighbour.")
    async def locality(self, info: Info) -> "Locality | None":
        if self._row.locality_id is None:
            return None
        found = await info.context.load.one(localities.by_id, self._row.locality_id)
        return shape(Locality, found, self._scene) if found else None


@strawberry.type(description="A network's area: a set of districts with a name.")
class Locality(Node, Shaped):
    slug: str
    name: str
    time_zone: str

    made: ClassVar[Made] = {"id": lambda row, _: global_id("Locality", row.id)}

    @described("Its districts, A to Z.")
    async def districts(self, info: Info) -> list[District]:
        found = await info.context.unit.read(districts.of_locality, self._row.slug)
        return [shape(District, one, self._scene) for one in found]


@strawberry.type(description="What a typed place was understood as; never a full postcode.")
class Place(Shaped):
    label: str
    outcode: str | None
    approximate: bool

    @strawberry.field
    async def district(self, info: Info) -> District | None:
        return await district_of(self, info, self._row.district)

    @strawberry.field
    async def locality(self, info: Info) -> Locality | None:
        if self._row.locality is None:
            return None
        found = await info.context.load.one(localities.by_slugs, self._row.locality)
        return shape(Locality, found, self._scene) if found else None


async def district_of(node: Shaped, info: Info, code: str | None) -> District | None:
    """Show the district behind a GSS code; those asked for at once are read at once."""
    if code is None:
        return None
    found = await info.context.load.one(districts.by_codes, code)
    return shape(District, found, node._scene) if found else None  # noqa: SLF001  # a node's own


@strawberry.type
class PlacesQuery:
    """What can be asked about places."""

    @described("Every locality, A to Z.")
    async def localities(self, info: Info) -> list[Locality]:
        scene = await scene_of(info)
        found = await info.context.unit.read(localities.all_)
        return [shape(Locality, one, scene) for one in found]

    @described("One locality by its name in addresses.")
    async def locality(self, info: Info, slug: str) -> Locality | None:
        scene = await scene_of(info)
        return shape(Locality, await info.context.unit.read(localities.by_slug, slug), scene)

    @described("A postcode, an outward code or a place name.")
    async def place(self, info: Info, text: str) -> Place | None:
        scene = await scene_of(info)
        found = await info.context.unit.read(lookup.find, text, field="text")
        return shape(Place, found, scene)
