"""Who comes to a day, what they need, and who writes down what is said."""

from datetime import datetime, timedelta

import pytest

from network.core.errors import Conflict, Denied, Missing
from network.core.ids import new_id
from network.core.unit import Unit
from network.forum import attendance, days, items, room, stages
from network.forum.attendance import Coming
from network.forum.dated import Way
from tests import make_forum
from tests.make_forum import Network


async def test_what_somebody_needs_is_read_by_facilitators_and_then_forgotten(
    net: Network, steward: Unit, now: datetime
) -> None:
    first = (await make_forum.days(net, now))[0]
    coming = Coming(way=Way.IN_ROOM, needs="A chair with arms.")
    own = await net.member.write(attendance.come, first.id, coming, now)
    assert await net.other.read(attendance.listed, first.id) == []
    assert [a.needs for a in await net.member.read(attendance.listed, first.id)] == [own.needs]
    assert len(await net.facilitator.read(attendance.listed, first.id)) == 1
    with pytest.raises(Denied):
        await net.stranger.write(attendance.come, first.id, coming, now)
    over = first.ends_at + timedelta(30)
    assert await steward.count(attendance.forget, over) == 0
    assert await steward.count(attendance.forget, over + timedelta(minutes=1)) == 1
    assert [a.needs for a in await net.facilitator.read(attendance.listed, first.id)] == [""]


async def test_a_full_room_has_places_by_video(net: Network, now: datetime) -> None:
    first = (await make_forum.days(net, now, capacity=1))[0]
    await net.member.write(attendance.come, first.id, Coming(), now)
    with pytest.raises(Conflict, match="by video"):
        await net.other.write(attendance.come, first.id, Coming(), now)
    await net.other.write(attendance.come, first.id, Coming(way=Way.BY_VIDEO), now)
    await net.member.write(attendance.stay_away, first.id)
    await net.other.write(attendance.come, first.id, Coming(), now)


async def test_the_scribe_writes_on_the_day_and_does_nothing_else(
    net: Network, now: datetime
) -> None:
    first = (await make_forum.days(net, now))[0]
    _, item = await make_forum.scheduled(net, now)
    coming = await net.other.write(attendance.come, first.id, Coming(), now)
    start = await make_forum.started(net, first.id)
    day = await net.facilitator.read(days.get, first.id)
    version = (await net.facilitator.read(items.get, item.id)).version
    with pytest.raises(Denied):
        await net.other.write(room.open_, item.id, version, start)
    day = await net.facilitator.write(stages.appoint, day.id, day.version, coming.id)
    item = await net.other.write(room.open_, item.id, version, start)
    await net.other.write(room.capture, item.id, "It takes weeks.", start)
    with pytest.raises(Denied):
        await net.other.write(stages.hold, day.id, day.version, start)
    with pytest.raises(Missing):
        await net.facilitator.write(stages.appoint, day.id, day.version, new_id())
