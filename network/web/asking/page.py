"""A page that asks something: its words, its fields, its button, and the ways on from it."""

from dataclasses import dataclass

from starlette.responses import Response

from network.web.asking.fields import Filled
from network.web.press import Sheet
from network.web.views.parts import Link, Notice
from network.web.visit import Visit

TEMPLATE = "form.jinja"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a page asks.

    `caption`: stands above the heading; `lead`: one sentence under it; `lines`: some more; `button`
    says what happens; `action`: where the form goes (empty: this address); `after`: other ways on,
    beside the button; `said`: what was just done, or is good to know first; `quiet`: the button
    does what is seldom wanted.
    """

    heading: str
    filled: Filled
    button: str
    caption: str = ""
    lead: str = ""
    lines: tuple[str, ...] = ()
    action: str = ""
    back: Link | None = None
    after: tuple[Link, ...] = ()
    said: tuple[Notice, ...] = ()
    note: str = ""
    quiet: bool = False


def show(visit: Visit, page: Asking, *, title: str = "", template: str = TEMPLATE) -> Response:
    """Show it; one with something to put right says so in its name too."""
    problems = page.filled.problems
    name = ("Error: " if problems else "") + (title or page.heading)
    return visit.show(Sheet(template, name, status=400 if problems else 200), page)
