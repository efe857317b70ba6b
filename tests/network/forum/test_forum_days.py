"""Development days: planned, published, changed, held; and who comes."""

from datetime import date, datetime, timedelta

import pytest

from network.core.errors import Conflict, Denied, Invalid
from network.core.ids import new_id
from network.core.unit import Unit
from network.forum import (
    agenda,
    changes,
    days,
    issues,
    items,
    room,
    scheduling,
    series,
    stages,
)
from network.forum.agenda import Part, Place, Prepared
from network.forum.changes import Change
from network.forum.dated import Day, DayFields, ItemKind, Speaker
from network.forum.scheduling import Urgent
from network.forum.series import Planned
from tests import make_forum
from tests.make_forum import FIRST, Network, at

LATER = timedelta(days=7)


async def reread(net: Network, day: Day) -> Day:
    return await net.facilitator.read(days.get, day.id)


async def test_four_days_a_year_stand_on_the_same_weekday_of_their_month(
    net: Network, now: datetime
) -> None:
    made = await make_forum.days(net, now)
    assert [day.starts_at.date() for day in made] == [
        date(2027, 1, 20),
        date(2027, 4, 21),
        date(2027, 7, 21),
        date(2027, 10, 20),
    ]
    assert made[1].starts_at == at(date(2027, 4, 21), 10)  # by London's clock, in summer too
    assert made[0].closes_at == at(date(2027, 1, 6), 17)


def test_a_bank_holiday_puts_a_day_a_week_later() -> None:
    may = Planned(first=date(2027, 2, 1), count=2)  # the first Monday; so is 3 May, a holiday
    assert list(series.dates(may)) == [date(2027, 2, 1), date(2027, 5, 10)]


async def test_days_are_planned_by_facilitators_ahead_of_time_and_once(
    net: Network, now: datetime
) -> None:
    planned = Planned(first=FIRST)
    with pytest.raises(Denied):
        await net.member.write(series.plan, net.locality_id, planned, now)
    soon = Planned(first=now.date() + timedelta(2))
    with pytest.raises(Invalid, match="later day"):
        await net.facilitator.write(series.plan, net.locality_id, soon, now)
    weekend = Planned(first=date(2027, 1, 23))
    with pytest.raises(Invalid, match="offices work"):
        await net.facilitator.write(series.plan, net.locality_id, weekend, now)
    await net.facilitator.write(series.plan, net.locality_id, planned, now)
    with pytest.raises(Invalid, match="already"):
        await net.facilitator.write(series.plan, net.locality_id, planned, now)


async def test_nominations_close_by_themselves_when_their_time_is_over(
    net: Network, steward: Unit, now: datetime
) -> None:
    first = (await make_forum.days(net, now))[0]
    early = first.closes_at - timedelta(minutes=1)
    assert await steward.count(stages.by_clock, early) == 0
    version = (await reread(net, first)).version
    with pytest.raises(Conflict, match="not over"):
        await net.facilitator.write(stages.close_nominations, first.id, version, early)
    assert await steward.count(stages.by_clock, first.closes_at) == 1
    assert (await reread(net, first)).state == "agenda_building"


async def test_an_agenda_is_published_once_all_is_there(net: Network, now: datetime) -> None:
    day = (await make_forum.days(net, now))[0]
    _, item = await make_forum.scheduled(net, now)
    run, closed = net.facilitator, day.closes_at
    day = await reread(net, day)
    day = await run.write(stages.close_nominations, day.id, day.version, closed)

    async def why() -> str | None:
        shown = await run.read(stages.offered, day.id, closed)
        return next(o.why for o in shown if o.name == "publish")

    assert await why() == "Some issues have no place on the agenda yet."
    guest = Part(kind=ItemKind.EXPERT_TALK, title="A pharmacist", minutes=30)
    talk = await run.write(agenda.add, day.id, (await reread(net, day)).version, guest)
    version = (await reread(net, day)).version
    places = [Place(item.id, 2, 200), Place(talk.id, 1, 101)]
    await run.write(agenda.arrange, day.id, version, places)
    assert await why() == "Some parts are not ready: a lead or a guest is missing."
    item = await run.read(items.get, item.id)
    await run.write(agenda.prepare, item.id, Prepared(item.version, lead="Mo"))
    told = Prepared(talk.version, lead="Ann", speaker=Speaker.ASKED)
    talk = await run.write(agenda.prepare, talk.id, told)
    assert await why() == "Some parts are not ready: a lead or a guest is missing."
    told = Prepared(talk.version, lead="Ann", speaker=Speaker.COMING)
    talk = await run.write(agenda.prepare, talk.id, told)
    assert await why() == "Say first that what people need to take part is arranged."
    version = (await reread(net, day)).version
    await run.write(stages.confirm_access, day.id, version, closed)
    assert await why() == "The parts are 1 minute too long for the day. Say why, or shorten."
    version = (await reread(net, day)).version
    long = (version, "People asked for it.")
    day = await run.write(stages.publish, day.id, long, closed)
    assert day.state == "published"
    order = (await run.read(items.by_day, [day.id]))[day.id]
    assert [part.id for part in order] == [talk.id, item.id]


