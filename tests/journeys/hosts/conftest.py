"""The service with a clock that can be moved, its letters, and browsers of people who host."""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from playwright.async_api import Browser, BrowserContext
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network import herald
from network.app import House, create
from network.core import database
from network.core.actor import Actor, service
from network.core.events import Event
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import EngineSessions, Sessions, Unit
from network.directory import terms
from network.directory.tables import Offer, Organisation
from network.people import roles
from tests import make, make_people, postgres
from tests.conftest import NOW
from tests.journeys.hosts.walking import Somebody

PHONE = {"means": "phone", "value": "01424 000000"}


@dataclass(frozen=True)
class Run:
    """An organisation, its one offer, and who keeps them; the first of these leads."""

    group: Organisation
    offer: Offer
    emails: tuple[str, ...]

    @property
    def here(self) -> str:
        """Where its hosts find the offer."""
        return f"/hosts/offers/{self.offer.id}"

    @property
    def page(self) -> str:
        """Where people find the offer."""
        return f"/offers/{self.offer.slug}"


REMINDER = re.compile(r"/h/(\S+).*?type (\S+) and the code (\w{3} \w{3})", re.DOTALL)


@dataclass(frozen=True)
class Reminder:
    """What a letter that asks whether an offer is still right holds: its link, or its code."""

    token: str
    slug: str
    code: str


@dataclass
class Hosting:
    """The service as it runs: where, what time it believes it is, and a unit of its own."""

    at: str
    sessions: Sessions
    keeper: Unit
    folder: Path
    house: House
    begun: datetime = NOW
    now: datetime = NOW
    browsers: list[BrowserContext] = field(default_factory=list)

    def later(self, **time: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**time)
        return self.now

    async def hosts(self, *emails: str, title: str = "Tuesday Table", **offer: Any) -> Run:
        """Give somebody, or several, a confirmed group with an offer that was checked just now."""
        keeper, now = self.keeper, self.now
        group = await make.organisation(keeper, now, name=f"Friends of {emails[0]}")
        for email in emails:
            person = await make_people.person(keeper, now, email)
            await keeper.write(roles.grant, person.id, roles.hosting(group.id, None), now)
        hall = await make.site(keeper, group.id)
        usual: dict[str, Any] = {"sites": [hall.id], "contacts": [PHONE]}
        made = await make.offer(keeper, now, group.id, title=title, **usual | offer)
        if made.published_at:
            await make.checked(keeper, made.id, now)
        return Run(group, made, emails)

    async def reminds(self, run: Run) -> Reminder:
        """Let the service ask about all that is due, and read the letter to the first host."""
        await herald.climb(self.house)
        await herald.tell(self.house)
        found = REMINDER.search(await self.letter(run.emails[0]))
        assert found
        return Reminder(*found.groups())

    async def read(self, verb: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        """Read something as it is now."""
        async with Unit(self.sessions, self.keeper.actor) as unit:
            return await unit.read(verb, *args)

    async def record(self, about: UUID) -> list[Event]:
        """Read all that was done with a thing, in order."""

        async def read(db: AsyncSession, actor: Actor) -> list[Event]:
            own = select(Event).where(col(Event.about) == about).order_by(col(Event.seq))
            return list(await db.scalars(own))

        found: list[Event] = await self.read(read)
        return found

    async def letter(self, to: str) -> str:
        """Read the newest letter to an address, on the page that shows letters here."""
        async with httpx.AsyncClient() as client:
            page = await client.get(f"{self.at}/dev/inbox")
        for letter in page.text.split('<div class="ps-panel">')[1:]:
            if f"<p>To {to}</p>" in letter:
                return unescape(re.sub(r"<[^>]+>", "", letter.replace("<br>", "\n")))
        raise AssertionError(f"no letter to {to}")

    async def link(self, to: str, path: str) -> str:
        """Find the link in the newest letter to an address."""
        found = re.search(rf"{self.at}({path}/\S+)", await self.letter(to))
        assert found
        return found[1]

    async def seen(self, path: str) -> str:
        """Read a page as anyone gets it."""
        async with httpx.AsyncClient(base_url=self.at) as client:
            return unescape((await client.get(path)).text)


@pytest.fixture(scope="session")
async def hosting(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hosting]:
    """Run the service on a world of its own."""
    address = await postgres.make_database(server, "hosting")
    engine = database.engine(address, patient=True)
    terms.forget()
    await make.world(engine, NOW)
    sessions = EngineSessions(engine)
    async with Unit(sessions, service("test")) as keeper:
        folder = tmp_path_factory.mktemp("hosting")
        async with _running(address, folder, sessions, keeper) as one:
            yield one
    await engine.dispose()
    terms.forget()


@asynccontextmanager
async def _running(
    address: str, folder: Path, sessions: Sessions, keeper: Unit
) -> AsyncIterator[Hosting]:
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    port = int(door.getsockname()[1])
    settings = Settings(
        database_url=address, data=folder, port=port, inbox=True, secret=os.environ["SECRET"]
    )
    own = EngineSessions(database.engine(address, size=settings.pool_size))
    outside = Outside(lambda: one.now)
    house = House(own, settings, Snapshot(settings.snapshots), outside)
    one = Hosting(settings.origin, sessions, keeper, folder, house)
    app = create(settings, house)
    asked: dict[str, Any] = {"http": "httptools", "ws": "none", "access_log": False}
    process = uvicorn.Server(
        uvicorn.Config(app, log_config=None, **asked, timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(process.serve(sockets=[door]))
    while not process.started:  # noqa: ASYNC110  # it offers no event
        await asyncio.sleep(0.02)
    try:
        yield one
    finally:
        process.should_exit = True
        await serving


@pytest.fixture(autouse=True)
def _an_hour_of_its_own(hosting: Hosting) -> None:
    """Begin each journey an hour after the one before it began, wherever that one led."""
    hosting.begun += timedelta(hours=1)
    hosting.now = hosting.begun


Entering = Callable[..., Awaitable[Somebody]]


@pytest.fixture
async def entering(browser: Browser, hosting: Hosting) -> AsyncIterator[Entering]:
    """Give the way to open a browser for somebody, with scripts or not, signed in by letter."""

    async def enter(email: str = "", *, scripts: bool = True, width: int = 390) -> Somebody:
        context = await browser.new_context(
            base_url=hosting.at,
            viewport={"width": width, "height": 844},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        hosting.browsers.append(context)
        one = Somebody(await context.new_page(), email, scripts=scripts)
        if email:
            await one.open("/sign-in?to=/hosts/home")
            await one.fill({"Your email address": email})
            await one.press("Send me the email")
            await one.open(await hosting.link(email, "/sign-in"))
            await one.press("Sign in")
        return one

    yield enter
    while hosting.browsers:
        await hosting.browsers.pop().close()
