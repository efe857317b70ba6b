"""Letters that were given up: to be sent once more, or let go. Their words are shown to nobody."""

from uuid import UUID

from starlette.responses import Response

from network.core.errors import Missing
from network.post import letters
from network.web.press import Sheet
from network.web.views.keep import letters as views
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """List them, the newest first."""
    found = await visit.unit.read(letters.dead)
    page = views.page(found, visit.known, visit.request.query_params.get("done", ""))
    sheet = Sheet("keep/letters.jinja", "Letters that did not arrive", "letters", first=True)
    return visit.show(sheet, page)


async def again(visit: Visit) -> Response:
    """Send one once more."""
    await visit.unit.write(letters.again, _id(visit), visit.now)
    return visit.lead("/keep/letters?done=again")


async def let_go(visit: Visit) -> Response:
    """Let one go; its words are erased."""
    await visit.unit.write(letters.let_go, _id(visit))
    return visit.lead("/keep/letters?done=gone")


def _id(visit: Visit) -> UUID:
    try:
        return UUID(visit.typed.one("letter"))
    except ValueError:
        raise Missing("") from None
