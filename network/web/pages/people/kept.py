"""What is kept about me: all of it to read, as a file too, and what I said yes to."""

from uuid import UUID

import orjson
from starlette.responses import Response

from network.core.errors import Missing
from network.people import consents, erasure, roles
from network.people.consents import Purpose, Wish
from network.places import localities
from network.web import press
from network.web.press import NEVER_KEPT, Sheet
from network.web.views.people import kept as views
from network.web.visit import Visit

HERE = "/me/kept"


async def look(visit: Visit) -> Response:
    """Show all that is kept about me."""
    papers = await visit.unit.read(erasure.papers)
    given = await visit.unit.read(consents.mine)
    grants = await visit.unit.read(roles.of)
    places = {one.id: one for one in await visit.unit.read(localities.all_)}
    yeses = views.yeses(given, grants, places, visit.known)
    done = visit.request.query_params.get("done", "")
    page = views.page(papers, yeses, visit.known, done)
    return visit.show(Sheet("people/kept.jinja", "What we keep about you"), page)


async def file(visit: Visit) -> Response:
    """Give all that is kept about me as a file (JSON): table by table, column by column."""
    papers = await visit.unit.read(erasure.papers)
    body = orjson.dumps({"made": visit.now, "kept": papers}, option=orjson.OPT_INDENT_2)
    headers = {
        **press.SAFE,
        "Cache-Control": NEVER_KEPT,
        "Content-Disposition": 'attachment; filename="what-is-kept-about-me.json"',
    }
    return Response(body, headers=headers, media_type="application/json")


async def agree(visit: Visit) -> Response:
    """Say yes to the words on the page."""
    purpose, about = _named(visit)
    wish = Wish(purpose, about, visit.typed.one("version"))
    await visit.unit.write(consents.give, wish, visit.now)
    return visit.lead(f"{HERE}?done=yes")


async def take_back(visit: Visit) -> Response:
    """Take a yes back."""
    purpose, about = _named(visit)
    await visit.unit.write(consents.withdraw, purpose, about, visit.now)
    return visit.lead(f"{HERE}?done=back")


def _named(visit: Visit) -> tuple[Purpose, UUID]:
    try:
        return Purpose(visit.typed.one("purpose")), UUID(visit.typed.one("about"))
    except ValueError:
        raise Missing("") from None
