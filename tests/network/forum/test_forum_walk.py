"""An issue on its way: put forward, taken on a day, sent on, answered, seen in practice."""

from datetime import datetime, timedelta

import pytest

from network.core.errors import Conflict
from network.core.ids import new_id
from network.core.unit import Unit
from network.forum import (
    agenda,
    agreements,
    carrying,
    days,
    issues,
    items,
    outcomes,
    room,
    series,
    stages,
)
from network.forum.agreements import Said
from network.forum.carrying import Left
from network.forum.dated import AgendaItem
from network.forum.minuted import ActionFields, AgreementFields, Method
from network.forum.outcomes import Judged
from network.forum.tables import Issue
from tests import make_forum
from tests.make_forum import Network

AGREED = AgreementFields(
    method=Method.VOTE,
    agree=34,
    against=4,
    unsure=3,
    wording="We ask for hours in every contract.",
    objections=["Some like to choose their hours."],
)


async def reread(net: Network, item: AgendaItem) -> AgendaItem:
    return await net.facilitator.read(items.get, item.id)


async def opened(net: Network, item: AgendaItem, now: datetime) -> AgendaItem:
    fresh = await reread(net, item)
    return await net.facilitator.write(room.open_, item.id, fresh.version, now)


async def agreed(net: Network, now: datetime) -> tuple[Issue, AgendaItem, datetime]:
    """Take an issue on the first day and agree to send it on."""
    made = await make_forum.days(net, now)
    issue, item = await make_forum.scheduled(net, now)
    assert item.day_id == made[0].id
    at = await make_forum.started(net, made[0].id)
    item = await opened(net, item, at)
    await net.facilitator.write(agreements.forward, item.id, Said(item.version, AGREED), at)
    item = await reread(net, item)
    await net.facilitator.write(room.conclude, item.id, item.version, at)
    return await net.facilitator.read(issues.get, issue.id), item, at


async def test_an_issue_goes_all_the_way_round(net: Network, now: datetime) -> None:
    issue, item, at = await agreed(net, now)
    assert issue.state == "agreed_forward"
    first = await net.facilitator.read(days.get, item.day_id or new_id())
    await net.facilitator.write(stages.hold, first.id, first.version, at)
    known = await net.facilitator.read(days.of, net.locality_id)
    assert [day.state for day in known] == ["held", "nominations_open", "planned", "planned"]

    referral = new_id()
    owed = await net.facilitator.write(agenda.owe, issue, referral)
    assert owed.day_id == known[1].id
    await net.facilitator.write(outcomes.refer, issue.id, 1, at)
    with pytest.raises(Conflict, match="still owed"):
        await net.facilitator.write(outcomes.answered, issue.id, 1, at)
    await net.facilitator.write(outcomes.answered, issue.id, 0, at)

    second = await make_forum.started(net, known[1].id)
    owed = await opened(net, owed, second)
    with pytest.raises(Conflict, match="stays owed"):
        await net.facilitator.write(room.conclude, owed.id, owed.version, second)
    issue = await net.facilitator.read(issues.get, issue.id)
    judged = Judged(issue.version, "partly", "Half of it.")
    issue = await net.facilitator.write(outcomes.report_back, owed.id, judged, second)
    await net.facilitator.write(room.conclude, owed.id, owed.version, second)
    promise = (issue.version, "New contracts by June.")
    issue = await net.facilitator.write(outcomes.await_delivery, issue.id, promise, second)
    issue = await net.other.write(
        outcomes.seen, issue.id, (issue.version, "My own contract."), second
    )
    assert (issue.state, issue.closed_as) == ("closed", "changed")


async def test_one_part_is_open_at_a_time(net: Network, now: datetime) -> None:
    made = await make_forum.days(net, now)
    _, one = await make_forum.scheduled(net, now)
    _, two = await make_forum.scheduled(net, now)
    at = await make_forum.started(net, made[0].id)
    one = await opened(net, one, at)
    with pytest.raises(Conflict, match="Another part of the day is open"):
        await opened(net, two, at)
    offered = {o.name: o for o in await net.facilitator.read(room.offered, two.id)}
    assert offered["open"].why == "Another part of the day is open. Close that first."
    with pytest.raises(Conflict, match="what was agreed"):
        await net.facilitator.write(room.conclude, one.id, one.version, at)


async def test_what_a_day_does_not_finish_is_carried_to_the_next_as_a_new_part(
    net: Network, now: datetime
) -> None:
    made = await make_forum.days(net, now)
    issue, item = await make_forum.scheduled(net, now)
    at = await make_forum.started(net, made[0].id)
    item = await opened(net, item, at)
    await net.facilitator.write(room.capture, item.id, "Some have two contracts.", at)
    left = Left(item.version, "Hear from those on the wards.")
    made_next = await net.facilitator.write(carrying.carry_over, item.id, left, at)
    assert made_next is not None
    assert (made_next.carried_from, made_next.day_id) == (item.id, made[1].id)
    issue = await net.facilitator.read(issues.get, issue.id)
    assert (issue.state, issue.carried) == ("scheduled", 1)
    assert (await reread(net, item)).state == "carried_over"


async def test_where_no_day_is_planned_what_is_left_waits_on_the_list(
    net: Network, now: datetime
) -> None:
    (only,) = await make_forum.days(net, now, count=1)
    issue, item = await make_forum.scheduled(net, now)
    at = await make_forum.started(net, only.id)
    item = await opened(net, item, at)
    left = Left(item.version, "All of it.")
    assert await net.facilitator.write(carrying.carry_over, item.id, left, at) is None
    assert (await net.facilitator.read(issues.get, issue.id)).state == "listed"


async def test_an_answer_with_no_day_to_come_back_on_waits_for_one(
    net: Network, now: datetime
) -> None:
    (only,) = await make_forum.days(net, now, count=1)
    issue, item = await make_forum.scheduled(net, now)
    at = await make_forum.started(net, only.id)
    item = await opened(net, item, at)
    await net.facilitator.write(agreements.forward, item.id, Said(item.version, AGREED), at)
    owed = await net.facilitator.write(
        agenda.owe, await net.facilitator.read(issues.get, issue.id), new_id()
    )
    assert owed.day_id is None
    later = series.Planned(first=make_forum.FIRST + timedelta(91), count=1)
    (after,) = await net.facilitator.write(series.plan, net.locality_id, later, at)
    assert (await reread(net, owed)).day_id == after.id


async def test_who_does_what_is_written_down_and_done(net: Network, now: datetime) -> None:
    made = await make_forum.days(net, now)
    _, item = await make_forum.scheduled(net, now)
    at = await make_forum.started(net, made[0].id)
    await opened(net, item, at)
    todo = ActionFields(what="Ask three teams.", who="The Tuesday group")
    action = await net.facilitator.write(room.act, item.id, todo, at)
    done = await net.facilitator.write(room.done, action.id, at)
    assert done.done_at == at
    with pytest.raises(Conflict, match="done already"):
        await net.facilitator.write(room.done, action.id, at)


async def test_two_who_work_on_one_part_do_not_overwrite_each_other(
    net: Network, steward: Unit, now: datetime
) -> None:
    made = await make_forum.days(net, now)
    _, item = await make_forum.scheduled(net, now)
    at = await make_forum.started(net, made[0].id)
    item = await opened(net, item, at)
    await net.facilitator.write(agreements.forward, item.id, Said(item.version, AGREED), at)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        await steward.write(agreements.note, item.id, Said(item.version, AGREED), at)
