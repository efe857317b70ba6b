"""An offer of which something waits: its first page, or words that change a shown one."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from network.access import Act, require
from network.core.errors import Conflict, Invalid
from network.directory import organisations, revisions, waiting
from network.directory.tables import Organisation
from network.directory.texts import Clash, Difference
from network.directory.waiting import Refusal
from network.web.asking import given, problems
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.hosts.offers import Held, held
from network.web.pages.keep import deciding
from network.web.views.keep import deciding as views
from network.web.views.keep import offers as shapes
from network.web.views.keep.deciding import DecidingPage
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """Show what waits of an offer."""
    return deciding.show(visit, await _page(visit))


async def _page(
    visit: Visit, typed: Typed = NOTHING, wrong: Sequence[Problem] = ()
) -> DecidingPage:
    found = await held(visit)
    require(visit.unit.actor, Act.LET_THROUGH, found.written.offer)
    run_by = await _run_by(visit, found)
    return shapes.page(found, run_by, typed, wrong)


async def _run_by(visit: Visit, found: Held) -> Organisation:
    return await visit.unit.read(organisations.get, found.written.offer.organisation_id)


async def let_through(visit: Visit) -> Response:
    """Publish what waits, as it was looked at."""
    version = given.version(visit.typed)
    try:
        await visit.unit.write(waiting.let_through, visit.id, version, visit.now)
    except Clash:
        return await _moved(visit, version)
    except Conflict as refusal:
        return deciding.refused(visit, await _page(visit), refusal)
    return visit.lead("/keep?done=live")


async def send_back(visit: Visit) -> Response:
    """Send back what waits, and say why."""
    version = given.version(visit.typed)
    try:
        refusal = Refusal(visit.typed.one("reason"), version)
        await visit.unit.write(waiting.refuse, visit.id, refusal, visit.now)
    except Clash:
        return await _moved(visit, version)
    except Conflict as refusal:
        return deciding.refused(visit, await _page(visit, visit.typed), refusal)
    except Invalid as refusal:
        return deciding.show(visit, await _page(visit, visit.typed, problems.of(refusal)))
    return visit.lead("/keep?done=back")


async def _moved(visit: Visit, version: int) -> Response:
    """Show what was changed since it was looked at, beside what it said then."""
    found = await held(visit)
    changed: Sequence[Difference] = await visit.unit.read(revisions.since, visit.id, version)
    page = await _page(visit, visit.typed)
    heads = ("What they changed just now", "What you looked at", "What it says now")
    beside = (views.compared(changed, found.around, *heads),) if changed else ()
    return deciding.moved(visit, replace(page, compared=(*beside, *page.compared)))
