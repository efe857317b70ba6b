"""Places of an organisation: listed, added, changed; a private address is for its hosts alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from network.core.errors import Conflict, Invalid
from network.core.filling import fill
from network.directory import sites
from network.directory.sites import Change, Whereabouts
from network.directory.tables import Organisation, Site, SiteFields
from network.directory.texts import Clash
from network.web.asking import fields, given, page, problems
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.hosts import clash, organisation
from network.web.pages.hosts.clash import Told
from network.web.press import Sheet
from network.web.views.hosts import place as views
from network.web.views.hosts.around import Around
from network.web.views.hosts.places import where
from network.web.views.hosts.said import say_of
from network.web.views.parts import Link
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """The places of an organisation, each with the way to change it."""

    name: str
    places: tuple[Link, ...]
    add: str


async def listed(visit: Visit) -> Response:
    """List the places."""
    found = await organisation.held(visit)
    own = await visit.unit.read(sites.of, visit.id)
    here = _here(found)
    places = tuple(Link(one.name, f"{here}/{one.id}", where(one)) for one in own)
    view = PlacesPage(found.name, places, f"{here}/new")
    return visit.show(Sheet("hosts/places.jinja", f"Our places: {found.name}"), view)


async def adding(visit: Visit) -> Response:
    """Ask about a new place."""
    return _ask(visit, await organisation.held(visit), "Add a place", NOTHING)


async def add(visit: Visit) -> Response:
    """Add a place."""
    found = await organisation.held(visit)
    try:
        said, whereabouts = views.read(visit.typed)
        await visit.unit.write(sites.add, visit.id, fill(SiteFields, said), whereabouts)
    except (Invalid, Conflict) as refusal:
        return _ask(visit, found, "Add a place", visit.typed, problems.of(refusal))
    return visit.lead(_here(found))


async def look(visit: Visit) -> Response:
    """Show what is known of a place, to be changed."""
    found = await organisation.held(visit)
    site = await visit.unit.read(sites.get, visit.named("site"))
    whereabouts = await visit.unit.read(sites.whereabouts, site.id)
    typed = views.filled(site, whereabouts).but(version=str(site.version))
    return _ask(visit, found, site.name, typed)


async def take(visit: Visit) -> Response:
    """Save what is known of a place."""
    found, typed = await organisation.held(visit), visit.typed
    site = await visit.unit.read(sites.get, visit.named("site"))
    try:
        said, whereabouts = views.read(typed)
        kept = site.model_dump(mode="json", include=set(SiteFields.model_fields))
        change = Change(
            given.version(typed),
            fill(SiteFields, {**kept, **said}),
            await _moved(visit, site, whereabouts),
        )
        await visit.unit.write(sites.update, site.id, change, visit.now)
    except Clash as changed:
        told = Told(site.name, views.NAMES, say_of(Around(visit.known)), _here(found))
        return clash.show(visit, told, typed, changed)
    except (Invalid, Conflict) as refusal:
        return _ask(visit, found, site.name, typed, problems.of(refusal))
    return visit.lead(_here(found))


async def _moved(visit: Visit, site: Site, typed: Whereabouts) -> Whereabouts | None:
    """Say where a place is now, or nothing where that was not changed."""
    known = await visit.unit.read(sites.whereabouts, site.id)
    return None if typed == known else typed


def _ask(
    visit: Visit,
    found: Organisation,
    heading: str,
    typed: Typed,
    wrong: Sequence[Problem] = (),
) -> Response:
    asked = views.asked(Around(visit.known), known=bool(typed.one("version")))
    filled = fields.filled(asked, typed, wrong)
    asking = Asking(
        heading=heading,
        filled=filled.also(fields.hidden("version", typed.one("version"))),
        button="Save",
        caption=found.name,
        lead="Where you say nothing, people read “Ask us”.",
        back=Link("Our places", _here(found)),
    )
    return page.show(visit, asking)


def _here(found: Organisation) -> str:
    return f"/hosts/organisation/{found.id}/places"
