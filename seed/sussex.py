"""Real peer support in Sussex, as public sources described it; nobody who runs it confirmed it.

Two tables a person can read and mend: `organisations.csv` and `offers.csv`. No numbers of anyone.
An empty cell means that the source did not say. Where the rows come from: docs/seeds.md.
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from network.directory.organisations import Origin
from network.directory.sites import Whereabouts
from network.directory.tables import (
    OfferFields,
    OfferState,
    OrganisationFields,
    SiteFields,
    Standing,
)
from seed import vocabularies
from seed.hosts import Host, Life, Listed, Place

FOLDER = Path(__file__).parent / "sussex"

LISTS = (
    "also_kinds",
    "settings",
    "formats",
    "access_routes",
    "themes",
    "first_time",
    "records",
    "cost",
    "languages",
)
NUMBERS = ("age_from", "age_to", "session_limit", "usual_size")
WORDS = ("title", "summary", "kind", "who_words", "records_words", "join_words", "schedule_words")
CODES = ("leadership", "how_long")

Cells = dict[str, str]


def hosts() -> list[Host]:
    """Read every organisation with its offers."""
    offers: dict[str, list[Cells]] = {}
    for cells in rows("offers"):
        offers.setdefault(cells["organisation"], []).append(cells)
    return [_host(cells, offers.get(cells["name"], [])) for cells in rows("organisations")]


def rows(name: str) -> list[Cells]:
    """Read one of the two tables."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def districts() -> dict[str, str]:
    """Give the code of each district of Sussex by its name."""
    return {area["label"]: area["code"] for area in vocabularies.taxonomy()["areas"]["terms"]}


def _host(cells: Cells, offers: list[Cells]) -> Host:
    home = cells["home_district"]
    fields = OrganisationFields(
        name=cells["name"],
        host=cells["host"] or None,
        about=cells["about"],
        website=cells["website"] or None,
        home_district=districts()[home] if home else None,
    )
    places = [_place(offer) for offer in offers if offer["place"]]
    return Host(fields, _origin(cells), places, [_listed(offer) for offer in offers])


def _origin(cells: Cells) -> Origin:
    return Origin(
        standing=Standing.UNCONFIRMED,
        source=cells["source"],
        described=cells["described"] or None,
    )


def _place(cells: Cells) -> Place:
    """Put a place in the middle of its town: no source gives more."""
    fields = SiteFields(name=cells["place"], town=cells["town"])
    return Place(cells["title"], fields, Whereabouts(postcode=cells["town"]))


def _listed(cells: Cells) -> Listed:
    life = Life(
        state=OfferState(cells["state"]),
        last_day=date.fromisoformat(cells["last_day"]) if cells["last_day"] else None,
        reason=cells["ending_reason"] or None,
    )
    places = [cells["title"]] if cells["place"] else []
    return Listed(_fields(cells), places, life, origin=_origin(cells))


def _fields(cells: Cells) -> OfferFields:
    filled: dict[str, object] = {name: cells[name] for name in WORDS}
    filled |= {name: cells[name] or None for name in CODES}
    filled |= {name: int(cells[name]) if cells[name] else None for name in NUMBERS}
    filled |= {name: list(_several(cells[name])) for name in LISTS}
    filled["districts"] = [districts()[name] for name in _several(cells["districts"])]
    filled["anywhere"] = cells["anywhere"] == "yes"
    filled["made_for"] = [
        dict(zip(("community", "level"), made.split(": "), strict=True))
        for made in _several(cells["made_for"])
    ]
    return OfferFields.model_validate(filled)


def _several(cell: str) -> Iterator[str]:
    yield from filter(None, (part.strip() for part in cell.split(";")))
