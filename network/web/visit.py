"""One visit: somebody asks for one page.

It opens the unit, looks up the words every page needs, and turns refusals into pages that help.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.core import logs
from network.core.actor import ANYONE
from network.core.away import away
from network.core.errors import Missing, Refusal
from network.core.settings import Settings
from network.core.unit import NoSessions, Unit
from network.directory import terms, wording
from network.directory.keepsake import Keepsake
from network.directory.parts import LONDON
from network.directory.seen import Tally
from network.directory.terms import Words
from network.places import districts, localities
from network.web import looks, press, saved, sorry
from network.web.asking.typed import NOTHING, Typed
from network.web.known import Area, Known
from network.web.press import NEVER_KEPT, Sheet, Site
from network.web.views import spoken

SLUG = re.compile(r"[\w-]{1,200}")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page has to work with.

    `typed`: the form that was sent. `form`: the page is one with a form, kept nowhere. `session`:
    the browser's own, where somebody is signed in. `kept`: the copy on disk, when no database
    answers.
    """

    request: Request
    unit: Unit
    known: Known
    site: Site
    locality: str
    kept: Keepsake | None = None
    typed: Typed = NOTHING
    form: bool = False
    session: UUID | None = None

    @property
    def slug(self) -> str:
        """Read the name in the address; what cannot be one of ours is missing."""
        name = str(self.request.path_params["slug"])
        if not SLUG.fullmatch(name):
            raise Missing("")
        return name

    @property
    def settings(self) -> Settings:
        """What the operator chose."""
        settings: Settings = self.request.app.state.house.settings
        return settings

    @property
    def tally(self) -> Tally:
        """Count what is seen, but not by whom. What does not count goes where nobody looks."""
        counts = looks.counted(self.request)
        tally: Tally = self.request.app.state.house.tally if counts else Tally()
        return tally

    @property
    def now(self) -> datetime:
        """The moment of the visit."""
        return self.known.now

    @property
    def id(self) -> UUID:
        """Read the id in the address; what cannot be one of ours is missing."""
        return self.named("id")

    def named(self, name: str) -> UUID:
        """Read an id of that name in the address."""
        try:
            return UUID(str(self.request.path_params[name]))
        except ValueError:
            raise Missing("") from None

    def show(self, sheet: Sheet, page: Any = None) -> Response:
        """Answer with a page."""
        if self.form:
            sheet = replace(sheet, form=True, hidden=True, keep=NEVER_KEPT)
        return press.show(self.request, sheet, self.site, page)

    def lead(self, href: str) -> Response:
        """Lead on to another page after something was done, so that it is not done twice."""
        return RedirectResponse(href, 303, {**press.SAFE, "Cache-Control": NEVER_KEPT})


Page = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def opened(page: Page, *, steady: bool = False) -> Endpoint:
    """Make a page that Starlette can serve; a steady one answers with nothing at all behind it."""

    async def serve(request: Request) -> Response:
        try:
            return await _answered(request, page, steady=steady)
        except Exception as error:  # noqa: BLE001  # else the server would log what it says
            logs.fault("web", error)
            return await sorry.broken(request, error)

    return serve


async def _answered(request: Request, page: Page, *, steady: bool) -> Response:
    try:
        return await _visited(request, page)
    except Refusal as refusal:
        return sorry.refused(request, refusal)
    except Exception as error:
        if not away(error):
            raise
        return await _from_disk(request, page, steady=steady)


async def _visited(request: Request, page: Page) -> Response:
    async with Unit(request.app.state.house.sessions, ANYONE) as unit:
        return await page(await arrived(request, unit))


async def arrived(request: Request, unit: Unit) -> Visit:
    """Look up what every page needs."""
    house = request.app.state.house
    locality = house.settings.locality
    words = await unit.read(terms.words)
    home, areas = await _home(unit, words, locality)
    known = Known(words, areas, house.outside.clock(), home)
    return Visit(request, unit, known, replace(sorry.site(request), locality=home), locality)


@dataclass
class _Kept:
    words: Words | None = None
    home: str = ""
    areas: Mapping[str, Area] = field(default_factory=dict)


_kept = _Kept()


async def _home(unit: Unit, words: Words, slug: str) -> tuple[str, Mapping[str, Area]]:
    """Name the locality and its districts.

    Read again only when the words were: councils change that rarely.
    """
    if _kept.words is not words:
        every = await unit.read(localities.all_)
        rows = await unit.read(districts.of_locality, slug)
        _kept.home = next((one.name for one in every if one.slug == slug), slug.capitalize())
        _kept.areas = {row.code: Area(row.code, row.slug, row.name) for row in rows}
        _kept.words = words
    return _kept.home, _kept.areas


async def _from_disk(request: Request, page: Page, *, steady: bool) -> Response:
    """Make the page from the copy on disk, and say so on it; without one, say we are mending."""
    house = request.app.state.house
    now = house.outside.clock()
    kept = saved.whole(house.snapshot) or (saved.nothing(now) if steady else None)
    if kept is None:
        return sorry.mending(request)
    known = Known(kept.words, saved.areas(kept), now, sorry.site(request).locality)
    site = replace(sorry.site(request), saved=_saved(kept.at.astimezone(LONDON), known))
    visit = Visit(request, Unit(NoSessions(), ANYONE), known, site, house.settings.locality, kept)
    try:
        response = await page(visit)
    except Refusal as refusal:
        return sorry.refused(request, refusal)
    except Exception as error:
        if not away(error):
            raise
        return sorry.mending(request)
    response.headers["Cache-Control"] = NEVER_KEPT
    return response


def _saved(at: datetime, known: Known) -> str:
    clock = wording.clock(at.time().replace(second=0, microsecond=0))
    day = spoken.day(at.date(), known.today)
    return f"We cannot reach our full list just now. This page is from {clock} on {day}."
