"""Taking an offer out of sight at once, where it could bring a person to harm."""

from collections.abc import Sequence

from starlette.responses import Response

from network.access import Act, require
from network.core.errors import Conflict, Invalid
from network.directory import offers, waiting
from network.directory.tables import Offer
from network.directory.waiting import Refusal
from network.web.asking import fields, given, problems
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.pages.keep import form
from network.web.views.keep.deciding import REASON
from network.web.views.parts import Link
from network.web.visit import Visit


async def look(visit: Visit) -> Response:
    """Say what it does, and ask why."""
    return await _ask(visit)


async def _ask(visit: Visit, wrong: Sequence[Problem] = (), status: int = 200) -> Response:
    found: Offer = await visit.unit.read(offers.get, visit.id)
    require(visit.unit.actor, Act.LET_THROUGH, found)
    filled = fields.filled([REASON], visit.typed, wrong)
    asking = Asking(
        heading="Take it out of sight",
        filled=filled.also(fields.hidden("version", str(found.version))),
        button="Take it out of sight now",
        caption=found.title,
        lead="For a page that could bring somebody to harm.",
        lines=(
            "Nobody finds it from this moment on. What it says is kept.",
            "Its hosts read why. They may mend it and ask you to show it again.",
        ),
        back=Link("Leave it as it is", f"/offers/{found.slug}"),
    )
    return form.show(visit, asking, "queue", status)


async def take(visit: Visit) -> Response:
    """Take it out of sight."""
    version = given.version(visit.typed)
    try:
        refusal = Refusal(visit.typed.one("reason"), version)
        await visit.unit.write(waiting.take_down, visit.id, refusal, visit.now)
    except Conflict as refused:
        return await _ask(visit, [Problem("reason", refused.sentence)], 409)
    except Invalid as refused:
        return await _ask(visit, problems.of(refused))
    return visit.lead("/keep?done=down")
