"""Words: the lists hosts choose from; a word is added, changed, retired, or used again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from network.core.errors import Conflict, Invalid, Missing
from network.core.filling import fill
from network.directory import terms, usage, wordbook
from network.directory.tables import Term, TermFields, Vocabulary
from network.directory.wordbook import Named, Wording
from network.web.asking import fields, problems
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.keep import form
from network.web.press import Sheet
from network.web.views.keep import words as views
from network.web.views.keep.words import Used, WordPage
from network.web.views.parts import Link
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Held:
    """A word, with its list and all the words of that."""

    vocabulary: Vocabulary
    terms: Sequence[Term]
    term: Term

    @property
    def named(self) -> Named:
        """Name it."""
        return Named(self.vocabulary.code, self.term.code)

    @property
    def here(self) -> str:
        """Give its address."""
        return f"/keep/words/{self.vocabulary.code}/{self.term.code}"


async def lists(visit: Visit) -> Response:
    """List the lists."""
    page = views.lists(visit.known.words)
    return visit.show(Sheet("keep/lists.jinja", "Words", "words", first=True), page)


async def listed(visit: Visit) -> Response:
    """List the words of a list."""
    vocabulary, found = await _list(visit)
    page = views.list_(vocabulary, found, _done(visit))
    return visit.show(Sheet("keep/list.jinja", f"Words: {vocabulary.label}", "words"), page)


async def _list(visit: Visit) -> tuple[Vocabulary, Sequence[Term]]:
    code = str(visit.request.path_params["vocabulary"])
    found = visit.known.words.vocabularies.get(code)
    if found is None or code not in usage.SAID:
        raise Missing("")
    return found, await visit.unit.read(terms.of, code)


async def held(visit: Visit) -> Held:
    """Read the word of an address."""
    vocabulary, found = await _list(visit)
    for term in found:
        if term.code == visit.request.path_params["code"]:
            return Held(vocabulary, found, term)
    raise Missing("")


async def used(visit: Visit, found: Held) -> Used:
    """Read who uses a word."""
    return views.used(await visit.unit.read(usage.of, found.vocabulary.code, found.term.code))


def _done(visit: Visit) -> str:
    return visit.request.query_params.get("done", "")


async def adding(visit: Visit) -> Response:
    """Ask for a new word."""
    return await _new(visit)


async def _new(visit: Visit, wrong: Sequence[Problem] = ()) -> Response:
    vocabulary, found = await _list(visit)
    asking = Asking(
        heading="Add a word",
        filled=fields.filled(views.asked(found, new=True), visit.typed, wrong),
        button="Add it",
        caption=vocabulary.label,
        lead="Is there a word already that says the same? Then add yours to that one.",
        back=Link("All words of the list", f"/keep/words/{vocabulary.code}"),
    )
    return form.show(visit, asking, "words")


async def add(visit: Visit) -> Response:
    """Add a word at the end of its list."""
    vocabulary, _ = await _list(visit)
    said = {**views.said(visit.typed), "code": visit.typed.one("code")}
    try:
        fill(Wording, {name: said[name] for name in Wording.model_fields})
        await visit.unit.write(wordbook.add, vocabulary.code, fill(TermFields, said))
    except Conflict as refusal:
        return await _new(visit, [Problem("code", refusal.sentence)])
    except Invalid as refusal:
        return await _new(visit, problems.of(refusal))
    return visit.lead(f"/keep/words/{vocabulary.code}?done=added")


async def look(visit: Visit) -> Response:
    """Show a word, to be changed."""
    found = await held(visit)
    return _shown(visit, await _page(visit, found))


async def _page(
    visit: Visit, found: Held, typed: Typed = NOTHING, wrong: Sequence[Problem] = ()
) -> WordPage:
    stands = views.typed_of(wordbook.reads(found.term))
    filled = fields.filled(views.asked(found.terms, new=False), typed or stands, wrong)
    instead = found.term.extra.get(terms.REPLACED_BY, "") if found.term.retired else ""
    done = views.DONE.get(_done(visit))
    return WordPage(
        heading=found.term.label,
        here=found.here,
        list=Link(found.vocabulary.label, f"/keep/words/{found.vocabulary.code}"),
        code=found.term.code,
        retired=found.term.retired,
        instead=visit.known.label(found.vocabulary.code, instead) if instead else "",
        used=await used(visit, found),
        filled=filled.also(*views.stood(stands)),
        notices=(done,) if done else (),
    )


def _shown(visit: Visit, page: WordPage, status: int = 200) -> Response:
    wrong = bool(page.filled.problems)
    title = f"{'Error: ' if wrong else ''}{page.list.words}: {page.heading}"
    sheet = Sheet("keep/word.jinja", title, "words", status=400 if wrong else status)
    return visit.show(sheet, page)


async def change(visit: Visit) -> Response:
    """Change how a word reads; what somebody else wrote meanwhile is shown beside."""
    found, typed = await held(visit), visit.typed
    try:
        wording = fill(Wording, views.said(typed))
        stood = fill(Wording, views.said(typed, f"{views.STOOD}-"))
        await visit.unit.write(wordbook.change, found.named, wording, visit.now, stood=stood)
    except Conflict:
        return await _moved(visit, wording)
    except Invalid as refusal:
        return _shown(visit, await _page(visit, found, typed, problems.of(refusal)))
    return visit.lead(f"{found.here}?done=saved")


async def _moved(visit: Visit, mine: Wording) -> Response:
    found = await held(visit)
    page = await _page(visit, found, visit.typed)
    beside = views.compared(mine, wordbook.reads(found.term))
    return _shown(visit, replace(page, compared=(beside,) if beside.answers else ()), 409)


async def use_again(visit: Visit) -> Response:
    """Let hosts choose a retired word again."""
    found = await held(visit)
    await visit.unit.write(wordbook.retire, found.named, again=True)
    return visit.lead(f"{found.here}?done=again")
