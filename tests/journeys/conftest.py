"""A real server on a seeded database, and a real browser: as a person meets the service."""

import asyncio
import os
import re
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from network.core import database
from network.core.actor import service
from network.core.unit import EngineSessions, Unit
from network.directory import terms
from seed import demonstration
from tests import postgres
from tests.waiting import stopped

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDTHS = (320, 390, 1280)


@dataclass(frozen=True)
class Served:
    """A running service: where it answers, and the file all that it says goes to."""

    at: str
    log: Path

    def words(self) -> str:
        """Read all that the service has said."""
        return self.log.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
async def served(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Run the service as an operator would, on the whole demonstration."""
    address = await postgres.make_database(server, "journeys")
    engine = database.engine(address, patient=True)
    terms.forget()
    async with Unit(EngineSessions(engine), service("test")) as unit:
        await demonstration.load(unit, datetime.now(UTC), lambda *_: None)
    await engine.dispose()
    terms.forget()
    folder = tmp_path_factory.mktemp("journeys")
    async with running(address, folder) as one:
        yield one


@asynccontextmanager
async def running(address: str, folder: Path, **more: str) -> AsyncIterator[Served]:
    """Start `alongside serve` on a database, wait until it answers, and stop it at the end.

    `more`: what else the operator chose.
    """
    port, log = _free_port(), folder / "service.log"
    chosen = {"DATABASE_URL": address, "PORT": str(port), "DATA": str(folder)} | more
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "network.cli", "serve"),
            env={**os.environ, **chosen},
            stdout=file,
            stderr=file,
        )
    one = Served(f"http://127.0.0.1:{port}", log)
    try:
        await _answering(one)
        yield one
    finally:
        await stopped(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answering(one: Served) -> None:
    async with httpx.AsyncClient(base_url=one.at) as client:
        for _ in range(300):
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    raise RuntimeError(one.words())


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Start Chromium: the system's own, else the one Playwright brings."""
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        yield one
        await one.close()


Opening = Callable[..., Awaitable[Page]]


@pytest.fixture
async def opening(browser: Browser, served: Served) -> AsyncIterator[Opening]:
    """Give the way to open a page in a fresh browser, as wide as said, with scripts or not."""
    contexts: list[BrowserContext] = []

    async def at(path: str, *, width: int = 390, scripts: bool = True) -> Page:
        context = await browser.new_context(
            base_url=served.at,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = await context.new_page()
        await page.goto(path)
        return page

    yield at
    for context in contexts:
        await context.close()


@pytest.fixture(scope="session")
async def asked(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """Ask the running service without a browser."""
    async with httpx.AsyncClient(base_url=served.at) as client:
        yield client


@pytest.fixture(scope="session")
async def pages(asked: httpx.AsyncClient) -> list[str]:
    """Name every page, and each state of the pages that have states."""
    offers = [await slug_of(asked, title) for title in TITLES]
    organisation = await _organisation_of(asked, offers[0])
    return [*PLAIN, *(f"/offers/{slug}" for slug in offers), organisation]


PLAIN = (
    "/",
    "/find",
    "/find?near=TN34",
    "/find?near=Hastings&t=t7&c=lg&cost=free",
    "/find?near=Atlantis",
    "/find?near=Atlantis&k=gr",
    "/find?near=bipolar",
    "/find?near=men&k=gr",
    "/find?near=TN1&open=near",
    "/find?k=gr&setting=gp&lang=pol",
    "/kinds",
    "/kinds/cr",
    "/kinds/gr",
    "/help-now",
    "/stay-private",
    "/about",
    "/no-such-page",
)
TITLES = (
    "Tuesday Table",
    "Crescent and Rainbow",
    "Crawley hub",
    "Mending Bench",
    "Out on Wednesday",
    "Same Sky",
)
"""A full page, a private place, one nobody confirmed, a stale one, a full one, one that closes."""


async def slug_of(asked: httpx.AsyncClient, title: str) -> str:
    """Find the name in its address of an offer of the demonstration."""
    start = re.escape(title.casefold().replace(" ", "-"))
    answer = await asked.get("/find", params={"q": title})
    found = re.search(rf'href="/offers/({start}-[a-z0-9]+)"', answer.text)
    assert found is not None, title
    return found[1]


async def _organisation_of(asked: httpx.AsyncClient, slug: str) -> str:
    answer = await asked.get(f"/offers/{slug}")
    found = re.search(r'href="(/organisations/[a-z0-9-]+)"', answer.text)
    assert found is not None
    return found[1]