async def test_a_guest_who_has_not_said_yes_is_not_ready(net: Network, now: datetime) -> None:
    day = (await make_forum.days(net, now))[0]
    run = net.facilitator
    guest = Part(kind=ItemKind.EXPERT_TALK, title="A pharmacist", minutes=30, lead="Ann")
    talk = await run.write(agenda.add, day.id, (await reread(net, day)).version, guest)
    with pytest.raises(Conflict, match="not said yes"):
        await run.write(agenda.ready, talk.id, talk.version)
    alone = Prepared(talk.version, lead="Ann", speaker=Speaker.WITHOUT)
    talk = await run.write(agenda.prepare, talk.id, alone)
    talk = await run.write(agenda.ready, talk.id, talk.version)
    assert talk.state == "ready"
    talk = await run.write(agenda.unready, talk.id, talk.version)
    talk = await run.write(agenda.remove, talk.id, talk.version)
    assert talk.state == "withdrawn"


async def test_a_cancelled_day_loses_nothing(net: Network, now: datetime) -> None:
    first, second = (await make_forum.days(net, now, count=2))[:2]
    issue, item = await make_forum.scheduled(net, now)
    owed = await net.facilitator.write(agenda.owe, issue, new_id())
    hello = Part(kind=ItemKind.WELCOME, title="Hello", minutes=10)
    version = (await reread(net, first)).version
    hello_item = await net.facilitator.write(agenda.add, first.id, version, hello)

    async def cancel(day: Day) -> None:
        change = Change((await reread(net, day)).version, "The hall is flooded.")
        await net.facilitator.write(changes.cancel, day.id, change, now)

    await cancel(first)
    moved = (await net.facilitator.read(items.by_day, [second.id]))[second.id]
    assert {part.issue_id for part in moved} == {issue.id}
    fresh = next(part for part in moved if part.referral_id is None)
    assert fresh.carried_from == item.id
    assert (await net.facilitator.read(items.get, owed.id)).day_id == second.id
    assert (await net.facilitator.read(items.get, hello_item.id)).state == "withdrawn"

    await cancel(second)
    issue = await net.facilitator.read(issues.get, issue.id)
    assert issue.state == "listed"  # it waits
    assert (await net.facilitator.read(items.get, owed.id)).day_id is None
    third = (await make_forum.days(net, now, first=FIRST + LATER, count=1, opened=False))[0]
    assert (await net.facilitator.read(items.get, owed.id)).day_id == third.id
    again = await net.facilitator.write(scheduling.schedule, issue.id, issue.version, now)
    assert (again.day_id, again.carried_from) == (third.id, fresh.id)


async def test_a_day_is_cancelled_with_a_reason_only(net: Network, now: datetime) -> None:
    first = (await make_forum.days(net, now))[0]
    change = Change((await reread(net, first)).version, " ")
    with pytest.raises(Invalid, match="Say why"):
        await net.facilitator.write(changes.cancel, first.id, change, now)


