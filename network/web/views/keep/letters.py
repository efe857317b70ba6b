"""Letters that were given up, ready to print: whom to, what about, why and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.post.letters import SHOWN, Undelivered
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Link, Notice

DONE = {
    "again": Notice("On its way again", ("If it is given up once more, you see it here.",), "mist"),
    "gone": Notice("Let go", ("Its words are erased.",), "mist"),
}
MORE = Notice("There may be more", (f"The newest {SHOWN} are here.",))
WHY = {
    "timeout": "The mail server did not answer in time",
    "gone": "The mail server broke off",
    "550": "There is no such address, or it takes no letters",
    "551": "The address is somewhere else now",
    "552": "Their letter box is full",
    "553": "The address is not written as it should be",
    "554": "The mail server refused it",
}
REFUSED = "The mail server refused it"
"""What any other code means for a person (RFC 5321, section 4.2.3)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: never its words."""

    id: str
    to: str
    subject: str
    why: str
    when: str
    record: Link


@dataclass(frozen=True, slots=True)
class LettersPage:
    """The letters that were given up."""

    letters: tuple[Letter, ...]
    notices: tuple[Notice, ...]


def page(found: Sequence[Undelivered], known: Known, done: str) -> LettersPage:
    """Make the page."""
    said = [DONE[done]] if done in DONE else []
    full = [MORE] if len(found) >= SHOWN else []
    return LettersPage(tuple(_letter(one, known) for one in found), (*said, *full))


def _letter(one: Undelivered, known: Known) -> Letter:
    why = WHY.get(one.why, REFUSED)
    made, gone = (spoken.ago(at, known.now) for at in (one.made_at, one.given_up_at))
    tries = spoken.counted(one.tries, "try", "tries")
    return Letter(
        id=str(one.id),
        to=one.to,
        subject=one.subject,
        why=f"{why} ({one.why}).",
        when=f"Written {made}, given up {gone} after {tries}.",
        record=Link("What was done about it", f"/keep/record?thing={one.id}"),
    )
