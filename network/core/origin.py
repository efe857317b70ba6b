"""Where a request comes from: a browser says so, and a page cannot make it say otherwise.

A cookie goes with every request, so a write that a cookie vouches for has to come from a page of
ours. One with a key in its headers needs no such look: no other site can send that.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

COOKIE = "__Host-alongside"
"""What a signed-in browser shows: the token of its session. Both doors read it by this name."""

OURS = frozenset({"same-origin", "none"})
"""What Fetch Metadata says of our own pages, and of what a person started themselves."""


def from_our_own_page(headers: Mapping[str, str]) -> bool:
    """Say whether a request was sent by a page of ours.

    `headers`: by name in lower case. Browsers that send no Sec-Fetch-Site are asked for Origin;
    what says neither is not let in. Origin is held against Host alone: behind a balancer we do not
    know whether the browser spoke http or https.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OURS
    origin, host = headers.get("origin"), headers.get("host")
    return bool(origin and host) and _host(origin or "") == (host or "").lower()


def _host(origin: str) -> str:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in {"http", "https"} else ""
