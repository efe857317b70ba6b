"""Publishing a draft from its list of tasks; what must be said first is asked at once."""

from starlette.responses import Response

from network.core.errors import Invalid
from network.directory import offers
from network.web.asking import problems
from network.web.pages.hosts import part
from network.web.pages.hosts.offers import held
from network.web.pages.hosts.part import Frame
from network.web.views.hosts.parts import FIRST_SIX, JOIN
from network.web.views.parts import Link
from network.web.visit import Visit


async def publish(visit: Visit) -> Response:
    """Show it to everyone, or ask for what is missing on the page it belongs to."""
    here = f"/hosts/offers/{visit.id}"
    try:
        await visit.unit.write(offers.publish, visit.id, visit.now)
    except Invalid as refusal:
        found, wrong = await held(visit), problems.of(refusal)
        one = next((p for p in FIRST_SIX if wrong[0].field in p.names), JOIN)
        title = found.text["title"]
        frame = Frame(one, "Save", title, Link(title, here), action=f"{here}/{one.code}")
        return await part.show(visit, found, frame, one.filled(found.text), wrong)
    return visit.lead(f"{here}?done=live")
