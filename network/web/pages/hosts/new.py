"""A first listing in six short pages, one question each; every page is saved as it goes."""

from dataclasses import replace
from uuid import UUID

from starlette.responses import Response

from network.core.actor import Role
from network.core.errors import Invalid, Missing
from network.core.filling import fill
from network.core.idempotency import Key, Remembered
from network.directory import offers, organisations, revisions, rules
from network.directory.edits import Amendment
from network.directory.offers import Draft
from network.directory.tables import OfferFields, Organisation
from network.web.asking import fields, page, problems
from network.web.asking.fields import Option
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.hosts import once, part
from network.web.pages.hosts.offers import Held, held
from network.web.pages.hosts.part import Frame
from network.web.press import Sheet
from network.web.views.hosts import checking
from network.web.views.hosts.around import Around
from network.web.views.hosts.parts import FIRST_SIX, JOIN, KIND, NAME
from network.web.views.parts import Link
from network.web.visit import Visit

SCOPE = "web.offer"
LAST = len(FIRST_SIX)
LATER = Link("Save and finish later", "/hosts/home")
MUST = {
    NAME.code: dict(rules.ALWAYS[:2]),
    KIND.code: dict(rules.ALWAYS[2:]),
    JOIN.code: dict(rules.MUST_ANSWER),
}
"""What is asked for at once, so that nobody hears of it only at the end."""


async def first(visit: Visit) -> Response:
    """Ask what it is called; whoever has no organisation yet is asked for that before."""
    own = await _own(visit)
    if not own:
        return visit.lead("/hosts/organisation/new")
    if on := await once.on(visit, SCOPE, "/hosts/new/1/{id}"):
        return on
    return _ask(visit, own, NOTHING)


async def begin(visit: Visit) -> Response:
    """Write the draft, once however often the button is pressed, and go on to the next page."""
    own, typed = await _own(visit), visit.typed
    said = NAME.read(typed)
    blank = [Problem(name, words) for name, words in MUST[NAME.code].items() if not said[name]]
    if blank:
        return _ask(visit, own, typed, blank)
    try:
        made = await _made(visit, _chosen(own, typed), fill(OfferFields, said))
    except Invalid as refusal:
        return _ask(visit, own, typed, problems.of(refusal))
    return visit.lead(f"/hosts/new/2/{made}")


async def _made(visit: Visit, organisation_id: UUID, said: OfferFields) -> UUID:
    """Make the draft, or say it anew where somebody came back to this page and changed it."""
    key = Key(SCOPE, once.mark(visit), b"")
    args = (offers.create, organisation_id, Draft(said), visit.now)
    made = await visit.unit.write(*args, key=key)
    if isinstance(made, Remembered):
        found = await visit.unit.read(revisions.current, made.id)
        again = {"title": said.title, "summary": said.summary}
        change = Amendment(found.offer.version, again)
        await visit.unit.write(offers.amend, made.id, change, visit.now)
    return made.id


def _ask(
    visit: Visit,
    own: list[Organisation],
    typed: Typed,
    wrong: tuple[Problem, ...] | list[Problem] = (),
) -> Response:
    asked = [f for q in NAME.questions for f in q.fields(Around(visit.known), typed)]
    if len(own) > 1:
        options = [Option(str(one.id), one.name) for one in own]
        asked.append(fields.one("organisation", "Who runs it?", options))
    filled = fields.filled(asked, typed, wrong).also(fields.hidden(once.NAME, once.mark(visit)))
    asking = Asking(
        heading=NAME.heading,
        filled=filled,
        button="Continue",
        caption=_caption(1),
        back=Link("My offers", "/hosts/home"),
    )
    return page.show(visit, asking)


def _caption(number: int) -> str:
    return f"List your support · {number} of {LAST}"


async def _own(visit: Visit) -> list[Organisation]:
    scopes = visit.unit.actor.scopes(Role.HOST)
    found = await visit.unit.read(organisations.by_id, scopes)
    return sorted(found.values(), key=lambda one: one.name.casefold())


def _chosen(own: list[Organisation], typed: Typed) -> UUID:
    if len(own) == 1:
        return own[0].id
    chosen = typed.one("organisation")
    for one in own:
        if str(one.id) == chosen:
            return one.id
    raise Invalid("Choose who runs it.", field="organisation")


async def look(visit: Visit) -> Response:
    """Show one of the six pages, with what is kept already."""
    found = await held(visit)
    return await part.show(visit, found, _frame(visit, found))


async def take(visit: Visit) -> Response:
    """Save one of the six pages, and go on."""
    found = await held(visit)
    return await part.save(visit, found, _frame(visit, found))


def _frame(visit: Visit, found: Held) -> Frame:
    step = str(visit.request.path_params["step"])
    if not (step.isascii() and step.isdigit() and 1 <= int(step) <= LAST):
        raise Missing("")
    number, id = int(step), found.written.offer.id
    check = f"/hosts/new/check/{id}"
    changing = visit.request.query_params.get("from") == "check"
    on = check if changing or number == LAST else f"/hosts/new/{number + 1}/{id}"
    before = check if changing else f"/hosts/new/{number - 1}/{id}"
    one = FIRST_SIX[number - 1]
    frame = Frame(one, "Continue", _caption(number), Link("Back", before), (LATER,), on)
    frame = replace(frame, must=MUST.get(one.code, {}))
    return (
        replace(frame, back=Link("My offers", "/hosts/home"))
        if number == 1 and not changing
        else frame
    )


async def check(visit: Visit) -> Response:
    """Show all answers before anything is shown to anyone."""
    found = await held(visit)
    view = checking.page(found.written.offer, found.text, found.around)
    return visit.show(Sheet("hosts/check.jinja", view.heading), view)


async def publish(visit: Visit) -> Response:
    """Publish it. What must still be said first is asked for on its own page."""
    found = await held(visit)
    try:
        await visit.unit.write(offers.publish, visit.id, visit.now)
    except Invalid as refusal:
        wrong = problems.of(refusal)
        missing = next((p for p in FIRST_SIX if wrong[0].field in p.names), JOIN)
        number = FIRST_SIX.index(missing) + 1
        back = f"/hosts/new/check/{visit.id}"
        frame = Frame(missing, "Continue", _caption(number), Link("Back", back), (LATER,), back)
        frame = replace(frame, action=f"/hosts/new/{number}/{visit.id}?from=check")
        return await part.show(visit, found, frame, missing.filled(found.text), wrong)
    return visit.lead(f"/hosts/offers/{visit.id}?done=live")


__all__ = ["NOTHING", "begin", "check", "first", "look", "publish", "take"]
