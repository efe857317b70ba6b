"""What was changed on an offer, by whom and when; and putting back what stood before."""

from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from network.core import paging
from network.core.errors import Conflict, Invalid, Refusal
from network.core.paging import Page
from network.directory import revisions
from network.directory.kept import Revision
from network.people import accounts
from network.people.tables import Person
from network.web.asking import given
from network.web.pages.hosts.clash import Beside
from network.web.pages.hosts.offers import held
from network.web.press import Sheet
from network.web.views import spoken
from network.web.views.hosts.said import NAMES, say
from network.web.views.parts import Link, Notice
from network.web.visit import Visit

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One change: when, by whom, which answers, and the way to look at it."""

    when: str
    who: str
    what: str
    href: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The changes of an offer, the newest first."""

    title: str
    back: Link
    changes: tuple[Change, ...]
    older: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One change: each answer before and after, and a button that puts back what was before.

    `refused`: why it could not be put back.
    """

    heading: str
    title: str
    back: Link
    answers: tuple[Beside, ...]
    version: int
    action: str
    refused: Notice | None


async def history(visit: Visit) -> Response:
    """List the changes."""
    found = await held(visit)
    after = visit.request.query_params.get("after")
    wanted = Page(SHOWN, after=_edge(after) if after else None)
    kept, more = await visit.unit.read(revisions.of, visit.id, wanted)
    people = await visit.unit.read(accounts.by_id, [r.by for r in kept if r.by])
    here = f"/hosts/offers/{visit.id}/history"
    changes = tuple(_change(r, people.get(r.by) if r.by else None, visit, here) for r in kept)
    older = f"{here}?after={kept[-1].version}" if more else ""
    title = found.text["title"]
    view = HistoryPage(title, Link(title, f"/hosts/offers/{visit.id}"), changes, older)
    return visit.show(Sheet("hosts/history.jinja", f"What was changed: {title}"), view)


def _edge(after: str) -> tuple[int]:
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise Invalid(paging.RUBBISH)
    return (int(after),)


def _change(kept: Revision, by: Person | None, visit: Visit, here: str) -> Change:
    what = spoken.listed([NAMES[name] for name in kept.changed])
    return Change(_when(kept, visit), _who(kept, by, visit), what, f"{here}/{kept.id}")


def _when(kept: Revision, visit: Visit) -> str:
    return spoken.sentence(spoken.at(kept.at, visit.known.today)).removesuffix(".")


def _who(kept: Revision, by: Person | None, visit: Visit) -> str:
    if kept.by is not None and kept.by == visit.unit.actor.person:
        return "you"
    return (by.name if by else "") or "someone who looks after it"


async def change(visit: Visit) -> Response:
    """Show one change, answer by answer."""
    return await _shown(visit)


async def _shown(visit: Visit, refusal: Refusal | None = None) -> Response:
    found = await held(visit)
    id: UUID = visit.named("revision")
    kept = await visit.unit.read(revisions.get, id)
    differences = await visit.unit.read(revisions.differences, id)
    here = f"/hosts/offers/{visit.id}/history"
    view = ChangePage(
        heading=f"What was changed {spoken.at(kept.at, visit.known.today)}",
        title=found.text["title"],
        back=Link("All changes", here),
        answers=tuple(
            Beside(
                NAMES[d.field],
                say(d.field, d.before, found.around),
                say(d.field, d.after, found.around),
            )
            for d in differences
        ),
        version=found.written.offer.version,
        action=f"{here}/{id}",
        refused=Notice("This was not put back", (refusal.sentence,)) if refusal else None,
    )
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 400
    sheet = Sheet("hosts/change.jinja", f"{view.heading}: {view.title}", status=status)
    return visit.show(sheet, view)


async def restore(visit: Visit) -> Response:
    """Put back what stood before one change, or say beside it why that cannot be."""
    try:
        version = given.version(visit.typed)
        await visit.unit.write(revisions.restore, visit.named("revision"), version, visit.now)
    except (Invalid, Conflict) as refusal:
        return await _shown(visit, refusal)
    return visit.lead(f"/hosts/offers/{visit.id}?done=restored")
