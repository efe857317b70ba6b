"""Pages with forms: what is typed there is taken from our own pages only, and never lost.

Looking at such a page changes nothing; sending its form does. A page for people who are signed in
finds out who they are first, and asks those who are not to sign in.
"""

from dataclasses import dataclass, replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.core import logs
from network.core.actor import Role
from network.core.away import away
from network.core.errors import Refusal
from network.core.origin import from_our_own_page
from network.core.unit import Unit
from network.people.sessions import NOBODY, Known
from network.web import press, signed, sorry
from network.web.asking import body
from network.web.asking.body import UnreadError
from network.web.asking.typed import NOTHING, Typed
from network.web.press import NEVER_KEPT
from network.web.visit import Page, Visit, arrived

SIGN_OUT = "/sign-out"


@dataclass(frozen=True, slots=True)
class Form:
    """A page with a form: how it is shown, what is done with what comes back, and for whom."""

    look: Page | None = None
    take: Page | None = None
    signed: bool = True

    @property
    def methods(self) -> list[str]:
        """Say how the page may be asked for."""
        return [*(["GET"] if self.look else []), *(["POST"] if self.take else [])]

    async def serve(self, request: Request) -> Response:
        """Answer one request."""
        typed = NOTHING
        try:
            if request.method == "POST":
                typed = await _typed(request)
            return await self._answered(request, typed)
        except UnreadError as unread:
            return sorry.unread(request, unread)
        except Refusal as refusal:
            return sorry.refused(request, refusal)
        except Exception as error:  # noqa: BLE001  # else the server would log what it says
            if away(error):
                return sorry.again(request, typed) if typed else sorry.mending(request)
            logs.fault("web", error)
            return await sorry.broken(request, error)

    async def _answered(self, request: Request, typed: Typed) -> Response:
        known = await signed.who(request) if self.signed else NOBODY
        if self.signed and known.session_id is None:
            return _to_sign_in(request, typed)
        page = self.take if request.method == "POST" else self.look
        assert page is not None  # noqa: S101  # routing lets only `methods` through
        async with Unit(request.app.state.house.sessions, known.actor) as unit:
            return await page(_visit(await arrived(request, unit), known, typed))


async def _typed(request: Request) -> Typed:
    if not from_our_own_page(request.headers):
        raise UnreadError(403, "We could not tell that this came from a page of ours.")
    return await body.read(request)


def _visit(visit: Visit, known: Known, typed: Typed) -> Visit:
    keeper = any(grant.role is Role.STEWARD for grant in known.actor.grants)
    site = replace(visit.site, signed=known.session_id is not None, keeper=keeper)
    return replace(visit, site=site, typed=typed, form=True, session=known.session_id)


def _to_sign_in(request: Request, typed: Typed) -> Response:
    """Ask somebody to sign in, and bring them back here; what they typed waits on the page."""
    if request.url.path == SIGN_OUT:
        return signed.let_out(_led("/signed-out"))
    if typed:
        return sorry.signed_out(request, typed)
    query = request.url.query
    here = f"{request.url.path}?{query}" if query else request.url.path
    return _led(f"/sign-in?to={quote(here, safe='')}")


def _led(href: str) -> Response:
    return RedirectResponse(href, 303, {**press.SAFE, "Cache-Control": NEVER_KEPT})
