"""One offer for those who run it: what people see, and what would help them most next."""

from dataclasses import dataclass

from starlette.responses import Response

from network.directory import revisions, sites, waiting
from network.directory.revisions import Written
from network.directory.texts import Text, text_of
from network.web.press import Sheet
from network.web.views.hosts import tasks
from network.web.views.hosts.around import Around
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Held:
    """An offer as its hosts last wrote it, as plain data too, and what to look words up in."""

    written: Written
    text: Text
    around: Around


async def held(visit: Visit) -> Held:
    """Read the offer of an address."""
    written = await visit.unit.read(revisions.current, visit.id)
    own = await visit.unit.read(sites.of, written.offer.organisation_id)
    text = text_of(written.fields, written.sites)
    return Held(written, text, Around(visit.known, own))


async def offer(visit: Visit) -> Response:
    """Show the list of things to do, and what state the offer is in."""
    found = await held(visit)
    decision = await visit.unit.read(waiting.answer, visit.id)
    page = tasks.page(found.written, found.text, visit.known, said(visit), decision)
    return visit.show(Sheet("hosts/offer.jinja", page.title), page)


def said(visit: Visit) -> str:
    """Say what was just done, by the word in the address; any other word is nothing."""
    return visit.request.query_params.get("done", "")
