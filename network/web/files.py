"""The files a page needs, each under a name that changes when its content does.

They are read once, at the start. A changed file has another address, so a browser may keep each
for a year and never asks again.
"""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
PACKED = frozenset({".css", ".js", ".svg"})
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class File:
    """One file, ready to send: as it is, and packed where that helps."""

    name: str
    media: str
    body: bytes
    packed: bytes | None


@cache
def files() -> Mapping[str, File]:
    """Read every file, by its plain name (`app.css`)."""
    plain = sorted(p for p in FOLDER.rglob("*") if p.suffix in MEDIA)
    read = {_name(p): _file(p, p.read_bytes()) for p in plain if p.suffix != ".css"}
    sheets = (p for p in plain if p.suffix == ".css")
    return read | {_name(p): _file(p, _pointed(p.read_text(), read)) for p in sheets}


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def _file(path: Path, body: bytes) -> File:
    marked = path.with_suffix(f".{sha256(body).hexdigest()[:10]}{path.suffix}")
    packed = gzip.compress(body, 9, mtime=0) if path.suffix in PACKED else None
    return File(_name(marked), MEDIA[path.suffix], body, packed)


def _pointed(sheet: str, read: Mapping[str, File]) -> bytes:
    """Point a style sheet at the marked names of the files it asks for."""
    found = re.sub(r'url\("([^"]+)"\)', lambda m: f'url("{read[m[1]].name}")', sheet)
    return found.encode()


@cache
def _by_marked_name() -> Mapping[str, File]:
    return {file.name: file for file in files().values()}


def address(name: str) -> str:
    """Give the address of a file, for templates."""
    return f"/static/{files()[name].name}"


async def serve(request: Request) -> Response:
    """Send one file."""
    file = _by_marked_name().get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    headers = {
        "Cache-Control": FOR_GOOD,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if file.packed is None:
        return Response(file.body, media_type=file.media, headers=headers)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(file.body, media_type=file.media, headers=headers)
    return Response(
        file.packed, media_type=file.media, headers={**headers, "Content-Encoding": "gzip"}
    )
