"""Who keeps an entry: a second contact, handing over, leaving. Each takes one form."""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from network.core.errors import Conflict, Denied, Invalid, Missing, TooMany
from network.directory import organisations
from network.directory.tables import Organisation
from network.people import invitations, roles, teams
from network.people.invitations import Wish
from network.people.teams import Team
from network.web.asking import problems
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.press import Sheet
from network.web.views.hosts import team as views
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """Show who keeps the entry, and who is asked to."""
    return await _shown(visit)


async def _shown(visit: Visit, typed: Typed = NOTHING, wrong: Sequence[Problem] = ()) -> Response:
    team = await _team(visit)
    helpers = await visit.unit.read(teams.helpers, team)
    waiting = await visit.unit.read(teams.invited, team, visit.now)
    done = visit.request.query_params.get("done", "")
    page = views.page(team, helpers, waiting, visit.unit.actor.person, visit.known)
    page = views.with_form(page, typed, wrong, done)
    error = "Error: " if wrong else ""
    title = f"{error}Who keeps this entry: {team.name}"
    return visit.show(Sheet("hosts/team.jinja", title, status=400 if wrong else 200), page)


async def _team(visit: Visit) -> Team:
    found: Organisation = await visit.unit.read(organisations.get, visit.id)
    return Team(found.id, found.name, found.kept_by)


async def invite(visit: Visit) -> Response:
    """Ask somebody by letter to help, or to take the lead."""
    typed = visit.typed
    wish = Wish(typed.one("email"), as_lead=typed.one("as_lead") == "yes")
    try:
        await visit.unit.write(
            invitations.invite, await _team(visit), wish, visit.settings, visit.now
        )
    except (Invalid, Conflict, TooMany, Denied) as refusal:
        return await _shown(visit, typed, problems.of(refusal))
    return visit.lead(f"{_here(visit)}?done=asked")


async def take_back(visit: Visit) -> Response:
    """Take an invitation back before it is answered."""
    id = _id(visit, "invitation")
    await visit.unit.write(invitations.withdraw, await _team(visit), id, visit.now)
    return visit.lead(_here(visit))


async def hand_over(visit: Visit) -> Response:
    """Make another one lead."""
    team = await _team(visit)
    await visit.unit.write(roles.hand_over, _id(visit, "person"), team.holding)
    return visit.lead(f"{_here(visit)}?done=led")


async def remove(visit: Visit) -> Response:
    """Take another one's part in the entry away. It ends at once."""
    team = await _team(visit)
    await visit.unit.write(roles.revoke, _id(visit, "person"), team.holding)
    return visit.lead(f"{_here(visit)}?done=removed")


async def leave(visit: Visit) -> Response:
    """Stop keeping the entry oneself."""
    try:
        await visit.unit.write(roles.leave, visit.id)
    except Conflict as refusal:
        return await _shown(visit, wrong=problems.of(refusal))
    return visit.lead("/hosts/home?done=left")


def _id(visit: Visit, name: str) -> UUID:
    try:
        return UUID(visit.typed.one(name))
    except ValueError:
        raise Missing("") from None


def _here(visit: Visit) -> str:
    return f"/hosts/organisation/{visit.id}/people"
