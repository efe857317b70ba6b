"""The pages as a browser gets them, on a test's own transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from network.app import House, create
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import Sessions, Unit
from network.directory import search, terms
from network.directory.cards import OfferCard
from network.web.known import Area, Known
from tests import make
from tests.web.given import NOW


def served(sessions: Sessions, folder: Path, now: datetime) -> Starlette:
    """Put the service together on a test's sessions and clock."""
    settings = Settings(data=folder)
    return create(settings, House(sessions, settings, Snapshot(folder), Outside(lambda: now)))


@pytest.fixture
async def web(
    sessions: Sessions, tmp_path: Path, now: datetime
) -> AsyncIterator[httpx.AsyncClient]:
    """Ask for pages as anyone."""
    transport = httpx.ASGITransport(served(sessions, tmp_path, now))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@dataclass(frozen=True)
class Seen:
    """A page as somebody sees it: its status, its name, its words, its links."""

    status: int
    title: str
    heading: str
    words: str
    links: tuple[str, ...]
    html: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.words: list[str] = []
        self.title: list[str] = []
        self.heading: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "input", "br", "use", "path", "circle"}:
            self.inside.append(tag)
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        into = {"title": self.title, "h1": self.heading}.get((self.inside or [""])[-1])
        if into is not None:
            into.append(data)
        if "title" not in self.inside and data.strip():
            self.words.append(" ".join(data.split()))


def read(answer: httpx.Response) -> Seen:
    """Read a page."""
    reader = _Reader()
    reader.feed(answer.text)
    return Seen(
        answer.status_code,
        "".join(reader.title),
        "".join(reader.heading).strip(),
        " ".join(reader.words),
        tuple(reader.links),
        answer.text,
    )


Seeing = Callable[[str], Awaitable[Seen]]


@pytest.fixture
def seeing(web: httpx.AsyncClient) -> Seeing:
    """Give the way to open a page and read it."""

    async def at(path: str) -> Seen:
        return read(await web.get(path))

    return at


@pytest.fixture
async def known(unit: Unit) -> Known:
    """Look words up as a page does."""
    words = await unit.read(terms.words)
    areas = {make.HASTINGS: Area(make.HASTINGS, "hastings", "Hastings")}
    return Known(words, areas, NOW, "Sussex")


@pytest.fixture
async def plain(steward: Unit, now: datetime) -> OfferCard:
    """Give an offer of which little is said."""
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id, checked_days_ago=1)
    return await steward.read(search.offer, made.slug)
