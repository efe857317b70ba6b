"""Every page there is, and where: what the application mounts is named here."""

from collections.abc import Mapping
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import Route

from network.web import files, sorry
from network.web.headers import guarded
from network.web.pages import about, find, help_now, home, inbox, kinds, offers, organisations
from network.web.visit import Page, opened

PAGES: tuple[tuple[str, Page], ...] = (
    ("/", home.home),
    ("/find", find.find),
    ("/offers/{slug}", offers.offer),
    ("/organisations/{slug}", organisations.organisation),
    ("/kinds", kinds.kinds),
    ("/kinds/{code}", kinds.kind),
    ("/help-now", help_now.help_now),
    ("/stay-private", about.stay_private),
    ("/about", about.about),
    ("/dev/inbox", inbox.inbox),
)

STEADY = (help_now.help_now, about.stay_private, about.about)
"""Pages that answer even with no database and no copy on disk."""

routes = [
    *(Route(path, opened(page, steady=page in STEADY), methods=["GET"]) for path, page in PAGES),
    Route("/static/{name:path}", files.serve, methods=["GET"]),
]

handlers: Mapping[Any, Any] = {404: sorry.by_status, 405: sorry.by_status, 500: sorry.broken}
"""What Starlette answers with when no route does; for `exception_handlers`."""


def middleware(house: Any) -> list[Middleware]:  # noqa: ARG001  # the same for every house
    """Name what stands before every door, the other doors too."""
    return [Middleware(guarded)]
