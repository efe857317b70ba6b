"""Who runs it, asked before a first listing: the least there is to ask, and it takes a minute."""

from collections.abc import Sequence

from starlette.responses import Response

from network.core.errors import Conflict, Invalid
from network.core.filling import fill
from network.core.idempotency import Key
from network.directory import organisations
from network.directory.organisations import Origin
from network.directory.tables import OrganisationFields
from network.web.asking import fields, page, problems
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.hosts import once
from network.web.views.hosts import organisation as views
from network.web.views.hosts.around import Around
from network.web.views.parts import Link
from network.web.visit import Visit

SCOPE = "web.organisation"
HOME = Link("My offers", "/hosts/home")


async def starting(visit: Visit) -> Response:
    """Ask who runs it."""
    if on := await once.on(visit, SCOPE, "/hosts/organisation/{id}"):
        return on
    return _ask(visit, NOTHING)


def _ask(visit: Visit, typed: Typed, wrong: Sequence[Problem] = ()) -> Response:
    asked = views.first(Around(visit.known))
    filled = fields.filled(asked, typed, wrong).also(fields.hidden(once.NAME, once.mark(visit)))
    asking = Asking(
        heading="Who runs it?",
        filled=filled,
        button="Continue",
        caption="List your support",
        lead="A few people with no paper behind them are as welcome as a trust.",
        back=HOME,
    )
    return page.show(visit, asking)


async def start(visit: Visit) -> Response:
    """Enter the organisation, once however often the button is pressed."""
    typed = visit.typed
    try:
        said = fill(OrganisationFields, views.read_first(typed))
        key = Key.of(SCOPE, once.mark(visit), said.name)
        await visit.unit.write(organisations.start, said, Origin(), visit.now, key=key)
    except (Invalid, Conflict) as refusal:
        return _ask(visit, typed, problems.of(refusal))
    return visit.lead("/hosts/new/1")
