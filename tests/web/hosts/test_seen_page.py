"""The page on which hosts see how often an offer was seen: round numbers, and only for them."""

from datetime import datetime, timedelta
from uuid import UUID

from network.core.actor import Role
from network.core.unit import Unit
from network.directory import seen
from network.directory.seen import Tally
from network.people import roles
from network.people.roles import Holding
from tests import make, make_people
from tests.web.hosts.conftest import JO
from tests.web.signing import Browser


async def kept_by_jo(steward: Unit, now: datetime) -> UUID:
    """Give Jo an offer that people can find."""
    run_by = await make.organisation(steward, now)
    somebody = await make_people.person(steward, now, JO)
    await steward.write(roles.grant, somebody.id, Holding(Role.HOST, run_by.id), now)
    return (await make.offer(steward, now, run_by.id)).id


def looks(offer_id: UUID, opened: int, found: int) -> Tally:
    """Count so many looks."""
    tally = Tally()
    tally.pages[offer_id], tally.results[offer_id] = opened, found
    return tally


async def test_hosts_read_round_numbers_by_the_quarter(
    jo: Browser, steward: Unit, now: datetime
) -> None:
    made = await kept_by_jo(steward, now)
    await steward.count(seen.add, looks(made, 23, 7), now)
    await steward.count(seen.add, looks(made, 0, 1042), now - timedelta(days=90))
    page = await jo.open(f"/hosts/offers/{made}")
    assert f"/hosts/offers/{made}/seen" in page.links
    page = await jo.open(f"/hosts/offers/{made}/seen")
    assert page.heading == "How often it is seen"
    assert "October to December 2026, so far About 25 times Fewer than 8 times" in page.words
    assert "July to September 2026 Not at all About 1,040 times" in page.words
    assert not {"23", "7 times", "1042", "1,042"} & set(page.words.split())


async def test_nobody_else_reads_them(jo: Browser, steward: Unit, now: datetime) -> None:
    run_by = await make.organisation(steward, now)
    other = (await make.offer(steward, now, run_by.id)).id
    await steward.count(seen.add, looks(other, 23, 7), now)
    page = await jo.open(f"/hosts/offers/{other}/seen")
    assert page.status in {403, 404}
    assert "About 25" not in page.words
    jo.client.cookies.clear()
    assert (await jo.open(f"/hosts/offers/{other}/seen")).heading == "Sign in"
