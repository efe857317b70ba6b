"""The press: a template and a view become an answer, with every header that keeps people safe."""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from starlette.requests import Request
from starlette.responses import Response

from network.web import files

MENU = (
    ("find", "Find support", "/find"),
    ("kinds", "Kinds of support", "/kinds"),
    ("private", "Stay private", "/stay-private"),
    ("about", "About", "/about"),
)
SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000",
    "Vary": "Accept-Encoding",
}
NEVER_KEPT = "private, no-store"
A_MINUTE = "public, max-age=60, stale-if-error=86400"
WORTH_PACKING = 1024  # bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page is besides its words: template, title, place in the menu, how long it keeps.

    `first`: it is the menu's own page, not one below it. `hidden`: search engines leave it out.
    `form`: what is filled in on it is sent back here. Browsers then say that it came from here only
    if the page lets them: under `no-referrer` they send `Origin: null`.
    """

    template: str
    title: str
    section: str = ""
    first: bool = False
    hidden: bool = False
    status: int = 200
    keep: str = A_MINUTE
    form: bool = False

    @property
    def referrer(self) -> str:
        """Say what a link or a form may tell of the page it stands on: elsewhere, nothing."""
        return "same-origin" if self.form else "no-referrer"


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the site.

    `saved`: the line of a page kept from before. `signed`: somebody is signed in; `keeper`: they
    are a steward.
    """

    name: str
    locality: str
    demonstration: bool = True
    saved: str = ""
    signed: bool = False
    keeper: bool = False
    menu: tuple[tuple[str, str, str], ...] = MENU


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(Path(__file__).parent / "templates"),
                PackageLoader("nhsuk_frontend_jinja"),
            ]
        ),
        autoescape=True,
        undefined=ChainableUndefined,  # the macros of nhsuk-frontend look up what is not there
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["file"] = files.address
    return environment


def show(request: Request, sheet: Sheet, site: Site, page: Any = None) -> Response:
    """Set a page and make the answer, packed for a browser that can unpack it."""
    words = _environment().get_template(sheet.template)
    body = words.render(sheet=sheet, site=site, page=page).encode()
    headers = {**SAFE, "Cache-Control": sheet.keep, "Referrer-Policy": sheet.referrer}
    if len(body) > WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, sheet.status, headers, "text/html; charset=utf-8")
