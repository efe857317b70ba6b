"""Me and my sign-in: what I am called, where I am signed in, my second step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from network.people.accounts import Viewer
from network.people.tables import Session
from network.web.asking import fields
from network.web.asking.fields import Filled
from network.web.asking.typed import Typed
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Notice


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser in which I am signed in."""

    id: str
    words: str
    since: str
    here: bool


@dataclass(frozen=True, slots=True)
class MePage:
    """What I see of myself."""

    email: str
    filled: Filled
    browsers: tuple[Browser, ...]
    second: str
    strong: bool
    notices: tuple[Notice, ...]


DONE = {
    "name": Notice("Saved", ("That is what we call you now.",), "mist"),
    "out": Notice("Signed out there", ("That browser is signed out.",), "mist"),
    "second": Notice("Your second step is on", ("We ask for it when you sign in.",), "mist"),
    "removed": Notice("Your second step is off", ("An email is enough to sign in again.",), "mist"),
}
NAME = fields.text(
    "name", "What can we call you?", "A first name is plenty. Others who keep your entry see it.",
    auto="given-name", width=20,
)  # fmt: skip


def page(
    viewer: Viewer, sessions: Sequence[Session], here: UUID | None, known: Known, done: str
) -> MePage:
    """Make the page."""
    return MePage(
        email=viewer.person.email or "",
        filled=fields.filled([NAME], Typed({"name": (viewer.person.name,)})),
        browsers=tuple(_browser(one, here, known) for one in sessions),
        second="on" if viewer.has_second_factor else "off",
        strong=viewer.strong,
        notices=(DONE[done],) if done in DONE else (),
    )


def _browser(one: Session, here: UUID | None, known: Known) -> Browser:
    used = f"Last used {spoken.ago(one.used_at, known.now)}."
    since = f"Signed in {spoken.ago(one.started_at, known.now)}."
    words = "This browser" if one.id == here else "Another browser"
    return Browser(str(one.id), words, f"{since} {used}", one.id == here)


def again(page: MePage, filled: Filled) -> MePage:
    """Give the page with what was typed, and what is wrong with it."""
    return replace(page, filled=filled)
