"""Places: the areas networks are for, their districts, and what somebody typed for a place."""

from typing import Any, ClassVar
from uuid import UUID

import strawberry

from network.places import districts, localities, lookup
from schema.base import Info, Made, Node, Scene, Shaped, described, global_id, shape
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

    locality: "Locality | None"

    made: ClassVar[Made] = {
        "figures": lambda row, scene: [shape(Figure, f, scene) for f in row.figures],
        "locality": lambda row, scene: locality(scene, row.locality_id),
    }


@strawberry.type(description="A network's area: a set of districts with a name.")
class Locality(Node, Shaped):
    slug: str
    name: str
    time_zone: str

    made: ClassVar[Made] = {"id": lambda row, _: global_id("Locality", row.id)}

    @described("Its districts, A to Z.")
    async def districts(self, info: Info) -> list[District]:
        found = await info.context.load.one(districts.by_locality, self._row.id)
        return [shape(District, one, self._scene) for one in found or ()]


@strawberry.type(description="What a typed place was understood as; never a full postcode.")
class Place(Shaped):
    label: str
    outcode: str | None
    district: District | None
    approximate: bool

    made: ClassVar[Made] = {"district": lambda row, scene: district(scene, row.district)}

    @strawberry.field
    async def locality(self, info: Info) -> Locality | None:
        found = await info.context.load.one(localities.by_slugs, self._row.locality or "")
        return shape(Locality, found, self._scene) if found else None


def district(scene: Scene, code: str | None) -> Any:
    """Show the district behind a GSS code: at once if it was read beside, else when it comes."""
    if code is None:
        return None
    known = scene.districts.get(code)
    return shape(District, known, scene) if known else _fetched_district(scene, code)


def locality(scene: Scene, id: UUID | None) -> Any:
    """Show a locality: at once if it was read beside, else when it comes."""
    if id is None:
        return None
    known = scene.localities.get(id)
    return shape(Locality, known, scene) if known else _fetched_locality(scene, id)


async def _fetched_district(scene: Scene, code: str) -> District | None:
    found = await scene.load.one(districts.by_codes, code)
    return shape(District, found, scene) if found else None


async def _fetched_locality(scene: Scene, id: UUID) -> Locality | None:
    found = await scene.load.one(localities.by_id, id)
    return shape(Locality, found, scene) if found else None


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
