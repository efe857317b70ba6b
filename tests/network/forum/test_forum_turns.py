"""Two facilitators at work on one day at the same moment, each with a connection of their own."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from network.core import database
from network.core.actor import service
from network.core.errors import Conflict
from network.core.ids import new_id
from network.core.unit import EngineSessions, Unit
from network.directory import terms
from network.forum import changes, days, issues, items, nominations, room, scheduling
from network.forum.changes import Change
from network.forum.nominations import Put
from seed import places, vocabularies
from tests import make_forum, postgres
from tests.make_forum import Network


@pytest.fixture
async def apart(server: str, now: datetime) -> AsyncIterator[tuple[Network, EngineSessions]]:
    """Give a network on a database of its own, with real connections."""
    address = await postgres.make_database(server, "turns")
    engine = database.engine(address, size=16, patient=True)  # a connection for each, always
    terms.forget()
    sessions = EngineSessions(engine)
    async with Unit(sessions, service("test")) as keeper:
        await places.sow(keeper)
        await vocabularies.sow(keeper)
        net = await make_forum.network(keeper, partial(Unit, sessions), now)
    async with net.facilitator, net.member, net.other, net.stranger:
        yield net, sessions
    await sessions.close()
    await postgres.drop_database(server, "turns")
    terms.forget()


async def look(net: Network, verb: Any, *args: Any) -> Any:
    """Read as it is now, not as it was when this unit first looked."""
    async with net.asking(net.facilitator.actor) as unit:
        return await unit.read(verb, *args)


async def outcome(doing: Awaitable[Any]) -> str:
    try:
        await doing
    except Conflict as refused:
        return refused.sentence
    return "done"


async def test_of_many_who_do_one_thing_at_once_one_does_it(
    apart: tuple[Network, EngineSessions], now: datetime
) -> None:
    net, sessions = apart
    made = await make_forum.days(net, now)
    issue = await make_forum.listed(net, now)
    who = [replace(net.facilitator.actor, person=new_id()) for _ in range(8)]
    came = await asyncio.gather(
        *(
            outcome(Unit(sessions, one).write(scheduling.schedule, issue.id, issue.version, now))
            for one in who
        )
    )
    assert Counter(came)["done"] == 1
    assert len(set(came)) == 2

    _, other = await make_forum.scheduled(net, now)
    mine = (await look(net, items.by_day, [made[0].id]))[made[0].id]
    at = await make_forum.started(net, made[0].id)
    fresh = (await look(net, items.by_day, [made[0].id]))[made[0].id]
    assert {part.id for part in fresh} == {part.id for part in mine} | {other.id}
    came = await asyncio.gather(
        *(
            outcome(Unit(sessions, who[n]).write(room.open_, part.id, part.version, at))
            for n, part in enumerate(fresh)
        )
    )
    assert sorted(came) == ["Another part of the day is open. Close that first.", "done"]


async def test_nothing_is_lost_between_a_cancelled_day_and_what_comes_onto_it_meanwhile(
    apart: tuple[Network, EngineSessions], now: datetime
) -> None:
    net, sessions = apart
    first = (await make_forum.days(net, now))[0]
    listed = [await make_forum.listed(net, now) for _ in range(5)]
    day = await look(net, days.get, first.id)
    change = Change(day.version, "The hall is flooded.")
    asking = [Unit(sessions, replace(net.facilitator.actor, person=new_id())) for _ in range(6)]
    came = await asyncio.gather(
        *(
            outcome(one.write(scheduling.schedule, issue.id, issue.version, now))
            for one, issue in zip(asking, listed, strict=False)
        ),
        outcome(_cancelled(asking[5], first.id, change, now)),
    )
    assert Counter(came) == {"done": 6}
    for issue in listed:
        kept = await look(net, issues.get, issue.id)
        assert kept.state == "scheduled"
    alive = [
        part.issue_id
        for parts in (await look(net, items.by_day, await _all_days(net))).values()
        for part in parts
        if part.state == "proposed" and part.day_id != first.id
    ]
    assert sorted(map(str, alive)) == sorted(str(issue.id) for issue in listed)


async def test_two_who_put_something_forward_at_once_get_numbers_of_their_own(
    apart: tuple[Network, EngineSessions], now: datetime
) -> None:
    net, sessions = apart
    made = await asyncio.gather(
        *(
            Unit(sessions, net.as_member).write(
                nominations.put_forward, net.locality_id, Put(make_forum.words()), now
            )
            for _ in range(6)
        )
    )
    assert {issue.reference for issue in made} == {f"SX-{n}" for n in range(1, 7)}


async def _all_days(net: Network) -> list[Any]:
    return [day.id for day in await look(net, days.of, net.locality_id)]


async def _cancelled(unit: Unit, day_id: Any, change: Change, now: datetime) -> None:
    """Cancel a day, again and again until nobody has changed it meanwhile."""
    while True:
        try:
            await unit.write(changes.cancel, day_id, change, now)
        except Conflict:
            async with unit:
                change = replace(change, version=(await unit.read(days.get, day_id)).version)
        else:
            return
