"""The way in for stewards: for everybody else there is no such page.

A steward's powers count once a second step was given (`core.actor`), so that is asked for first.
"""

from urllib.parse import quote

from starlette.responses import Response

from network.core.actor import Role
from network.core.errors import Missing
from network.web import sorry
from network.web.pages.people import me
from network.web.press import Sheet
from network.web.visit import Page, Visit

STEP = "/me/second-step"


def for_stewards(page: Page | None) -> Page | None:
    """Show a page to stewards who have given a second step."""
    if page is None:
        return None
    behind = page

    async def shown(visit: Visit) -> Response:
        actor = visit.unit.actor
        if not any(grant.role is Role.STEWARD for grant in actor.grants):
            raise Missing("")
        return await (behind(visit) if actor.strong else _step(visit))

    return shown


async def _step(visit: Visit) -> Response:
    """Ask for the second step; what was typed is kept meanwhile."""
    if visit.typed:
        return sorry.second_step(visit.request, visit.typed)
    if not (await me.viewer(visit)).has_second_factor:
        return visit.show(Sheet("keep/step.jinja", "First a second step"))
    url = visit.request.url
    here = f"{url.path}?{url.query}" if url.query else url.path
    return visit.lead(f"{STEP}/give?to={quote(here, safe='')}")
