"""Pages for when there is no page: not found, not readable, being mended. Never blaming."""

import re
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.core.errors import Conflict, Denied, Invalid, Missing, Refusal, TooMany
from network.web import press
from network.web.asking.body import UnreadError
from network.web.asking.typed import Typed
from network.web.press import NEVER_KEPT, Sheet, Site
from network.web.views.parts import Link

ON = (Link("Find peer support", "/find"), Link("Kinds of support", "/kinds"), Link("Home", "/"))
NOT_FOUND = "We cannot find that page"
WITH_A_SLASH = re.compile(r"((?:/[\w.~%-]+)+)/")
"""An address of ours with a slash too many; never one that a browser takes for another host."""
MENDING = "We are mending something"


@dataclass(frozen=True, slots=True)
class Said:
    """A short page: a heading, some lines, ways on, and the three numbers if they may help."""

    heading: str
    lines: tuple[str, ...]
    links: tuple[Link, ...] = ON
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that holds on to what somebody typed until it can be taken.

    `first`: what they do before that, in another tab.
    """

    heading: str
    lines: tuple[str, ...]
    action: str
    typed: Typed
    first: Link | None = None


REFUSED: dict[type[Refusal], tuple[int, str]] = {
    Invalid: (400, "We could not read that"),
    Denied: (403, "This is not yours to do"),
    Conflict: (409, "That did not go through"),
    TooMany: (429, "Please wait a little"),
}
"""What each refusal answers with: the status, and the heading of its page."""


def site(request: Request) -> Site:
    """Say whose site this is; a page that has looked the locality's name up puts it in."""
    settings = request.app.state.house.settings
    return Site(settings.site_name, settings.locality.capitalize())


def missing(request: Request, sentence: str = "") -> Response:
    """Say that there is no such page."""
    lines = ("You have not done anything wrong.", *([sentence] if sentence else []))
    return _say(request, 404, Said(NOT_FOUND, (*lines, "It may have moved or ended.")))


def refused(request: Request, refusal: Refusal) -> Response:
    """Say what could not be taken, and what to do about it; what is hidden is not found."""
    if isinstance(refusal, Missing):
        return missing(request, refusal.sentence)
    status, heading = REFUSED.get(type(refusal), REFUSED[Invalid])
    response = _say(request, status, Said(heading, (refusal.sentence,)))
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = "60"
    return response


def unread(request: Request, error: UnreadError) -> Response:
    """Say that a form could not be read, and how to send it so that it can."""
    lines = (error.sentence, "Go back, open the page again, and press the button once more.")
    return _say(request, error.status, Said("We could not take that", lines))


def signed_out(request: Request, typed: Typed) -> Response:
    """Hold on to what somebody typed while they sign in again."""
    lines = ("You are not signed in any more. What you typed is still here.",)
    way = Link("Sign in", "/sign-in")
    return _keep(request, 403, Kept("Sign in again", lines, _here(request), typed, way))


def second_step(request: Request, typed: Typed) -> Response:
    """Hold on to what somebody typed while they give a code of their phone again."""
    lines = ("Your second step was too long ago. What you typed is still here.",)
    way = Link("Give a code from your phone", "/me/second-step")
    return _keep(request, 403, Kept("Give a code again", lines, _here(request), typed, way))


def again(request: Request, typed: Typed) -> Response:
    """Hold on to what somebody typed while no database answers."""
    lines = ("We cannot save this just now.", "What you typed is still here. Please try again.")
    response = _keep(request, 503, Kept(MENDING, lines, _here(request), typed))
    response.headers["Retry-After"] = "30"
    return response


def _here(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _keep(request: Request, status: int, kept: Kept) -> Response:
    sheet = Sheet(
        "kept.jinja", kept.heading, hidden=True, status=status, keep=NEVER_KEPT, form=True
    )
    return press.show(request, sheet, site(request), kept)


def mending(request: Request) -> Response:
    """Say that we cannot answer now; the numbers still work."""
    lines = ("We cannot show this page just now.", "Please try again in a minute.")
    response = _say(request, 503, Said(MENDING, lines, links=(Link("Home", "/"),), numbers=True))
    response.headers["Retry-After"] = "30"
    return response


def _say(request: Request, status: int, said: Said) -> Response:
    sheet = Sheet("said.jinja", said.heading, hidden=True, status=status, keep=NEVER_KEPT)
    return press.show(request, sheet, site(request), said)


async def by_status(request: Request, error: Exception) -> Response:
    """Answer what Starlette itself refuses: no such address, a wrong method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _shorter(request) or missing(request)
    if status == 405:
        looking = request.method in {"GET", "HEAD"}
        why = "Only a button leads to this address." if looking else "This is only to be looked at."
        lines = (why, "You have not done anything wrong.")
        response = _say(request, 405, Said("That does not work here", lines))
        response.headers.update(getattr(error, "headers", None) or {})  # which methods do work
        return response
    return mending(request)


def _shorter(request: Request) -> Response | None:
    """Lead from `/find/` to `/find`, on whatever host and by whatever way the person came."""
    raw = request.scope.get("raw_path") or b""
    found = WITH_A_SLASH.fullmatch(raw.decode("latin-1"))
    if found is None:
        return None
    query = request.scope["query_string"].decode("latin-1")
    href = f"{found[1]}?{query}" if query else found[1]
    return RedirectResponse(href, 307, {**press.SAFE, "Cache-Control": NEVER_KEPT})


async def broken(request: Request, error: Exception) -> Response:  # noqa: ARG001  # every verb takes both
    """Answer a fault of ours without a word of what went wrong; the log has that."""
    lines = ("Something went wrong here. It is not your fault.", "Please try again.")
    return _say(request, 500, Said(MENDING, lines, numbers=True))
