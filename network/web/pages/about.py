"""Who runs this, what is real in it, and how to look without being seen."""

from dataclasses import dataclass

from starlette.responses import Response

from network.web.press import Sheet
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What is real: how many offers are made up, and how many are described by others."""

    demonstration: bool
    made_up: str
    described: str


async def about(visit: Visit) -> Response:
    """Say who runs this and what is real."""
    page = AboutPage(
        demonstration=True,
        made_up="Support marked “Made up” is not real.",
        described="Support marked “Not confirmed” is real as far as we know.",
    )
    name = f"About {visit.site.name}"
    return visit.show(Sheet("about.jinja", name, "about", first=True), page)


async def stay_private(visit: Visit) -> Response:
    """Say what we keep (nothing) and what a phone keeps."""
    return visit.show(Sheet("stay_private.jinja", "Look without being seen", "private", first=True))
