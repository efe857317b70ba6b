"""Finding: what was typed becomes one question to the directory, and its answer a page."""

from dataclasses import replace
from functools import partial

from starlette.responses import RedirectResponse, Response

from network.core.errors import Invalid, Missing, Refusal
from network.core.paging import Page
from network.core.paging import asked as paged
from network.directory import widening
from network.directory.search import Answer
from network.directory.wanted import Asked, Near, Order, Parts
from network.web import forms, press, reading
from network.web.forms import FROM_HOME, METRES_IN_A_MILE, ORDERS, USUAL_MILES, Chosen
from network.web.pages import home
from network.web.pages.instead import in_codes, instead
from network.web.press import NEVER_KEPT, Sheet
from network.web.views import results
from network.web.views import widening as wider
from network.web.views.parts import Link
from network.web.views.results import Problem, Shown
from network.web.visit import Visit

SIZE = 10
LONGEST_BACK = 400  # characters of what was typed that come back in the form
NONE = Page(size=0)
TOTAL = Parts(total=True)
SHEET = Sheet("find.jinja", "Results", "find", first=True, hidden=True, keep=NEVER_KEPT)
ALL = Parts(total=True, facets=True, widen=True)
ONLINE = frozenset({"online", "on line", "on-line", "home", "from home", "anywhere"})


async def find(visit: Visit) -> Response:
    """Show what fits, or say kindly why nothing does."""
    chosen = forms.read(visit.request.query_params, visit.known)
    if (better := _elsewhere(chosen, visit)) is not None:
        return _moved(forms.address(better, visit.known))
    try:
        return await _shown(visit, chosen, None)
    except (Missing, Invalid) as refusal:
        return await _refused(visit, chosen, refusal)


def _elsewhere(chosen: Chosen, visit: Visit) -> Chosen | None:
    """Find the short-code form of what was typed, so that the address spells out nothing."""
    typed = chosen.near.casefold()
    if typed in ONLINE:
        codes = {**chosen.codes, "format": chosen.codes.get("format", FROM_HOME)}
        return replace(chosen, near="", codes=codes)
    if typed in {visit.locality, f"all of {visit.locality}"}:
        return replace(chosen, near="")
    coded, rest = in_codes(chosen, chosen.text, visit.known) or (None, "")
    return replace(coded, text="") if coded and not rest else None


def _moved(href: str) -> Response:
    return RedirectResponse(href, 303, {**press.SAFE, "Cache-Control": NEVER_KEPT})


async def answered(visit: Visit, chosen: Chosen, parts: Parts = ALL) -> Answer:
    """Ask the directory."""
    back = chosen.before is not None
    page = paged(None if back else SIZE, chosen.after, SIZE if back else None, chosen.before)
    return await reading.offers(visit, question(chosen, visit.locality), page, parts)


def question(chosen: Chosen, locality: str) -> Asked:
    """Turn what was chosen into a question; near a place, the border of the locality is open."""
    near = None
    if chosen.near:
        near = Near(chosen.near, within=round((chosen.within or USUAL_MILES) * METRES_IN_A_MILE))
    order = ORDERS.get(chosen.order)
    if order is Order.NEAREST and near is None:
        order = None
    return Asked(chosen.wanted(), near, None if near else locality, order)


async def _shown(visit: Visit, chosen: Chosen, problem: Problem | None) -> Response:
    answer = await answered(visit, chosen)
    if not problem:
        visit.tally.found(hit.offer.id for hit in answer.hits)
    more = () if problem else await _wider(visit, chosen, answer)
    opened = visit.request.query_params.get("open", "")
    page = results.page(chosen, answer, visit.known, more, Shown(opened, problem))
    status = 400 if problem else 200
    return visit.show(replace(SHEET, title=page.title, status=status), page)


async def _wider(visit: Visit, chosen: Chosen, answer: Answer) -> list[Link]:
    """Say how to find more; of a later page nobody asks that."""
    if chosen.after or chosen.before:
        return []

    async def count(asked: Asked) -> int:
        there = None if asked.near else visit.locality
        found = await reading.offers(visit, replace(asked, locality=there), NONE, TOTAL)
        return found.total or 0

    asked, shown = question(chosen, visit.locality), results.rounded(chosen, answer)
    ways = await widening.tried(asked, answer, count)
    return [wider.link(way, shown, visit.known) for way in ways]


async def count(visit: Visit, chosen: Chosen) -> int:
    """Say how many a choice would show."""
    found = await reading.offers(visit, question(chosen, visit.locality), NONE, TOTAL)
    return found.total or 0


async def _refused(visit: Visit, chosen: Chosen, refusal: Refusal) -> Response:
    """Give the form back as it was filled in, and say what to do."""
    if refusal.field in {"after", "before"}:
        fresh = replace(chosen, after=None, before=None, page=1, unread=True)
        return await _shown(visit, fresh, None)
    if refusal.field == "text":
        problem = Problem(refusal.sentence, "q", chosen.text[:LONGEST_BACK])
        return await _shown(visit, replace(chosen, text=""), problem)
    on = await _ways_on(visit, chosen, refusal.suggestion)
    problem = Problem(refusal.sentence, "near", chosen.near[:LONGEST_BACK], on)
    if chosen.narrowed:
        return await _shown(visit, replace(chosen, near=""), problem)
    page = home.page(visit.known, problem)
    title = f"Error: Find peer support in {visit.site.locality}"
    return visit.show(replace(SHEET, template="home.jinja", title=title, status=400), page)


async def _ways_on(visit: Visit, chosen: Chosen, meant: str | None) -> tuple[Link, ...]:
    """Offer the place that was meant, and what the words typed there may have meant."""
    links = []
    if meant:
        place = forms.address(replace(chosen, near=meant), visit.known)
        links.append(Link(f"Show support near {meant}", place))
    other = await instead(chosen, visit.known, partial(count, visit))
    return (*links, *([other] if other else []))
