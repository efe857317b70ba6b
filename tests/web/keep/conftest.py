"""Sam, a steward who has given a second step; and what may wait for Sam."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pyotp
import pytest

from network.core.actor import Actor, Role
from network.core.unit import Sessions, Unit
from network.directory import offers
from network.directory.organisations import Origin
from network.directory.tables import Offer, Organisation, Standing
from network.people import accounts, roles
from network.places import localities
from tests import make, make_people
from tests.web.signing import Browser, browsing, sign_in

SAM = "sam@example.org"
NEW = Origin(Standing.NEW)


@pytest.fixture
async def sussex(steward: Unit) -> UUID:
    """Give the locality that Sam looks after."""
    return (await steward.read(localities.by_slug, "sussex")).id


@pytest.fixture
async def elsewhere(sessions: Sessions, tmp_path: Path, now: datetime) -> AsyncIterator[Browser]:
    """Open another browser, in which nobody is signed in."""
    async with browsing(sessions, tmp_path, now) as one:
        yield one


@pytest.fixture
async def sam(
    sessions: Sessions, tmp_path: Path, now: datetime, steward: Unit, sussex: UUID
) -> AsyncIterator[Browser]:
    """Sign Sam in, with a second step."""
    async with browsing(sessions, tmp_path, now) as one:
        await signed_in(one, steward, now, SAM, sussex)
        await second_step(one, now)
        yield one


async def signed_in(
    browser: Browser, keeper: Unit, now: datetime, email: str, locality: UUID
) -> None:
    """Sign a steward in, without a second step."""
    person = await make_people.person(keeper, now, email)
    await keeper.write(roles.grant, person.id, roles.over(locality, Role.STEWARD), now)
    await sign_in(browser, keeper, email)


async def second_step(browser: Browser, now: datetime) -> None:
    """Set a second step up, as a person does."""
    await browser.open("/me/second-step")
    await browser.send(action="/me/second-step")
    secret = re.search(r'name="secret" value="(\w+)"', browser.page.html)
    assert secret is not None
    await browser.send({"code": pyotp.TOTP(secret[1]).at(now)}, "/me/second-step/confirm")
    assert "Keep these codes" in browser.page.title


@dataclass(frozen=True)
class New:
    """A new group, who keeps it, and its first page, which waits."""

    group: Organisation
    host: Actor
    offer: Offer


@pytest.fixture
async def new(steward: Unit, sessions: Sessions, now: datetime, sussex: UUID) -> New:
    """Make a new group of Sam's locality with a first page that waits."""
    group = await make.organisation(
        steward, now, origin=NEW, home_district=make.HASTINGS, name="Net Loft Friends"
    )
    assert group.kept_by == sussex
    host = await make_people.host(steward, now, group.id, "jo@example.org")
    draft = await make.offer(steward, now, group.id, draft=True)
    return New(group, host, await Unit(sessions, host).write(offers.publish, draft.id, now))


async def person_id(keeper: Unit, email: str) -> UUID:
    """Find somebody's id."""
    return (await keeper.read(accounts.by_email, email)).id
