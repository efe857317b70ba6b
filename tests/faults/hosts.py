"""Hosts who are signed in over a database of its own, each with a group and an offer."""

from dataclasses import dataclass
from datetime import UTC, datetime

from network.core import database
from network.core.actor import service
from network.core.ids import new_id
from network.core.origin import COOKIE
from network.core.unit import EngineSessions, Unit
from network.directory import offers, organisations
from network.directory.offers import Draft
from network.directory.organisations import Origin
from network.directory.tables import OfferFields, OrganisationFields, Standing
from network.people import accounts, addresses, roles, sessions
from network.people.roles import hosting
from schema.base import global_id
from seed import vocabularies


@dataclass
class Host:
    """One host: what their browser sends, their group, and their offer as they last saw it."""

    headers: dict[str, str]
    organisation: str
    offer: str
    version: int
    changed: int = 0


async def hosts(address: str, many: int) -> list[Host]:
    """Make hosts."""
    engine = database.engine(address, patient=True)
    async with Unit(EngineSessions(engine), service("test")) as unit:
        await vocabularies.sow(unit)
        found = [await _host(unit, datetime.now(UTC)) for _ in range(many)]
    await engine.dispose()
    return found


async def _host(unit: Unit, now: datetime) -> Host:
    id = (await unit.write(accounts.enter, addresses.read(f"{new_id()}@example.org"), now)).id
    fields = OrganisationFields(name="A group of ours", host="user_led")
    group = await unit.write(organisations.start, fields, Origin(Standing.CONFIRMED), now)
    await unit.write(roles.grant, id, hosting(group.id, None), now)
    plain = OfferFields(title="An offer of ours", summary="Tea and talk.", kind="group")
    offer = await unit.write(offers.create, group.id, Draft(plain), now)
    token = await unit.write(sessions.open_, id, now)
    headers = {"cookie": f"{COOKIE}={token}", "sec-fetch-site": "same-origin"}
    return Host(
        headers, global_id("Organisation", group.id), global_id("Offer", offer.id), offer.version
    )
