"""GraphiQL for developers: a page to try questions on, from local files only."""

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FILES = Path(__file__).parent / "graphiql_files"
KINDS = {".css": "text/css", ".js": "text/javascript", ".html": "text/html"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'"
)
"""Its editor writes styles into the page, which our own pages may not."""


def wanted(request: Request) -> bool:
    """Say whether this is a browser that opens the address, and not a client that asks."""
    accept = request.headers.get("accept", "")
    return "text/html" in accept and not request.scope["query_string"]


def page() -> Response:
    """Show the page."""
    return _sent("index.html")


async def file(request: Request) -> Response:
    """Give one of its files; there are no others."""
    name = request.path_params["name"]
    return _sent(name) if name in names() else Response("Not found.", 404)


@cache
def names() -> frozenset[str]:
    """List the files that may be asked for."""
    return frozenset(path.name for path in FILES.iterdir() if path.suffix in KINDS)


def _sent(name: str) -> Response:
    path = FILES / name
    headers = {"content-security-policy": POLICY, "cache-control": "no-cache"}
    return Response(path.read_bytes(), media_type=KINDS[path.suffix], headers=headers)
