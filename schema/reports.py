"""Reports: what people say is wrong with a listing, for those who look after it."""

from datetime import datetime
from typing import ClassVar

import strawberry

from network.directory import search
from schema.base import Made, Shaped, described, global_id, shape
from schema.offers import Offer


@strawberry.type(description="Somebody said that something is wrong. Nobody knows who.")
class Report(Shaped):
    id: strawberry.ID
    at: datetime
    ticks: list[str]
    words: str | None

    made: ClassVar[Made] = {
        "id": lambda row, _: global_id("Report", row.report.id),
        "at": lambda row, _: row.report.at,
        "ticks": lambda row, _: row.report.ticks,
        "words": lambda row, _: row.report.words or None,
    }

    @described("The offer it is about.")
    async def offer(self) -> Offer | None:
        found = await self._scene.load.one(search.by_id, self._row.offer.id)
        return shape(Offer, found, self._scene) if found else None
