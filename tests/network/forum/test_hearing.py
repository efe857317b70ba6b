"""Hearing: the group's view beside the nominator's, and what is seen in practice beside both."""

from collections.abc import Callable
from datetime import datetime

import pytest

from network.core.actor import Actor, Grant, Role
from network.core.errors import Conflict, Denied
from network.core.unit import Unit
from network.forum import hearing
from network.forum.asked import JudgementFields, View
from network.forum.hearing import Judged
from network.forum.referral_steps import REFERRAL
from tests import make_referrals as make

Asking = Callable[[Actor], Unit]


def said(version: int, view: View = View.ACCEPTED) -> Judged:
    return Judged(version, JudgementFields(view=view))


async def test_the_group_s_view_stands_beside_the_nominator_s_own(
    steward: Unit, now: datetime
) -> None:
    one = await make.answer(steward, now, (await make.sent(steward, now)).id)
    await make.judged(steward, now, one.id, "partly", nominator_view="not_satisfied")
    heard = (await steward.read(hearing.judgements_of, [one.id]))[one.id]
    assert (heard.view, heard.nominator_view) == ("partly", "not_satisfied")
    assert (await make.issue_of(steward, one.id)).state == "reported_back"
    assert REFERRAL.replay(await make.events(steward, one.id)) == "responded"


async def test_an_answer_is_heard_in_the_room_and_once(steward: Unit, now: datetime) -> None:
    one = await make.answer(steward, now, (await make.sent(steward, now)).id)
    with pytest.raises(Conflict, match="not in progress"):
        await steward.write(hearing.report_back, one.id, said(one.version), now)
    await make.in_the_room(steward, one.id)
    await steward.write(hearing.report_back, one.id, said(one.version), now)
    with pytest.raises(Conflict, match="heard this already"):
        await steward.write(hearing.report_back, one.id, said(one.version + 1), now)


async def test_what_is_not_answered_yet_is_not_heard(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    await make.in_the_room(steward, one.id)
    with pytest.raises(Conflict, match="It is sent"):
        await steward.write(hearing.report_back, one.id, said(one.version), now)


async def test_an_issue_is_reported_back_when_all_that_came_was_heard(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    two = await make.sent(steward, now, one.issue_id, name="Another body")
    await make.answer(steward, now, one.id)
    await make.judged(steward, now, one.id)
    await make.answer(steward, now, two.id)
    assert (await make.issue_of(steward, one.id)).state == "answered"
    await make.judged(steward, now, two.id)
    assert (await make.issue_of(steward, one.id)).state == "reported_back"


async def test_a_member_does_not_write_down_what_the_group_says(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    one = await make.answer(steward, now, (await make.sent(steward, now)).id)
    await make.in_the_room(steward, one.id)
    place = await make.here(steward)
    member = asking(make.somebody(Role.MEMBER, place))
    with pytest.raises(Denied):
        await member.write(hearing.report_back, one.id, said(one.version), now)
    facilitator = asking(make.somebody(Role.FACILITATOR, place))
    assert await facilitator.write(hearing.report_back, one.id, said(one.version), now)


async def test_a_promise_is_closed_by_a_member_who_sees_it_and_not_by_those_who_made_it(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    one = await make.answer(steward, now, (await make.sent(steward, now)).id, "agreed")
    await make.judged(steward, now, one.id)
    issue = await make.issue_of(steward, one.id)
    await steward.write(hearing.await_delivery, issue.id, issue.version, now)
    issue = await make.issue_of(steward, one.id)
    promise = (await steward.read(hearing.promises_of, [issue.id]))[issue.id][0]
    place = issue.locality_id
    theirs = make.somebody(Role.MEMBER, place, Grant(Role.RESPONDER, one.forum_id))
    with pytest.raises(Denied, match="Members do"):
        await asking(theirs).write(hearing.seen, promise.id, issue.version, now)
    member = asking(make.somebody(Role.MEMBER, place))
    await member.write(hearing.seen, promise.id, issue.version, now)
    issue = await make.issue_of(steward, one.id)
    assert (issue.state, issue.closed_as) == ("closed", "changed")
    with pytest.raises(Conflict):
        await member.write(hearing.seen, promise.id, issue.version, now)


async def test_where_nothing_was_promised_nothing_is_waited_for(
    steward: Unit, now: datetime
) -> None:
    one = await make.answer(steward, now, (await make.sent(steward, now)).id)
    await make.judged(steward, now, one.id)
    issue = await make.issue_of(steward, one.id)
    with pytest.raises(Conflict, match="Nothing was promised"):
        await steward.write(hearing.await_delivery, issue.id, issue.version, now)
