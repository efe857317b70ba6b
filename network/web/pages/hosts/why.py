"""For the people who run peer support: why list it, how long it takes, whom to call."""

from dataclasses import dataclass

from starlette.responses import Response

from network.web.press import Sheet
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class WhyPage:
    """`helper`: a person hosts may call or write to, as whoever runs this site has named them."""

    helper: str


async def why(visit: Visit) -> Response:
    """Show what it is for and how to begin."""
    page = WhyPage(visit.settings.host_help)
    return visit.show(Sheet("hosts/why.jinja", "List your peer support"), page)
