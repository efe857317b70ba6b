"""The letters that wait, for whoever tries the service out on their own machine.

Whoever reads them can sign in as anybody. So the page is there only where letters are not sent and
nobody else can come in; and it answers only a browser on this machine that asks us directly.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.responses import Response

from network.core.actor import service
from network.core.errors import Missing
from network.core.origin import OURS
from network.core.settings import on_this_machine
from network.core.unit import Unit
from network.post import letters
from network.post.letters import Letter
from network.web.press import NEVER_KEPT, Sheet
from network.web.visit import Visit

READER = service("inbox")
PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
LINK = re.compile(r"(https?://[^\s<>\"]+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as it is shown: its lines, each in pieces; every second piece is a link."""

    to: str
    subject: str
    lines: tuple[tuple[str, ...], ...]


async def inbox(visit: Visit) -> Response:
    """Show the letters that wait, newest first."""
    house = visit.request.app.state.house
    if not (house.settings.letters_shown and _from_here(visit.request.headers)):
        raise Missing("")
    async with Unit(house.sessions, READER) as unit:
        found = await unit.read(letters.waiting)
    sheet = Sheet("inbox.jinja", "Letters that were not sent", hidden=True, keep=NEVER_KEPT)
    return visit.show(sheet, [_shown(letter) for letter in found])


def _from_here(headers: Mapping[str, str]) -> bool:
    """Refuse what another machine, a name that only leads here, or another site asks."""
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    direct = not any(name in headers for name in PASSED_ON)
    return on_this_machine(host) and direct and headers.get("sec-fetch-site", "none") in OURS


def _shown(letter: Letter) -> Shown:
    lines = tuple(tuple(LINK.split(line)) for line in letter.text.splitlines())
    return Shown(letter.to, letter.subject, lines)
