"""What else a host may tell from a letter: full for now, a break, the last date."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from starlette.responses import Response

from network.core.errors import Conflict, Invalid, Missing
from network.directory import checks
from network.directory.checks import Check
from network.directory.edits import Space
from network.web.asking import fields, given, page, problems
from network.web.asking.fields import Field
from network.web.asking.page import Asking
from network.web.asking.problems import Problem, Problems
from network.web.pages.checks import by_link, gone, thanks
from network.web.pages.hosts import life
from network.web.views.hosts.around import Around
from network.web.views.parts import Link
from network.web.visit import Visit

Ask = Callable[[Visit, Check, Sequence[Problem]], Response]
Tell = Callable[[Visit], Awaitable[Check]]


async def _asked(visit: Visit, ask: Ask, wrong: Sequence[Problem] = ()) -> Response:
    try:
        check = await visit.unit.read(checks.look, by_link(visit), visit.now)
    except Missing as refusal:
        return gone(visit, refusal)
    return thanks(visit, check) if check.already else ask(visit, check, wrong)


async def _told(visit: Visit, tell: Tell, ask: Ask, lead: str) -> Response:
    try:
        return thanks(visit, await tell(visit), lead)
    except Missing as refusal:
        return gone(visit, refusal)
    except Problems as wrong:
        return await _asked(visit, ask, wrong.found)
    except (Invalid, Conflict) as refusal:
        return await _asked(visit, ask, problems.of(refusal))


def _asking(
    visit: Visit, check: Check, heading: str, asked: Sequence[Field], button: str, lead: str,
    wrong: Sequence[Problem],
) -> Response:  # fmt: skip
    back = Link("Is this still right?", f"/h/{by_link(visit).token}")
    filled = fields.filled(asked, visit.typed, wrong)
    return page.show(visit, Asking(heading, filled, button, check.card.title, lead, back=back))


def _full(visit: Visit, check: Check, wrong: Sequence[Problem]) -> Response:
    lead = "Your page says so for 60 days. People can still ask."
    asked = [fields.hidden("full", "yes")]
    return _asking(visit, check, "Full for now", asked, "Show that we are full", lead, wrong)


def _break(visit: Visit, check: Check, wrong: Sequence[Problem]) -> Response:
    lead = "Your page stays up. People see that it is having a break, and when it is back."
    asked, button = [life.BACK_ON], "Show that we are having a break"
    return _asking(visit, check, "Having a break", asked, button, lead, wrong)


def _closing(visit: Visit, check: Check, wrong: Sequence[Problem]) -> Response:
    lead = "People see the last date until then. After it, your page says that it has ended."
    asked, button = life.closing(Around(visit.known)), "Show that we are closing"
    return _asking(visit, check, "We are sorry to hear it", asked, button, lead, wrong)


async def full(visit: Visit) -> Response:
    """Ask once more before saying that it is full."""
    return await _asked(visit, _full)


async def pausing(visit: Visit) -> Response:
    """Ask when it is back."""
    return await _asked(visit, _break)


async def closing(visit: Visit) -> Response:
    """Ask for the last date, and why."""
    return await _asked(visit, _closing)


async def fill(visit: Visit) -> Response:
    """Say that it is full."""

    async def tell(visit: Visit) -> Check:
        space = Space("full")
        return await visit.unit.write(checks.set_space, by_link(visit), space, visit.now)

    return await _told(visit, tell, _full, "People now see that it is full for now.")


async def pause(visit: Visit) -> Response:
    """Say that it is having a break."""

    async def tell(visit: Visit) -> Check:
        back_on: date | None = given.day(visit.typed, "back_on")
        return await visit.unit.write(checks.pause, by_link(visit), back_on, visit.now)

    return await _told(visit, tell, _break, "People now see that it is having a break.")


async def close(visit: Visit) -> Response:
    """Say the last date."""

    async def tell(visit: Visit) -> Check:
        last, reason = life.last_day(visit), visit.typed.one("reason") or None
        proof = by_link(visit)
        return await visit.unit.write(checks.close, proof, last, visit.now, reason=reason)

    return await _told(visit, tell, _closing, "People now see the last date.")
