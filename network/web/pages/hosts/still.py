"""“Is this still right?” for a host who is signed in: one tap says that it is."""

from starlette.responses import Response

from network.core.errors import Missing
from network.directory import assurance, offers, search
from network.directory.assurance import Word
from network.web.press import Sheet
from network.web.views.hosts import still as views
from network.web.views.hosts.still import NEVER, StillPage
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """Show what people see."""
    offer = await visit.unit.read(offers.get, visit.id)
    card = (await visit.unit.read(search.by_id, [visit.id])).get(visit.id)
    if card is None:
        raise Missing("Publish it first. Then there is something to check.")
    here = f"/hosts/offers/{visit.id}"
    places = f"/hosts/organisation/{offer.organisation_id}/places"
    page = StillPage(
        title=card.title,
        lead=views.lead(offer.rhythm_months),
        action=f"{here}/still-right",
        hidden=(),
        rows=views.rows(
            card, visit.known, lambda part: places if part == "places" else f"{here}/{part}"
        ),
        ways=views.ways(f"{here}/space", (f"{here}/pause", f"{here}/end")),
        note=NEVER,
    )
    return visit.show(Sheet("hosts/still.jinja", f"Is this still right? {card.title}"), page)


async def confirm(visit: Visit) -> Response:
    """Record that it is."""
    await visit.unit.write(assurance.confirm, visit.id, Word(), visit.now)
    return visit.lead(f"/hosts/offers/{visit.id}?done=checked")
