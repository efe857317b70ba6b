"""One part of an offer on one short page. What somebody changed meanwhile is shown beside."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from starlette.responses import Response

from network.core.errors import Conflict, Denied, Invalid, Missing, TooMany
from network.directory import offers
from network.directory.edits import Amendment
from network.directory.texts import Clash
from network.web.asking import given, page, problems
from network.web.asking.fields import hidden
from network.web.asking.page import Asking
from network.web.asking.problems import Problem, Problems
from network.web.asking.typed import Typed
from network.web.pages.hosts import clash, naming
from network.web.pages.hosts.clash import Told
from network.web.pages.hosts.offers import Held, held
from network.web.views.hosts.parts import PARTS, Part
from network.web.views.hosts.rows import MORE
from network.web.views.hosts.said import NAMES, say_of
from network.web.views.parts import Link
from network.web.visit import Visit

VERSION, STOOD = "version", "stood"
"""What somebody looked at: the version of the whole offer, and a mark of what this part said."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """How a part is framed: as a section of its own, or as one of the six pages for new hosts."""

    part: Part
    button: str = "Save"
    caption: str = ""
    back: Link | None = None
    after: tuple[Link, ...] = ()
    on: str = ""
    action: str = ""
    must: dict[str, str] = field(default_factory=dict)


async def look(visit: Visit) -> Response:
    """Show a part with what is said there."""
    found = await held(visit)
    return await show(visit, found, _frame(visit, found))


async def take(visit: Visit) -> Response:
    """Save a part."""
    found = await held(visit)
    return await save(visit, found, _frame(visit, found))


def _frame(visit: Visit, found: Held) -> Frame:
    part = PARTS.get(visit.request.path_params["part"])
    if part is None:
        raise Missing("")
    home = f"/hosts/offers/{visit.id}"
    title = found.text["title"]
    return Frame(part, caption=title, back=Link(title, home), on=f"{home}?done=saved")


async def show(
    visit: Visit,
    found: Held,
    frame: Frame,
    typed: Typed | None = None,
    wrong: Sequence[Problem] = (),
) -> Response:
    """Show a part with what is kept, or with what was typed."""
    part = frame.part
    version, stood = str(found.written.offer.version), _mark(part, found.text)
    if typed is not None and typed.one(VERSION):
        version, stood = typed.one(VERSION), typed.one(STOOD)
    filled = part.asked(found.around, part.filled(found.text) if typed is None else typed, wrong)
    asking = Asking(
        heading=part.heading,
        filled=filled.also(hidden(VERSION, version), hidden(STOOD, stood)),
        button=frame.button,
        caption=frame.caption,
        action=frame.action,
        lead=part.lead,
        back=frame.back,
        after=frame.after,
    )
    return page.show(visit, asking, title=f"{part.heading} {found.text['title']}")


async def save(visit: Visit, found: Held, frame: Frame) -> Response:
    """Save what was typed, or give it back with what is wrong; then lead on."""
    typed = visit.typed
    if typed.one(MORE):
        return await show(visit, found, frame, typed)
    try:
        said = frame.part.read(typed)
        _check(said, frame.must)
        typed = await naming.added(visit, found.written.offer.organisation_id, typed)
        said = frame.part.read(typed)
        await _amend(visit, frame.part, typed, said)
    except Problems as wrong:
        return await show(visit, found, frame, typed, wrong.found)
    except Clash as changed:
        return clash.show(visit, _told(visit, found), typed, changed)
    except (Missing, Denied, TooMany):
        raise
    except (Invalid, Conflict) as refusal:
        return await show(visit, found, frame, typed, problems.of(refusal))
    return visit.lead(frame.on)


def _check(said: dict[str, Any], must: dict[str, str]) -> None:
    wrong = [Problem(name, words) for name, words in must.items() if not said.get(name)]
    if wrong:
        raise Problems(wrong)


def _told(visit: Visit, found: Held) -> Told:
    home = f"/hosts/offers/{visit.id}"
    return Told(found.text["title"], NAMES, say_of(found.around), home)


async def _amend(visit: Visit, part: Part, typed: Typed, said: dict[str, Any]) -> None:
    """Save it. Where somebody changed another part meanwhile, nobody need choose: both stand."""
    amendment = _amendment(typed, said)
    for left in reversed(range(TRIES)):
        try:
            await visit.unit.write(offers.amend, visit.id, amendment, visit.now)
        except Clash as changed:
            if not left or typed.one(STOOD) != _mark(part, changed.theirs):
                raise
            amendment = replace(amendment, version=changed.version)
        else:
            return


def _mark(part: Part, text: Mapping[str, Any]) -> str:
    said = json.dumps([text.get(name) for name in part.names], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]


def _amendment(typed: Typed, said: dict[str, Any]) -> Amendment:
    return Amendment(given.version(typed, VERSION), said)
