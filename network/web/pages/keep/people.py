"""People and roles: somebody is found by their whole address; a role is given, or taken away."""

from collections.abc import Sequence

from starlette.responses import Response

from network.core.actor import Role
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.directory import scopes
from network.people import accounts, appointments, roles, sessions
from network.people.appointments import Account
from network.people.roles import Holding
from network.people.tables import KeptGrant
from network.places import localities
from network.web.asking import fields, problems
from network.web.asking.fields import Field, Filled
from network.web.asking.page import Asking
from network.web.asking.problems import Problem, Problems
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.keep import form
from network.web.press import Sheet
from network.web.views.keep import people as views
from network.web.views.keep.people import PeoplePage
from network.web.views.parts import Link
from network.web.visit import Visit

Wrong = Sequence[Problem]
BLANK: tuple[Typed, Wrong] = (NOTHING, ())


async def look(visit: Visit) -> Response:
    """Show who is trusted with what; nobody else is listed."""
    return await _people(visit)


async def _people(
    visit: Visit,
    find: tuple[Typed, Wrong] = BLANK,
    give: tuple[Typed, Wrong] = BLANK,
) -> Response:
    found = await visit.unit.read(appointments.trusted)
    named = await visit.unit.read(scopes.by_id, {one.grant.scope for one in found})
    asked = await _asked(visit, email=True)
    page = PeoplePage(
        trusted=tuple(views.trusted(found, named, visit.known)),
        find=fields.filled([views.FIND], *find),
        give=fields.filled(asked, *give),
    )
    wrong = bool(page.filled.problems)
    title = f"{'Error: ' if wrong else ''}People and roles"
    sheet = Sheet("keep/people.jinja", title, "people", first=True, status=400 if wrong else 200)
    return visit.show(sheet, page)


async def _asked(visit: Visit, *, email: bool) -> list[Field]:
    own = visit.unit.actor.scopes(Role.STEWARD)
    found = await visit.unit.read(localities.by_id, list(own))
    return views.form(sorted(found.values(), key=lambda one: one.name), email=email)


async def find(visit: Visit) -> Response:
    """Find somebody by their whole address. It stands in no address of a page."""
    try:
        found = await visit.unit.read(accounts.by_email, visit.typed.one("find"))
    except (Invalid, Missing) as refusal:
        return await _people(visit, find=(visit.typed, [Problem("find", refusal.sentence)]))
    return visit.lead(f"/keep/people/{found.id}")


async def give(visit: Visit) -> Response:
    """Give a role to whoever has an address, known here yet or not."""
    typed = visit.typed
    try:
        holding = await _holding(visit)
        made: KeptGrant = await visit.unit.write(
            appointments.appoint, typed.one("email"), holding, visit.now
        )
    except Problems as wrong:
        return await _people(visit, give=(typed, wrong.found))
    except (Invalid, Conflict, Denied) as refusal:
        return await _people(visit, give=(typed, problems.of(refusal)))
    return visit.lead(f"/keep/people/{made.person_id}?done=given")


async def _holding(visit: Visit) -> Holding:
    """Read which role, and for what."""
    typed = visit.typed
    try:
        role = Role(typed.one("role"))
    except ValueError:
        raise Problems([Problem("role", "Choose a role.")]) from None
    field = "organisation" if role is Role.HOST else "locality"
    name = typed.one(field).rstrip("/").rpartition("/")[2]
    try:
        found: Holding = await visit.unit.read(scopes.named, role, name)
    except Missing as refusal:
        raise Problems([Problem(field, refusal.sentence)]) from None
    return found


async def person(visit: Visit) -> Response:
    """Show somebody with their roles."""
    return await _person(visit)


async def _person(visit: Visit, typed: Typed = NOTHING, wrong: Wrong = ()) -> Response:
    found: Account = await visit.unit.read(appointments.account, visit.id, visit.now)
    named = await visit.unit.read(scopes.by_id, {one.scope for one in found.grants})
    give: Filled = fields.filled(await _asked(visit, email=False), typed, wrong)
    done = visit.request.query_params.get("done", "")
    page = views.person(found, named, give, visit.known, done)
    title = f"{'Error: ' if wrong else ''}People and roles: {page.heading}"
    sheet = Sheet("keep/person.jinja", title, "people", status=400 if wrong else 200)
    return visit.show(sheet, page)


async def grant(visit: Visit) -> Response:
    """Give somebody a role."""
    try:
        holding = await _holding(visit)
        await visit.unit.write(roles.grant, visit.id, holding, visit.now)
    except Problems as wrong:
        return await _person(visit, visit.typed, wrong.found)
    except (Invalid, Conflict, Denied) as refusal:
        return await _person(visit, visit.typed, problems.of(refusal))
    return visit.lead(f"/keep/people/{visit.id}?done=given")


async def sign_out(visit: Visit) -> Response:
    """Sign somebody out on every browser."""
    await visit.unit.write(sessions.end_of, visit.id, visit.now)
    return visit.lead(f"/keep/people/{visit.id}?done=out")


async def taking(visit: Visit) -> Response:
    """Ask once more before a role is taken away."""
    return await _taking(visit)


async def _taking(visit: Visit, wrong: Wrong = ()) -> Response:
    found, kept = await _kept(visit)
    named = await visit.unit.read(scopes.by_id, [kept.scope])
    asked = [views.EVEN_LAST] if kept.role == Role.HOST else [fields.hidden("sure", "yes")]
    asking = Asking(
        heading="Take a role away",
        filled=fields.filled(asked, visit.typed, wrong),
        button="Take it away",
        caption=found.person.name or found.person.email or "",
        lead=f"{views.role_words(kept, named)}. It ends at once.",
        back=Link("Leave it as it is", f"/keep/people/{visit.id}"),
        quiet=True,
    )
    return form.show(visit, asking, "people")


async def _kept(visit: Visit) -> tuple[Account, KeptGrant]:
    found: Account = await visit.unit.read(appointments.account, visit.id, visit.now)
    id = visit.named("grant")
    for one in found.grants:
        if one.id == id:
            return found, one
    raise Missing("")


async def take_away(visit: Visit) -> Response:
    """Take a role away. It ends at once."""
    _, kept = await _kept(visit)
    holding = await visit.unit.read(scopes.held, Role(kept.role), kept.scope)
    even_last = visit.typed.one("even_last") == "yes"
    try:
        await visit.unit.write(roles.revoke, visit.id, holding, even_last=even_last)
    except Conflict as refusal:
        return await _taking(visit, [Problem("even_last", refusal.sentence)])
    return visit.lead(f"/keep/people/{visit.id}?done=taken")
