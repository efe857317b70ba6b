"""Reports that something on a page is not right, and what came of each."""

from collections.abc import Sequence

from starlette.responses import Response

from network.access import Act, require
from network.core import paging
from network.core.errors import Conflict, Invalid
from network.core.paging import Page
from network.directory import reports, sites
from network.directory.kept import Outcome
from network.directory.reports import Told
from network.people import accounts
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.press import Sheet
from network.web.views.hosts.around import Around
from network.web.views.keep import reports as views
from network.web.visit import Visit

SHOWN = 20
CHOOSE = Problem("outcome", "Choose what came of it.")


async def listed(visit: Visit) -> Response:
    """List what stands unanswered, the oldest first, and what came of the others."""
    after = paging.read_cursor(visit.request.query_params.get("after") or None)
    open_ones = [] if after else await visit.unit.read(reports.listed)
    found, more = await visit.unit.read(reports.answered, Page(SHOWN, after=after))
    by = {one.report.answered_by for one in found} - {None}
    people = await visit.unit.read(accounts.by_id, [id for id in by if id])
    page = views.page(open_ones, views.Answered(found, people, more=more), visit.known)
    return visit.show(Sheet("keep/reports.jinja", "Reports", "reports", first=not after), page)


async def look(visit: Visit) -> Response:
    """Show one report beside what the page says."""
    return await _shown(visit)


async def _shown(
    visit: Visit, typed: Typed = NOTHING, wrong: Sequence[Problem] = (), status: int = 200
) -> Response:
    told: Told = await visit.unit.read(reports.get, visit.id)
    require(visit.unit.actor, Act.ANSWER_REPORT, told.offer)
    others = await visit.unit.read(reports.listed, told.offer.id)
    own = await visit.unit.read(sites.of, told.offer.organisation_id)
    around = Around(visit.known, own)
    page = views.one(told, others, around, typed, wrong)
    title = f"{'Error: ' if wrong else ''}Report: {told.offer.title}"
    return visit.show(
        Sheet("keep/report.jinja", title, "reports", status=400 if wrong else status), page
    )


async def answer(visit: Visit) -> Response:
    """Say what came of it."""
    try:
        outcome = Outcome(visit.typed.one("outcome"))
    except ValueError:
        return await _shown(visit, visit.typed, [CHOOSE])
    try:
        await visit.unit.write(reports.answer, visit.id, outcome, visit.now)
    except Conflict:
        return await _shown(visit, visit.typed, status=409)
    except Invalid as refusal:
        return await _shown(visit, visit.typed, [Problem("outcome", refusal.sentence)])
    return visit.lead("/keep?done=answered")
