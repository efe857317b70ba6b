"""Reading what a form sends: of a bounded size, in good time, in good letters."""

import asyncio
import re
import unicodedata
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from network.web.asking.typed import Typed

MOST_BYTES = 64 * 1024
MOST_FIELDS = 500
SLOWEST = 10.0  # seconds a form may take to come
FORM = "application/x-www-form-urlencoded"
UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069]")
"""Marks that nobody types and that make a text read other than it is written."""


class UnreadError(Exception):
    """A form that could not be read: the status to answer with, and why, in a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read(request: Request) -> Typed:
    """Read a form. Lines end the same way whatever machine they were typed on."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM:
        raise UnreadError(415, "This did not come from a form of ours.")
    return parsed(await _whole(request))


def parsed(raw: bytes) -> Typed:
    """Take a form apart, or refuse what no browser sends."""
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise UnreadError(400, "We could not read that form.") from None
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if "\x00" in value or "\x00" in name:
            raise UnreadError(400, "We could not read that form.")
        given.setdefault(name, []).append(_plain(value))
    return Typed({name: tuple(values) for name, values in given.items()})


def _plain(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", unicodedata.normalize("NFC", lines))


async def _whole(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared[:12]) > MOST_BYTES:
        raise _too_long()
    parts: list[bytes] = []
    try:
        async with asyncio.timeout(SLOWEST):
            async for part in request.stream():
                parts.append(part)
                if sum(map(len, parts)) > MOST_BYTES:
                    raise _too_long()
    except TimeoutError:
        raise UnreadError(408, "It took too long to reach us. Please try again.") from None
    except ClientDisconnect:
        raise UnreadError(400, "It did not reach us whole. Please try again.") from None
    return b"".join(parts)


def _too_long() -> UnreadError:
    return UnreadError(413, "That is more than we can take at once. Please shorten it.")
