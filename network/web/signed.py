"""Who is signed in: one cookie, read by the pages that ask for it and by no other.

`__Host-` binds it to this host and to HTTPS. `Lax`, because links in letters lead to these pages
and would otherwise find everybody signed out; what changes something is a form of ours (`taking`).
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from network.core.unit import Unit
from network.people import sessions
from network.people.sessions import LONGEST, NOBODY, Known

COOKIE = "__Host-alongside"
ASKING = "__Host-asking"
"""Which browser asked for a sign-in link, for as long as the link works."""
LEAVING = "__Host-leaving"
"""What a sign-in by another service needs when the browser comes back from there, sealed."""
LONGEST_TOKEN, LONGEST_SEAL = 600, 1000
EMPTIED = '"cache", "cookies", "storage"'
"""What a browser is told to forget when somebody signs out (`Clear-Site-Data`)."""


async def who(request: Request) -> Known:
    """Find out who is signed in on this browser; nobody, if the session has ended."""
    token = cookie(request, COOKIE)
    if not token:
        return NOBODY
    house = request.app.state.house
    now = house.outside.clock()
    async with Unit(house.sessions) as unit:
        known = await unit.read(sessions.actor_of, token, now)
    if known.stale and known.session_id:
        async with Unit(house.sessions, known.actor) as unit:
            await unit.count(sessions.touch, known.session_id, now)
    return known


async def leave(request: Request) -> None:
    """End the session this browser shows, if it has one."""
    known = await who(request)
    if known.session_id is not None:
        house = request.app.state.house
        async with Unit(house.sessions, known.actor) as unit:
            await unit.write(sessions.end, known.session_id, house.outside.clock())


def cookie(request: Request, name: str, longest: int = LONGEST_TOKEN) -> str:
    """Read one of our cookies; what is none of ours is nothing."""
    value = request.cookies.get(name, "")
    return value if value.isascii() and len(value) <= longest else ""


def let_in(response: Response, token: str) -> Response:
    """Give the browser what it shows from now on, and take away what it asked with."""
    _set(response, COOKIE, token, int(LONGEST.total_seconds()))
    _set(response, ASKING, "", 0)
    return response


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser that asked for a letter remembers: a value of its own, and where it was going.

    The link in the letter does not say where: it would tell whoever reads the letter.
    """

    browser: str = ""
    to: str = ""


def asking(request: Request) -> Asked:
    """Read what this browser remembers of having asked."""
    browser, _, packed = cookie(request, ASKING).partition(".")
    try:
        return Asked(browser, urlsafe_b64decode(packed).decode())
    except ValueError:
        return Asked(browser)


def remember_asking(response: Response, browser: str, to: str, seconds: int) -> Response:
    """Let the browser show later that it is the one that asked, and where it was going."""
    packed = urlsafe_b64encode(to.encode()).decode()
    _set(response, ASKING, f"{browser}.{packed}", seconds)
    return response


def remember_leaving(response: Response, kept: str, seconds: int) -> Response:
    """Let the browser bring back what a sign-in by another service needs, sealed."""
    _set(response, LEAVING, kept, seconds)
    return response


def leaving(request: Request) -> str:
    """Read what the browser brings back from another service."""
    return cookie(request, LEAVING, LONGEST_SEAL)


def back_again(response: Response) -> Response:
    """Forget the way by another service, now that it was taken."""
    _set(response, LEAVING, "", 0)
    return response


def let_out(response: Response) -> Response:
    """Take the cookie away, and with it all that the browser kept of these pages."""
    _set(response, COOKIE, "", 0)
    response.headers["Clear-Site-Data"] = EMPTIED
    return response


def _set(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax"
    )
