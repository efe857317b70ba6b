"""Me: what I am called, where I am signed in, and signing out."""

from uuid import UUID

from starlette.responses import Response

from network.core.errors import Invalid, Missing
from network.core.filling import fill
from network.people import accounts, sessions
from network.people.accounts import Viewer
from network.people.tables import PersonFields
from network.web import signed
from network.web.asking import fields, problems
from network.web.asking.fields import Filled
from network.web.press import Sheet
from network.web.views.people import me as views
from network.web.visit import Visit


async def me(visit: Visit) -> Response:
    """Show what I have here."""
    return await _shown(visit)


async def _shown(visit: Visit, filled: Filled | None = None) -> Response:
    found = await viewer(visit)
    open_ones = await visit.unit.read(sessions.mine, visit.now)
    done = visit.request.query_params.get("done", "")
    page = views.page(found, open_ones, visit.session, visit.known, done)
    if filled is not None:
        page = views.again(page, filled)
    error = "Error: " if page.filled.problems else ""
    sheet = Sheet("people/me.jinja", f"{error}Me and my sign-in", status=400 if error else 200)
    return visit.show(sheet, page)


async def viewer(visit: Visit) -> Viewer:
    """Read what somebody sees of themself."""
    found = await visit.unit.read(accounts.viewer)
    if found is None:
        raise Missing("")
    return found


async def rename(visit: Visit) -> Response:
    """Say what I am called."""
    try:
        said = fill(PersonFields, {"name": visit.typed.one("name")})
        await visit.unit.write(accounts.rename, said)
    except Invalid as refusal:
        wrong = problems.of(refusal)
        return await _shown(visit, fields.filled([views.NAME], visit.typed, wrong))
    return visit.lead("/me?done=name")


async def end(visit: Visit) -> Response:
    """Sign out on another browser of mine."""
    try:
        id = UUID(visit.typed.one("session"))
    except ValueError:
        raise Missing("") from None
    await visit.unit.write(sessions.end, id, visit.now)
    return visit.lead("/me?done=out")


async def end_all(visit: Visit) -> Response:
    """Sign out everywhere, here too."""
    await visit.unit.write(sessions.end_all, visit.now)
    return signed.let_out(visit.lead("/signed-out"))


async def sign_out(visit: Visit) -> Response:
    """Sign out on this browser."""
    if visit.session is not None:
        await visit.unit.write(sessions.end, visit.session, visit.now)
    return signed.let_out(visit.lead("/signed-out"))


async def signed_out(visit: Visit) -> Response:
    """Say that one is signed out. Nothing of it is kept in the browser."""
    return visit.show(Sheet("people/signed_out.jinja", "You are signed out"))
