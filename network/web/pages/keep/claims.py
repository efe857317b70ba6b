"""A claim: somebody says that an entry is theirs to keep."""

from collections.abc import Sequence

from starlette.responses import Response

from network.access import Act, require
from network.core.errors import Conflict, Invalid
from network.directory import claims
from network.people import teams
from network.people.teams import Team
from network.web.asking import problems
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.keep import deciding
from network.web.views.keep import claims as shapes
from network.web.views.keep.deciding import DecidingPage
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """Show who claims what, and who keeps it now."""
    return deciding.show(visit, await _page(visit))


async def _page(
    visit: Visit, typed: Typed = NOTHING, wrong: Sequence[Problem] = ()
) -> DecidingPage:
    found = await visit.unit.read(claims.get, visit.id)
    run_by = found.organisation
    require(visit.unit.actor, Act.ANSWER_CLAIM, run_by)
    helpers = await visit.unit.read(teams.helpers, Team(run_by.id, run_by.name, run_by.kept_by))
    return shapes.page(found, helpers, visit.known, typed, wrong)


async def accept(visit: Visit) -> Response:
    """Say yes."""
    try:
        await visit.unit.write(claims.accept, visit.id, visit.now)
    except Conflict as refusal:
        return deciding.refused(visit, await _page(visit), refusal)
    return visit.lead("/keep?done=yes")


async def refuse(visit: Visit) -> Response:
    """Say no, and why."""
    try:
        await visit.unit.write(claims.refuse, visit.id, visit.typed.one("reason"), visit.now)
    except Conflict as refusal:
        return deciding.refused(visit, await _page(visit, visit.typed), refusal)
    except Invalid as refusal:
        return deciding.show(visit, await _page(visit, visit.typed, problems.of(refusal)))
    return visit.lead("/keep?done=no")
