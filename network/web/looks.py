"""Looks: which of them are counted for hosts. What tells them apart is read, and kept nowhere.

Public pages read no cookie, so a host is known by the page of ours they come from, and not by who
they are. A program is known by what it calls itself.
"""

import re
from urllib.parse import urlsplit

from starlette.requests import Request

BROWSER = "Mozilla/5.0 ("
PROGRAM = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scan|monitor|preview|lighthouse|headless|externalhit|http|@",
    re.IGNORECASE,
)
"""Words of programs that fetch pages; most also give an address where they explain themselves.

A Cubot is a phone.
"""
OWN = ("/hosts/", "/h/", "/keep", "/me")
"""Where hosts and stewards come from when they look at what they keep."""


def counted(request: Request) -> bool:
    """Say whether somebody looks at a page, as far as one can tell without asking who."""
    told = request.headers
    name = told.get("user-agent", "")
    return (
        request.method == "GET"
        and name.startswith(BROWSER)
        and PROGRAM.search(name) is None
        and told.get("sec-fetch-dest", "document") == "document"
        and not _ahead(told.get("sec-purpose", "") + told.get("purpose", ""))
        and not _from_our_own_work(told.get("referer", ""), told.get("host", ""))
    )


def _ahead(purpose: str) -> bool:
    """Say whether a browser only looks ahead: nobody has seen the page yet."""
    return "prefetch" in purpose or "prerender" in purpose


def _from_our_own_work(referer: str, host: str) -> bool:
    """Say whether they come from a page of ours on which hosts and stewards work."""
    try:
        page = urlsplit(referer)
    except ValueError:
        return False
    return page.netloc == host and page.path.startswith(OWN)
