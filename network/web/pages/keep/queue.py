"""What waits: new groups, first pages, changed words, claims and reports, the oldest first."""

from starlette.responses import Response

from network.directory import organisations, queue, waiting
from network.web.press import Sheet
from network.web.views.keep import waits as views
from network.web.views.keep.waits import Beside
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """Show all that waits."""
    found = await visit.unit.read(queue.waiting)
    offers = [*found.listings, *(one.offer for one in found.words)]
    run_by = await visit.unit.read(organisations.by_id, {one.organisation_id for one in offers})
    answers = await visit.unit.read(waiting.answers, [one.id for one in found.groups])
    done = visit.request.query_params.get("done", "")
    page = views.page(found, Beside(run_by, answers), visit.known, done)
    return visit.show(Sheet("keep/queue.jinja", "What waits for you", "queue", first=True), page)
