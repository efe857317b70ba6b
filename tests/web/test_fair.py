"""Nobody is ranked: a hospital and a few friends lead a list equally often."""

from datetime import datetime, timedelta

from network.core.paging import Page
from network.core.unit import Unit
from network.directory import search
from network.directory.wanted import Asked, Near, OfferFilter, Order, Parts
from tests import make

PAIRS = 60
DAYS = 30
NAMES = ("Alpha", "Zeta")


async def test_two_hosts_at_one_distance_lead_equally_often(steward: Unit, now: datetime) -> None:
    """Over 30 days of 60 pairs a lead has a spread of 1.2%, so 5% tells luck from favour."""
    hosts = await _pairs(steward, now)
    asked = Asked(OfferFilter(), Near("TN34"), None, Order.NEAREST)
    led = {"nhs": 0, "user_led": 0, **dict.fromkeys(NAMES, 0)}
    days = []
    for day in range(DAYS):
        at = now + timedelta(days=day)
        answer = await steward.read(search.offers, asked, Page(size=2 * PAIRS), Parts(), at)
        days.append([hit.offer.id for hit in answer.hits])
        seen: set[str] = set()
        for hit in answer.hits:
            if hit.offer.title not in seen:
                led[hosts[hit.offer.organisation.name]] += 1
                led[hit.offer.organisation.name.split()[0]] += 1
            seen.add(hit.offer.title)
        assert len(seen) == PAIRS
    for one in led.values():
        assert abs(one / (PAIRS * DAYS) - 0.5) < 0.05, led
    assert len({tuple(day) for day in days}) == DAYS


async def _pairs(steward: Unit, now: datetime) -> dict[str, str]:
    """Make pairs of offers in one hall, the hosts' names swapped in every other pair."""
    hosts: dict[str, str] = {}
    halls = {}
    for swapped in (False, True):
        for name, host in zip(NAMES[:: -1 if swapped else 1], ("nhs", "user_led"), strict=True):
            run_by = await make.organisation(
                steward, now, name=f"{name} {host} {swapped}", host=host
            )
            hosts[run_by.name] = host
            halls[swapped, host] = run_by, await make.site(steward, run_by.id)
    for number in range(PAIRS):
        for host in ("nhs", "user_led"):
            run_by, hall = halls[number % 2 == 0, host]
            await make.offer(steward, now, run_by.id, title=f"Pair {number}", sites=[hall.id])
    return hosts
