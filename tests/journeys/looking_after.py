"""A service with a steward, and with what may wait for one: for journeys through their pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyotp
from playwright.async_api import Page
from sqlalchemy.ext.asyncio import AsyncEngine

from network.core import database
from network.core.actor import ANYONE, Actor, Role, service
from network.core.ids import new_id
from network.core.unit import EngineSessions, Unit
from network.directory import claims, offers, reports, terms
from network.directory.edits import Amendment
from network.directory.organisations import Origin
from network.directory.reports import Wrong
from network.directory.tables import Standing
from network.people import roles
from network.places import localities
from network.post.letters import Letter
from tests import make, make_people, postgres
from tests.journeys.conftest import Served, running
from tests.network.post.writing import GIVEN_UP, change, posting
from tests.web.signing import code_in, letter

SAM, JO = "sam@example.org", "jo@example.org"
NEW, DESCRIBED = Origin(Standing.NEW), Origin(Standing.UNCONFIRMED)


@dataclass(frozen=True)
class Waits:
    """What waits, for one journey: a group and its page, a page with other words, a report."""

    group_id: UUID
    first: str
    slug: str
    changed: UUID
    report: UUID


@dataclass(frozen=True)
class Looked:
    """A running service and its database, with two lots of what waits, a claim and a letter."""

    served: Served
    engine: AsyncEngine
    lots: tuple[Waits, Waits]
    claim: UUID
    sam: UUID

    @property
    def unit(self) -> Unit:
        """Ask the database as the service."""
        return asking(self.engine, service("test"))


def asking(engine: AsyncEngine, who: Actor) -> Unit:
    """Ask a database as somebody."""
    return Unit(EngineSessions(engine), who)


@asynccontextmanager
async def looked_after(server: str, folder: Path) -> AsyncIterator[Looked]:
    """Run a service with what waits."""
    address = await postgres.make_database(server, "lookedafter")
    engine = database.engine(address, patient=True)
    now = datetime.now(UTC)
    terms.forget()
    await make.world(engine, now)
    lots = (await _lot(engine, "One", now), await _lot(engine, "Two", now))
    claim = await _claim(engine, now)
    sam = await _sam(engine, now)
    await _letter(engine, now)
    terms.forget()
    async with running(address, folder) as served:
        yield Looked(served, engine, lots, claim, sam)
    await engine.dispose()


async def _lot(engine: AsyncEngine, name: str, now: datetime) -> Waits:
    async with asking(engine, service("test")) as keeper:
        about = {"home_district": make.HASTINGS, "about": "We met on a ward."}
        group = await make.organisation(keeper, now, origin=NEW, name=f"Tea Circle {name}", **about)
        first = await make.offer(keeper, now, group.id, draft=True, title=f"Tea {name}")
        walk = await make.offer(keeper, now, group.id, title=f"Walk {name}")
        host = await make_people.host(keeper, now, group.id, JO)
    async with asking(engine, host) as jo:
        await jo.write(offers.publish, first.id, now - timedelta(days=4))
        words = {"title": f"Swim {name}", "what_happens": "We swim.\nSome only watch."}
        await jo.write(offers.amend, walk.id, Amendment(walk.version, words), now)
    async with asking(engine, ANYONE) as anyone:
        told = Wrong(("time",), "It starts at 3pm now.")
        report = await anyone.write(reports.make, walk.id, told, now)
    return Waits(group.id, first.title, first.slug, walk.id, report.id)


async def _claim(engine: AsyncEngine, now: datetime) -> UUID:
    async with asking(engine, service("test")) as keeper:
        choir = await make.organisation(keeper, now, origin=DESCRIBED, name="Pier Choir")
        kim = await make_people.signed_in(keeper, now, "kim@example.org")
    async with asking(engine, kim) as one:
        return (await one.write(claims.make, choir.id, "I sing there.", now)).id


async def _sam(engine: AsyncEngine, now: datetime) -> UUID:
    async with asking(engine, service("test")) as keeper:
        sussex = await keeper.read(localities.by_slug, "sussex")
        sam = await make_people.person(keeper, now, SAM)
        await keeper.write(roles.grant, sam.id, roles.over(sussex.id, Role.STEWARD), now)
        return sam.id


async def _letter(engine: AsyncEngine, now: datetime) -> None:
    async with asking(engine, service("test")) as keeper:
        lost = Letter("kim@example.org", "Your sign-in link", "https://test/secret", new_id())
        await keeper.count(change, await keeper.write(posting, lost, now), GIVEN_UP)


async def sign_in(page: Page, looked: Looked, email: str) -> None:
    """Sign somebody in by the code in their letter."""
    await page.goto("/sign-in")
    await page.get_by_label("email").fill(email)
    await page.locator("main form button.nhsuk-button").click()
    async with looked.unit as keeper:
        code = code_in(await letter(keeper, email))
    await page.get_by_label("Code").fill(code)
    await page.locator("main form button.nhsuk-button").click()
    await page.wait_for_url("**/hosts/home*")


async def second_step(page: Page) -> None:
    """Set up a second step with an app on one's phone."""
    await page.goto("/me/second-step")
    await page.locator("main form button.nhsuk-button").click()
    secret = await page.locator("input[name=secret]").get_attribute("value")
    assert secret is not None
    await page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    await page.locator("main form button.nhsuk-button").click()
    await page.get_by_role("heading", name="Keep these codes").wait_for()
