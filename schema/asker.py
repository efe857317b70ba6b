"""Who asks: a program by its key, a person by the cookie of their browser, or anyone at all.

Nothing is looked up for anyone. A key that is not one of ours is refused; a cookie that has run
out is as good as none, so that public answers go on.
"""

from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request

from network.core.origin import COOKIE, from_our_own_page
from network.core.unit import Unit
from network.people import keys, sessions
from schema.base import House
from schema.errors import refused

MARK = f"{COOKIE}=".encode()
BEARER = "bearer "
SIGN_IN = "Sign in first, or send a key of yours."
NO_KEY = "We do not know this key, or it was taken back."
ELSEWHERE = "This came from a page that is not ours, so it was not done."
HELD = {"www-authenticate": "Bearer"}
"""What tells a program how to be known (RFC 6750)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a request shows to be known by: what it says under Authorization, a session's token."""

    word: str = ""
    token: str = ""

    @property
    def key(self) -> str:
        """Give the key that is shown; anything but a bearer's is none of ours."""
        return self.word[len(BEARER) :].strip() if self.word.lower().startswith(BEARER) else ""


NOTHING = Shown()


def shows_itself(headers: list[tuple[bytes, bytes]]) -> bool:
    """Say whether a request shows anything: then nothing remembered for anyone is given to it."""
    return any(
        name == b"authorization" or (name == b"cookie" and MARK in value) for name, value in headers
    )


def shown(request: Request) -> Shown:
    """Read what a request shows. A write that only a cookie vouches for comes from our own page.

    Raises FORBIDDEN where it does not.
    """
    word, token = request.headers.get("authorization", ""), request.cookies.get(COOKIE, "")
    if word:
        return Shown(word=word)
    if token and request.method != "GET" and not from_our_own_page(request.headers):
        raise refused("FORBIDDEN", ELSEWHERE)
    return Shown(token=token)


async def recognise(unit: Unit, house: House, shown: Shown) -> UUID | None:
    """Find out who asks, and let the unit ask as them; give the session, if it is one.

    Raises UNAUTHENTICATED for a key that lets nobody in.
    """
    if shown.word:
        await _by_key(unit, house, shown)
        return None
    known = await unit.read(sessions.actor_of, shown.token, house.outside.clock())
    unit.actor = known.actor
    if known.stale and known.session_id:
        await unit.count(sessions.touch, known.session_id, house.outside.clock())
    return known.session_id


async def _by_key(unit: Unit, house: House, shown: Shown) -> None:
    now = house.outside.clock()
    known = await unit.read(keys.actor_of, shown.key, now)
    if known.key_id is None:
        raise refused("UNAUTHENTICATED", NO_KEY)
    unit.actor = known.actor
    if known.stale:
        await unit.count(keys.touch, known.key_id, now)
