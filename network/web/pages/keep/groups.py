"""A new group: who they are, what they ask to show, and whether it is let in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from starlette.responses import Response

from network.access import Act, require
from network.core.errors import Conflict, Invalid
from network.directory import history, hosted, organisations, sites, vouching, waiting
from network.directory.vouching import Moved
from network.people import teams
from network.people.teams import Team
from network.web.asking import problems
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.keep import deciding
from network.web.views.hosts.around import Around
from network.web.views.keep import groups as shapes
from network.web.views.keep.deciding import DecidingPage
from network.web.views.keep.groups import Group
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """Show a group with all that would go live."""
    return deciding.show(visit, await _page(visit))


async def _page(
    visit: Visit, typed: Typed = NOTHING, wrong: Sequence[Problem] = ()
) -> DecidingPage:
    found = await visit.unit.read(organisations.get, visit.id)
    require(visit.unit.actor, Act.LET_THROUGH, found)
    offers = await visit.unit.read(hosted.of, found.id)
    texts = await visit.unit.read(history.written, [one.id for one in offers])
    team = Team(found.id, found.name, found.kept_by)
    around = Around(visit.known, await visit.unit.read(sites.of, found.id))
    answers = await visit.unit.read(waiting.answers, [found.id])
    group = Group(
        found,
        await visit.unit.read(teams.helpers, team),
        [(one, texts[one.id]) for one in offers if one.id in texts],
        answers.get(found.id),
    )
    return shapes.page(group, around, typed, wrong)


async def let_in(visit: Visit) -> Response:
    """Confirm the group, as it was looked at."""
    try:
        seen = _looked_at(visit.typed)
        await visit.unit.write(vouching.confirm, visit.id, visit.now, looked_at=seen)
    except Conflict as refusal:
        return await _refused(visit, refusal)
    return visit.lead("/keep?done=in")


async def send_back(visit: Visit) -> Response:
    """Send the group back, and say why."""
    reason = visit.typed.one("reason")
    try:
        await visit.unit.write(vouching.refuse, visit.id, reason, visit.now)
    except Conflict as refusal:
        return await _refused(visit, refusal)
    except Invalid as refusal:
        return deciding.show(visit, await _page(visit, visit.typed, problems.of(refusal)))
    return visit.lead("/keep?done=back")


async def _refused(visit: Visit, refusal: Conflict) -> Response:
    page = await _page(visit, visit.typed)
    if isinstance(refusal, Moved):
        return deciding.moved(visit, page)
    return deciding.refused(visit, page, refusal)


def _looked_at(typed: Typed) -> Mapping[UUID, int]:
    """Read which versions of the group and its offers the form was made from."""
    try:
        pairs = [one.split(":") for one in typed.many("seen")]
        return {UUID(id): int(version) for id, version in pairs}
    except ValueError:
        raise Invalid("Open this page again, so that we know what you looked at.") from None
