"""Organisations: who runs what."""

from typing import ClassVar

import strawberry

from network.core.errors import Missing
from network.directory import organisations
from network.directory.tables import Organisation as Row
from network.directory.tables import Standing
from schema.base import Info, Made, Node, Shaped, described, global_id, shape
from schema.enums import Sector
from schema.parts import Contact
from schema.places import District, district_of
from schema.terms import Term, term_or_none


@strawberry.type(description="An organisation or group. One with no website is one too.")
class Organisation(Node, Shaped):
    slug: str
    name: str
    host: Term | None
    sector: Sector
    website: str | None
    confirmed: bool
    demonstration: bool

    made: ClassVar[Made] = {
        "id": lambda row, _: global_id("Organisation", row.id),
        "host": lambda row, scene: term_or_none(scene, "host", row.host),
        "sector": lambda row, _: Sector(row.sector),
        "confirmed": lambda row, _: row.standing == Standing.CONFIRMED,
    }

    @described("What it says of itself.")
    async def about(self, info: Info) -> str | None:
        return (await self._whole(info)).about or None

    @strawberry.field
    async def contacts(self, info: Info) -> list[Contact]:
        whole = await self._whole(info)
        return [shape(Contact, c, self._scene) for c in organisations.shown_contacts(whole)]

    @strawberry.field
    async def ods_code(self, info: Info) -> str | None:
        return (await self._whole(info)).ods_code

    @strawberry.field
    async def charity_number(self, info: Info) -> str | None:
        return (await self._whole(info)).charity_number

    @strawberry.field
    async def company_number(self, info: Info) -> str | None:
        return (await self._whole(info)).company_number

    @described("The district it works from, where it has one.")
    async def home_district(self, info: Info) -> District | None:
        return await district_of(self, info, (await self._whole(info)).home_district)

    @described("The organisation it is part of, where it is.")
    async def hosted_by(self, info: Info) -> "Organisation | None":
        host = (await self._whole(info)).hosted_by
        found = await info.context.load.one(organisations.by_id, host) if host else None
        return shape(Organisation, found, self._scene) if found else None

    async def _whole(self, info: Info) -> Row:
        """Give the whole row; on an offer only its card is at hand, and all are read at once."""
        if isinstance(self._row, Row):
            return self._row
        found = await info.context.load.one(organisations.by_id, self._row.id)
        if found is None:
            raise Missing("We cannot find that organisation.")
        return found
