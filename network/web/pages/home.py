"""Home asks one question: where? Everything else is optional, after."""

from dataclasses import dataclass

from starlette.responses import Response

from network.web import forms
from network.web.forms import Chosen
from network.web.known import Known
from network.web.press import Sheet
from network.web.views import results
from network.web.views.kinds import kinds
from network.web.views.parts import Kind, Link
from network.web.views.results import Problem
from network.web.visit import Visit

COMMUNITIES = (
    "racialised",
    "lgbtq",
    "seeking_safety",
    "young",
    "older",
    "carers",
    "autistic",
    "women",
    "men",
    "new_parents",
    "muslim",
    "deaf",
)
"""Shown as a taste of many, in the taxonomy's order; “See all” leads to the rest."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page. `problem`: when a place was not found, it comes back here."""

    kinds: tuple[Kind, ...]
    communities: tuple[Link, ...]
    from_home: str
    problem: Problem | None = None


async def home(visit: Visit) -> Response:
    """Show the first page."""
    name = f"Find peer support in {visit.site.locality}"
    return visit.show(Sheet("home.jinja", name), page(visit.known))


def page(known: Known, problem: Problem | None = None) -> HomePage:
    """Make the first page."""
    return HomePage(
        kinds=kinds(known),
        communities=tuple(_community(c, known) for c in COMMUNITIES if _is_listed(c, known)),
        from_home=results.from_home(known),
        problem=problem,
    )


def _is_listed(code: str, known: Known) -> bool:
    return any(term.code == code for term in known.words.listed("community"))


def _community(code: str, known: Known) -> Link:
    href = forms.address(Chosen(codes={"c": (code,)}), known)
    return Link(known.label("community", code), href)
