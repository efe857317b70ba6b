"""My offers: what a host runs, and what needs them."""

from starlette.responses import Response

from network.core.actor import Role
from network.directory import hosted, organisations, search
from network.web.press import Sheet
from network.web.views.hosts import home as views
from network.web.views.hosts.home import Hosted
from network.web.visit import Visit


async def home(visit: Visit) -> Response:
    """Show what is mine, and what needs me."""
    mine = await visit.unit.read(hosted.mine)
    cards = await visit.unit.read(search.by_id, [one.id for one in mine])
    scopes = visit.unit.actor.scopes(Role.HOST)
    run_by = await visit.unit.read(organisations.by_id, scopes)
    done = visit.request.query_params.get("done", "")
    page = views.page(
        [Hosted(one, cards.get(one.id)) for one in mine], list(run_by.values()), visit.known, done
    )
    return visit.show(Sheet("hosts/home.jinja", "My offers"), page)
