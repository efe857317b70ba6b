"""Organisations: who runs what."""

from collections.abc import Callable
from inspect import isawaitable
from typing import Any, ClassVar
from uuid import UUID

import strawberry

from network.core.errors import Missing
from network.directory import carding, organisations
from network.directory.tables import Organisation as Row
from network.directory.tables import Standing
from schema.base import Made, Node, Scene, Shaped, global_id, shape
from schema.beside import WHOLE
from schema.enums import Sector
from schema.parts import Contact
from schema.places import District, district
from schema.terms import Term, term_or_none


@strawberry.type(description="An organisation or group. One with no website is one too.")
class Organisation(Node, Shaped):
    moving: ClassVar[frozenset[str]] = WHOLE | {"version"}

    slug: str
    name: str
    host: Term | None
    sector: Sector
    website: str | None
    confirmed: bool
    demonstration: bool
    about: str | None
    contacts: list[Contact]
    ods_code: str | None
    charity_number: str | None
    company_number: str | None
    home_district: District | None
    hosted_by: "Organisation | None"
    version: int

    made: ClassVar[Made] = {
        "id": lambda row, _: global_id("Organisation", row.id),
        "host": lambda row, scene: term_or_none(scene, "host", row.host),
        "sector": lambda row, _: Sector(row.sector),
        "confirmed": lambda row, _: row.standing == Standing.CONFIRMED,
        "about": lambda row, scene: _of_whole(row, scene, lambda whole: whole.about or None),
        "contacts": lambda row, scene: _of_whole(row, scene, lambda w: _contacts(w, scene)),
        "ods_code": lambda row, scene: _of_whole(row, scene, lambda w: w.ods_code),
        "charity_number": lambda row, scene: _of_whole(row, scene, lambda w: w.charity_number),
        "company_number": lambda row, scene: _of_whole(row, scene, lambda w: w.company_number),
        "home_district": lambda row, scene: _of_whole(
            row, scene, lambda w: district(scene, w.home_district)
        ),
        "version": lambda row, scene: _of_whole(row, scene, lambda w: w.version),
        "hosted_by": lambda row, scene: _of_whole(row, scene, lambda w: _host(w, scene)),
    }


def _of_whole(row: Any, scene: Scene, part: Callable[[Row], Any]) -> Any:
    """Give a part of the whole row; on an offer only the organisation's card is at hand."""
    whole = row if isinstance(row, Row) else scene.organisations.get(row.id)
    return part(whole) if whole is not None else _fetched(scene, row.id, part)


async def _fetched(scene: Scene, id: UUID, part: Callable[[Row], Any]) -> Any:
    whole = await scene.load.one(organisations.by_id, id)
    if whole is None:
        raise Missing("We cannot find that organisation.")
    found = part(whole)
    return await found if isawaitable(found) else found


def _contacts(whole: Row, scene: Scene) -> list[Contact]:
    shown = carding.open_to_all(whole.contacts, whole)
    return [shape(Contact, c, scene) for c in shown]


def _host(whole: Row, scene: Scene) -> Any:
    if whole.hosted_by is None:
        return None
    known = scene.organisations.get(whole.hosted_by)
    return shape(Organisation, known, scene) if known else _fetched_host(scene, whole.hosted_by)


async def _fetched_host(scene: Scene, id: UUID) -> Organisation | None:
    found = await scene.load.one(organisations.by_id, id)
    return shape(Organisation, found, scene) if found else None
