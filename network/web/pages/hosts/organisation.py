"""Who runs it: what they say of themselves, changed whenever it changes."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from network.access import Act, require
from network.core.errors import Conflict, Invalid
from network.core.filling import fill
from network.directory import organisations
from network.directory.organisations import Change
from network.directory.tables import Organisation, OrganisationFields
from network.directory.texts import Clash
from network.web.asking import fields, given, page, problems
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.asking.typed import Typed
from network.web.pages.hosts import clash
from network.web.pages.hosts.clash import Told
from network.web.pages.hosts.starting import HOME
from network.web.views.hosts import organisation as views
from network.web.views.hosts.around import Around
from network.web.views.hosts.organisation import ABOUT
from network.web.views.hosts.rows import MORE
from network.web.views.hosts.said import say_of
from network.web.visit import Visit


async def held(visit: Visit) -> Organisation:
    """Read the organisation of an address, for those who may change it."""
    found = await visit.unit.read(organisations.get, visit.id)
    require(visit.unit.actor, Act.EDIT_ORGANISATION, found)
    return found


async def look(visit: Visit) -> Response:
    """Show what an organisation says of itself, to be changed."""
    found = await held(visit)
    said = found.model_dump(mode="json", include=set(OrganisationFields.model_fields))
    typed = ABOUT.filled(said).but(version=str(found.version))
    return _change(visit, found, typed)


def _change(
    visit: Visit, found: Organisation, typed: Typed, wrong: Sequence[Problem] = ()
) -> Response:
    filled = ABOUT.asked(Around(visit.known), typed, wrong)
    asking = Asking(
        heading=ABOUT.heading,
        filled=filled.also(fields.hidden("version", typed.one("version"))),
        button="Save",
        caption=found.name,
        lead=ABOUT.lead,
        back=HOME,
    )
    return page.show(visit, asking, title=f"{ABOUT.heading}: {found.name}")


async def take(visit: Visit) -> Response:
    """Save what an organisation says of itself."""
    found, typed = await held(visit), visit.typed
    if typed.one(MORE):
        return _change(visit, found, typed)
    try:
        change = Change(given.version(typed), fill(OrganisationFields, _whole(found, typed)))
        await visit.unit.write(organisations.update, visit.id, change, visit.now)
    except Clash as changed:
        told = Told(found.name, views.NAMES, say_of(Around(visit.known)), HOME.href)
        return clash.show(visit, told, typed, changed)
    except (Invalid, Conflict) as refusal:
        return _change(visit, found, typed, problems.of(refusal))
    return visit.lead("/hosts/home?done=saved")


def _whole(found: Organisation, typed: Typed) -> dict[str, Any]:
    """Put what was typed over what is kept, so that nothing that was not asked is lost."""
    kept = found.model_dump(mode="json", include=set(OrganisationFields.model_fields))
    return kept | ABOUT.read(typed)
