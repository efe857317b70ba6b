"""Ways on when little or nothing is found: each is tried first, so each count is true."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from network.directory.search import Answer
from network.web import forms
from network.web.forms import FROM_HOME, MILES, USUAL_MILES, Chosen
from network.web.known import Known
from network.web.views import results
from network.web.views.parts import Link

FEW = 5
Counting = Callable[[Chosen], Awaitable[int]]


async def ways(chosen: Chosen, answer: Answer, known: Known, count: Counting) -> list[Link]:
    """Name what to take away, and where else to look. Never relaxes anything by itself."""
    total = answer.total or 0
    if total >= FEW or chosen.after or chosen.before:
        return []
    shown = results.rounded(chosen, answer)
    links = results.take_away(chosen, answer, known) if not total else []
    for words, wider in _wider(shown, total, known.home):
        many = await count(wider)
        if many > total:
            links.append(Link(f"{words} ({many:,})", forms.address(wider, known)))
    return links


def _wider(shown: Chosen, total: int, home_name: str) -> list[tuple[str, Chosen]]:
    tries = []
    if shown.text and not total:
        tries.append((f"Take away your words “{shown.text}”", replace(shown, text="")))
    if shown.near:
        farther = next((m for m in MILES if m > (shown.within or USUAL_MILES)), None)
        if farther:
            wider = replace(shown, within=farther)
            tries.append((f"Look a bit further, within {farther} miles", wider))
        everywhere = replace(shown, near="", within=None)
        tries.append((f"Look in all of {home_name}", everywhere))
    if "format" not in shown.codes:
        home = replace(shown, near="", within=None, codes={**shown.codes, "format": FROM_HOME})
        tries.append(("Or from home", home))
    return tries
