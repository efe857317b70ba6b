"""Taking my account away: what goes, what stays and why; then once more; then it is gone."""

from dataclasses import dataclass

from starlette.responses import Response

from network.directory import organisations
from network.people import erasure
from network.web import signed
from network.web.asking import fields, page
from network.web.asking.fields import Option
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.pages.people import me
from network.web.press import Sheet
from network.web.views.parts import Link
from network.web.visit import Visit

HERE = "/me/erase"
SURE = fields.many("sure", "Are you sure?", [Option("yes", "Yes, take my account away")])
TICK = Problem("sure", "Tick the box if you are sure. If not, go back.")


@dataclass(frozen=True, slots=True)
class ErasePage:
    """What goes and what stays. `alone`: entries that nobody else keeps, to be handed over."""

    email: str
    alone: tuple[Link, ...]


async def look(visit: Visit) -> Response:
    """Say what goes, what stays and why."""
    found = await me.viewer(visit)
    if found.has_second_factor and not found.strong:
        return visit.lead(f"/me/second-step/give?to={HERE}")
    ids = await visit.unit.read(erasure.alone)
    own = await visit.unit.read(organisations.by_id, ids)
    ways = [Link(one.name, f"/hosts/organisation/{one.id}/people") for one in own.values()]
    shown = ErasePage(found.person.email or "", tuple(ways))
    return visit.show(Sheet("people/erase.jinja", "Take your account away"), shown)


async def sure(visit: Visit) -> Response:
    """Ask once more."""
    return await _ask(visit)


async def _ask(visit: Visit, problems: tuple[Problem, ...] = ()) -> Response:
    found = await me.viewer(visit)
    if found.has_second_factor and not found.strong:
        return visit.lead(f"/me/second-step/give?to={HERE}")
    alone = await visit.unit.read(erasure.alone)
    asked = Asking(
        heading="Take your account away for good",
        filled=fields.filled([SURE], visit.typed, problems),
        button="Take it away",
        lead="This cannot be undone. You are signed out everywhere at once.",
        lines=("Nobody will keep an entry that only you keep now.",) if alone else (),
        back=Link("Back", HERE),
        after=(Link("Keep my account", "/me"),),
        quiet=True,
    )
    return page.show(visit, asked)


async def erase(visit: Visit) -> Response:
    """Take the account away, and sign out."""
    found = await me.viewer(visit)
    if "yes" not in visit.typed.many("sure") or (found.has_second_factor and not found.strong):
        return await _ask(visit, (TICK,))
    await visit.unit.write(erasure.erase, visit.settings, visit.now)
    return signed.let_out(visit.lead("/account-gone"))


async def gone(visit: Visit) -> Response:
    """Say that it is gone."""
    return visit.show(Sheet("people/gone.jinja", "Your account is gone"))
