"""One visit: somebody, never known by name, asks for one page.

It opens the unit, looks up the words every page needs, and turns refusals into pages that help.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from network.core.actor import ANYONE
from network.core.away import away
from network.core.errors import Missing, Refusal
from network.core.unit import Unit
from network.directory import terms
from network.places import districts
from network.web import press, sorry
from network.web.known import Area, Known
from network.web.press import Sheet, Site


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page has to work with."""

    request: Request
    unit: Unit
    known: Known
    site: Site
    locality: str

    def show(self, sheet: Sheet, page: Any = None) -> Response:
        """Answer with a page."""
        return press.show(self.request, sheet, self.site, page)


Page = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def opened(page: Page) -> Endpoint:
    """Make a page that Starlette can serve."""

    async def serve(request: Request) -> Response:
        try:
            return await _visited(request, page)
        except Missing as refusal:
            return sorry.missing(request, refusal.sentence)
        except Refusal as refusal:
            return sorry.refused(request, refusal.sentence)
        except Exception as error:
            if away(error):
                return sorry.mending(request)
            raise

    return serve


async def _visited(request: Request, page: Page) -> Response:
    house = request.app.state.house
    locality = house.settings.locality
    async with Unit(house.sessions, ANYONE) as unit:
        words = await unit.read(terms.words)
        rows = await unit.read(districts.of_locality, locality)
        areas = {row.code: Area(row.code, row.slug, row.name) for row in rows}
        known = Known(words, areas, house.outside.clock())
        return await page(Visit(request, unit, known, sorry.site(request), locality))
