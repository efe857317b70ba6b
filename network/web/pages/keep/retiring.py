"""Retiring a word, or putting another in its place: who uses it is shown before it is done."""

from collections.abc import Sequence

from starlette.responses import Response

from network.core.errors import Conflict, Invalid, Missing
from network.directory import terms, wordbook
from network.web.asking import fields
from network.web.asking.fields import Option
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.pages.keep import form
from network.web.pages.keep.words import Held, held, used
from network.web.views.keep.words import Used
from network.web.views.parts import Link
from network.web.visit import Visit

FINDS = "Who types this word finds the other one."


async def retiring(visit: Visit) -> Response:
    """Say who uses it, and ask once more."""
    found = await held(visit)
    uses = await used(visit, found)
    asking = Asking(
        heading="Retire this word",
        filled=fields.filled([fields.hidden("sure", "yes")]),
        button="Retire it",
        caption=found.term.label,
        lead=uses.words,
        lines=(*_who(uses), "Who uses it still does. Nobody else can choose it."),
        back=Link("Leave it as it is", found.here),
        quiet=True,
    )
    return form.show(visit, asking, "words")


async def retire(visit: Visit) -> Response:
    """Retire it."""
    found = await held(visit)
    await visit.unit.write(wordbook.retire, found.named)
    return visit.lead(f"{found.here}?done=retired")


async def merging(visit: Visit) -> Response:
    """Say who uses it, and ask which word stands in its place."""
    return await _merge(visit, await held(visit))


async def _merge(visit: Visit, found: Held, wrong: Sequence[Problem] = ()) -> Response:
    uses = await used(visit, found)
    others = [t for t in found.terms if not t.retired and t.code != found.term.code]
    options = [Option("", "Choose one"), *(Option(t.code, t.label) for t in others)]
    into = fields.choose("into", "Which word stands in its place?", options)
    asking = Asking(
        heading="Put another word in its place",
        filled=fields.filled([into], visit.typed, wrong),
        button="Put it in its place",
        caption=found.term.label,
        lead=uses.words,
        lines=(
            *_who(uses),
            "All of them say the other word then. Each keeps what it said before.",
            *((FINDS,) if found.vocabulary.code in terms.SOUGHT else ()),
        ),
        back=Link("Leave it as it is", found.here),
        quiet=True,
    )
    return form.show(visit, asking, "words")


def _who(uses: Used) -> tuple[str, ...]:
    names = ", ".join(uses.names)
    return (f"{names}. {uses.more}".strip(),) if names else ()


async def merge(visit: Visit) -> Response:
    """Put the other word in its place, everywhere."""
    found, into = await held(visit), visit.typed.one("into")
    if not into:
        return await _merge(visit, found, [Problem("into", "Choose the word to keep.")])
    try:
        await visit.unit.write(wordbook.merge, found.named, into, visit.now)
    except (Conflict, Invalid, Missing) as refusal:
        return await _merge(visit, found, [Problem("into", refusal.sentence)])
    return visit.lead(f"/keep/words/{found.vocabulary.code}/{into}?done=merged")
