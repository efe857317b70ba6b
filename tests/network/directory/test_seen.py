"""How often an offer was seen: told to its hosts in round numbers, without knowing who looked."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from network.core.actor import ANYONE, Actor
from network.core.errors import Denied
from network.core.ids import new_id
from network.core.unit import Unit
from network.directory import seen
from network.directory.seen import Quarter, Tally
from tests import make

Asking = Callable[[Actor], Unit]


async def test_what_web_processes_counted_is_added_up_and_told_by_the_quarter(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    one, two = [await make.offer(steward, now, run_by.id, title=t) for t in ("One", "Two")]
    for day, opened in ((0, 3), (0, 4), (30, 5), (60, 9)):  # 22 November, 23 October, 23 September
        tally = Tally()
        for _ in range(opened):
            tally.opened(one.id)
        tally.found([one.id, two.id, new_id()])
        tally.kept([two.id])
        await steward.count(seen.add, tally.taken(), now - timedelta(days=day))
        assert not tally
    host = asking(make.host_of(run_by.id))
    told = await host.read(seen.of, one.id, now)
    assert told == [
        Quarter(date(2026, 10, 1), "about 10", "fewer than 8", "0"),
        Quarter(date(2026, 7, 1), "about 10", "fewer than 8", "0"),
        Quarter(date(2026, 4, 1), "0", "0", "0"),
        Quarter(date(2026, 1, 1), "0", "0", "0"),
    ]
    assert (await host.read(seen.of, two.id, now))[0].lists == "fewer than 8"


async def test_only_its_hosts_and_keepers_are_told(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    made = await make.offer(steward, now, run_by.id)
    assert made.kept_by is not None
    assert len(await asking(make.steward_of(made.kept_by)).read(seen.of, made.id, now)) == 4
    for other in (ANYONE, make.host_of(new_id()), make.steward_of(new_id())):
        with pytest.raises(Denied):
            await asking(other).read(seen.of, made.id, now)
        with pytest.raises(Denied):
            await asking(other).count(seen.add, Tally(), now)


async def test_days_that_no_host_is_told_of_are_forgotten(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    for days in (0, 325, 326, 800):  # the last day of 2025 is 326 days before
        tally = Tally()
        tally.opened(made.id)
        await steward.count(seen.add, tally, now - timedelta(days=days))
    assert await steward.count(seen.forget, now) == 2
    assert await steward.count(seen.forget, now) == 0
    with pytest.raises(Denied):
        await asking(make.host_of(run_by.id)).count(seen.forget, now)


def test_counts_that_could_not_be_added_are_taken_back() -> None:
    one, two = new_id(), new_id()
    tally = Tally()
    tally.opened(one)
    counted = tally.taken()
    tally.opened(one)
    tally.found([two])
    tally.back(counted)
    assert (tally.pages, tally.results) == ({one: 2}, {two: 1})
    assert tally
    assert not Tally()
