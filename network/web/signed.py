"""Who is signed in: one cookie, read by the pages that ask for it and by no other.

`__Host-` binds it to this host and to HTTPS. `Lax`, because links in letters lead to these pages
and would otherwise find everybody signed out; what changes something is a form of ours (`taking`).
"""

from starlette.requests import Request
from starlette.responses import Response

from network.core.unit import Unit
from network.people import sessions
from network.people.sessions import LONGEST, NOBODY, Known

COOKIE = "__Host-alongside"
ASKING = "__Host-asking"
"""Which browser asked for a sign-in link, for as long as the link works."""
LONGEST_TOKEN = 200
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


def cookie(request: Request, name: str) -> str:
    """Read one of our cookies; what is none of ours is nothing."""
    value = request.cookies.get(name, "")
    return value if value.isascii() and len(value) <= LONGEST_TOKEN else ""


def let_in(response: Response, token: str) -> Response:
    """Give the browser what it shows from now on, and take away what it asked with."""
    _set(response, COOKIE, token, int(LONGEST.total_seconds()))
    _set(response, ASKING, "", 0)
    return response


def remember_asking(response: Response, value: str, seconds: int) -> Response:
    """Let the browser show later that it is the one that asked."""
    _set(response, ASKING, value, seconds)
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
