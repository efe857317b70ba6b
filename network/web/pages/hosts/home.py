"""My offers: what a host runs, and what needs them."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from network.core.actor import Role
from network.directory import claims, hosted, organisations, search, waiting
from network.directory.kept import Claim, ClaimState
from network.directory.tables import Organisation
from network.web.press import Sheet
from network.web.views.hosts import answers
from network.web.views.hosts import home as views
from network.web.views.hosts.home import Hosted
from network.web.views.parts import Notice
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
    claimed = await visit.unit.read(claims.mine)
    said = await _answers(visit, list(run_by.values()), claimed)
    wait = any(one.state == ClaimState.WAITING for one in claimed)
    page = replace(page, notices=(*page.notices, *said), claimed=wait)
    return visit.show(Sheet("hosts/home.jinja", "My offers"), page)


async def _answers(visit: Visit, own: list[Organisation], claimed: Sequence[Claim]) -> list[Notice]:
    """Say what stewards said no to, and why, and what waits for an answer."""
    decided = await visit.unit.read(waiting.answers, [one.id for one in own])
    named = await visit.unit.read(organisations.by_id, {one.organisation_id for one in claimed})
    return [
        *answers.of_groups(own, decided, visit.known),
        *answers.of_claims(claimed, named, visit.known),
    ]