async def test_what_was_on_a_day_that_is_put_off_comes_before_the_next(
    net: Network, now: datetime
) -> None:
    first, second = (await make_forum.days(net, now))[:2]
    issue, _ = await make_forum.scheduled(net, now)
    change = Change((await reread(net, first)).version, "No hall.")
    day = await net.facilitator.write(changes.postpone, first.id, change, now)
    parts = (await net.facilitator.read(items.by_day, [second.id]))[second.id]
    assert [part.issue_id for part in parts] == [issue.id]
    dates = DayFields(
        starts_at=first.starts_at + LATER,
        ends_at=first.ends_at + LATER,
        closes_at=first.closes_at + LATER,
    )
    day = await net.facilitator.write(changes.replan, day.id, day.version, (dates, now))
    assert (day.state, day.starts_at) == ("nominations_open", first.starts_at + LATER)


async def test_an_issue_follows_the_rule_when_its_day_moves_behind_another(
    net: Network, now: datetime
) -> None:
    first, second = (await make_forum.days(net, now))[:2]
    issue, _ = await make_forum.scheduled(net, now)
    far = timedelta(150)
    dates = DayFields(
        starts_at=first.starts_at + far,
        ends_at=first.ends_at + far,
        closes_at=first.closes_at + far,
    )
    change = Change((await reread(net, first)).version, "The hall is free then.")
    await net.facilitator.write(changes.move, first.id, (change, dates), now)
    parts = (await net.facilitator.read(items.by_day, [second.id]))[second.id]
    assert [part.issue_id for part in parts] == [issue.id]


async def test_an_issue_put_forward_too_late_comes_before_the_day_after(
    net: Network, now: datetime
) -> None:
    first, second = (await make_forum.days(net, now))[:2]
    _, item = await make_forum.scheduled(net, first.closes_at)
    assert item.day_id == second.id
    _, item = await make_forum.scheduled(net, first.closes_at - timedelta(seconds=1))
    assert item.day_id == first.id


async def test_an_urgent_issue_is_taken_today_when_those_there_agree(
    net: Network, now: datetime
) -> None:
    first = (await make_forum.days(net, now))[0]
    await make_forum.scheduled(net, now)
    issue = await make_forum.listed(net, first.closes_at)
    run, late = net.facilitator, Urgent(issue.version, "A ward closes on Monday.", agreed=True)
    with pytest.raises(Conflict, match="not in progress"):
        await run.write(scheduling.urgent, issue.id, late, now)
    start = await make_forum.started(net, first.id)
    alone = Urgent(issue.version, "A ward closes on Monday.")
    with pytest.raises(Invalid, match="whether they agree"):
        await run.write(scheduling.urgent, issue.id, alone, start)
    item = await run.write(scheduling.urgent, issue.id, late, start)
    assert (item.kind, item.state, item.day_id) == ("urgent", "placed", first.id)


async def test_a_day_starts_on_its_date_and_is_closed_when_all_is_said(
    net: Network, now: datetime
) -> None:
    first = (await make_forum.days(net, now))[0]
    _, item = await make_forum.scheduled(net, now)
    start = await make_forum.published(net, first.id)
    run, day = net.facilitator, await reread(net, first)
    with pytest.raises(Conflict, match="own date"):
        await run.write(stages.start, day.id, day.version, start - timedelta(1))
    day = await run.write(stages.start, day.id, day.version, start)
    with pytest.raises(Conflict, match="1 to go"):
        await run.write(stages.hold, day.id, day.version, start)
    version = (await run.read(items.get, item.id)).version
    with pytest.raises(Conflict, match="not lost"):
        await run.write(room.pass_over, item.id, version)


async def test_notes_are_agreed_after_ten_working_days(net: Network, now: datetime) -> None:
    first = (await make_forum.days(net, now))[0]
    run, hello = net.facilitator, Part(kind=ItemKind.WELCOME, title="Hello", minutes=10)
    item = await run.write(agenda.add, first.id, (await reread(net, first)).version, hello)
    start = await make_forum.started(net, first.id)
    version = (await run.read(items.get, item.id)).version
    item = await run.write(room.open_, item.id, version, start)
    await run.write(room.conclude, item.id, item.version, start)
    day = await run.write(stages.hold, first.id, (await reread(net, first)).version, start)
    day = await run.write(stages.show_notes, day.id, day.version, start)
    with pytest.raises(Conflict, match="1 more working day"):
        await run.write(stages.confirm, day.id, day.version, start + timedelta(13))
    day = await run.write(stages.confirm, day.id, day.version, start + timedelta(14))
    assert day.state == "confirmed"
