"""Sussex as a place: its districts with Census figures, its outward codes and its place names.

Made by the room's own verbs, in one go. Sources and licences: ATTRIBUTION, and the `basis`
of each row of `seed/places/outcodes.csv` and `names.csv`.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor
from network.core.unit import Unit
from network.places import districts, localities, names, outcodes
from network.places.tables import (
    DistrictFields,
    Figure,
    LocalityFields,
    OutcodeFields,
    PlaceNameFields,
)

FOLDER = Path(__file__).parent / "places"

SUSSEX = LocalityFields(
    slug="sussex",
    name="Sussex",
    centroid=(531_607.0, 112_905.0),  # the districts' middles, weighed by their people
)
COUNTIES = ("Sussex", "East Sussex", "West Sussex")

ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
    "Contains National Statistics data © Crown copyright and database right 2025. "
    "Licensed under the Open Government Licence v3.0."
)

CENSUS = "Census 2021 (Office for National Statistics, Open Government Licence v3.0)"
DEPRIVATION = "English Indices of Deprivation 2025 (Open Government Licence v3.0)"

# Column of districts.csv → what it says, its unit, its year and its source.
FIGURES = {
    "households": ("Households, rounded", "households", 2021, CENSUS),
    "minority_ethnic": ("People of any ethnic group but White", "%", 2021, CENSUS),
    "not_white_british": ("People who are not White British", "%", 2021, CENSUS),
    "lgb_plus": ("People aged 16 and over who are LGB+", "%", 2021, CENSUS),
    "orientation_not_answered": (
        "People aged 16 and over who did not answer the question on sexual orientation",
        "%",
        2021,
        CENSUS,
    ),
    "deprivation": ("Deprivation: mean score of its neighbourhoods", "score", 2025, DEPRIVATION),
}

Cells = dict[str, str]


async def sow(unit: Unit) -> None:
    """Put Sussex on the map, whole or not at all. Does nothing when it is there already."""
    if not any(one.slug == SUSSEX.slug for one in await unit.read(localities.all_)):
        await unit.write(_put)


async def _put(db: AsyncSession, actor: Actor) -> None:
    await localities.open_(db, actor, SUSSEX)
    areas = [_district(cells) for cells in _rows("districts")]
    await districts.add(db, actor, SUSSEX.slug, areas)
    await outcodes.add(db, actor, [_outcode(cells) for cells in _rows("outcodes")])
    await names.add(db, actor, SUSSEX.slug, [*_names(areas)])


def _rows(name: str) -> Iterator[Cells]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _point(cells: Cells) -> tuple[float, float]:
    return (float(cells["easting"]), float(cells["northing"]))


def _district(cells: Cells) -> DistrictFields:
    return DistrictFields(
        code=cells["code"],
        slug=cells["slug"],
        name=cells["name"],
        upper=cells["upper"],
        nhs_place=cells["nhs_place"],
        population=int(cells["population"]),
        population_year=2021,
        population_source=CENSUS,
        figures=[
            Figure(
                code=code,
                label=label,
                value=float(cells[code]),
                unit=unit,
                year=year,
                source=source,
            )
            for code, (label, unit, year, source) in FIGURES.items()
        ],
        centroid=_point(cells),
    )


def _outcode(cells: Cells) -> outcodes.Share:
    fields = OutcodeFields(
        code=cells["code"],
        centroid=_point(cells),
        main_district=cells["main_district"] or None,
        post_town=cells["post_town"],
        basis=cells["basis"],
        geographic=cells["geographic"] == "yes",
    )
    share = float(cells["share"])
    return fields, ({SUSSEX.slug: share} if share else {})


def _names(areas: list[DistrictFields]) -> Iterator[PlaceNameFields]:
    """Give towns and villages, then the districts and counties whose names are not a town's."""
    known = set()
    for cells in _rows("names"):
        known.add(names.fold(cells["name"]))
        yield PlaceNameFields(
            name=cells["name"],
            kind=cells["kind"],
            centroid=_point(cells),
            district=cells["district"],
            aliases=[alias for alias in cells["aliases"].split(";") if alias],
        )
    for area in areas:
        if names.fold(area.name) not in known:
            yield PlaceNameFields(
                name=area.name, kind="district", centroid=area.centroid, district=area.code
            )
    for county in COUNTIES:
        yield PlaceNameFields(name=county, kind="county", centroid=SUSSEX.centroid)
