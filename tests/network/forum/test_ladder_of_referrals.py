"""The ladder: each rung on its day, each with its clock, and the next body when the group asks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from network.core.errors import Conflict, Invalid
from network.core.unit import Unit
from network.forum import hearing, ladder, referrals, response_times
from network.forum.asked import Link
from network.forum.owed import Step
from tests import make_referrals as make


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


REMIND, CHASE, CHAIR = noon(2026, 12, 11), noon(2026, 12, 21), noon(2027, 1, 20)
MOMENT = timedelta(days=1)


async def test_rungs_are_climbed_on_their_day_and_not_before(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    assert one.answer_due == date(2026, 12, 18)
    steps = ((Step.REMINDED, REMIND), (Step.CHASED, CHASE), (Step.CHAIR, CHAIR))
    for step, opens in steps:
        with pytest.raises(Conflict, match="You can do this from"):
            await steward.write(ladder.climb, one.id, one.version, step, opens - MOMENT)
        one = await steward.write(ladder.climb, one.id, one.version, step, opens)
    waited = (await steward.read(ladder.waited, [one.id], CHAIR))[one.id]
    assert (waited.rung, waited.on_rung, waited.late, waited.total) == (Step.CHAIR, 0, 20, 40)
    with pytest.raises(Conflict, match="done already"):
        await steward.write(ladder.climb, one.id, one.version, Step.CHASED, CHAIR)


async def test_a_rung_may_be_left_out_but_none_is_made_up(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    one = await steward.write(ladder.climb, one.id, one.version, Step.CHASED, CHASE)
    with pytest.raises(Invalid):
        await steward.write(ladder.climb, one.id, one.version, Step.PARENT, CHASE)


async def test_the_body_above_is_asked_when_the_group_is_not_content(
    steward: Unit, now: datetime
) -> None:
    above = await make.decider(steward, name="Example Board", level="icb")
    one = await make.sent(steward, now, parent_id=above.id)
    one = await make.answer(steward, REMIND, one.id, "not_agreed")
    with pytest.raises(Conflict, match="has not said that this answer is not enough"):
        await steward.write(referrals.ask_parent, one.id, one.version, REMIND)
    await make.judged(steward, REMIND, one.id, "not_satisfied")
    one = await make.fresh(steward, one.id)
    two = await steward.write(referrals.ask_parent, one.id, one.version, CHASE)
    assert (two.forum_id, two.link, two.state) == (above.id, Link.NEXT_RUNG, "wording_agreed")
    issue = await make.issue_of(steward, one.id)
    assert issue.state == "with_forums"
    assert "issue.sent_higher" in await make.events(steward, issue.id)
    with pytest.raises(Conflict, match="asked about this already"):
        await steward.write(referrals.ask_parent, one.id, one.version + 1, CHASE)
    await make.day(steward, CHASE, 60)
    two = await steward.write(referrals.send, two.id, two.version, CHASE)
    # 15 working days until the first answer, and 19 from 21 December to 20 January.
    waited = await steward.read(ladder.waited, [one.id, two.id], CHAIR)
    assert waited[one.id].total == waited[two.id].total == 15 + 19
    assert waited[two.id].on_rung == 19


async def test_a_content_group_asks_nobody_higher(steward: Unit, now: datetime) -> None:
    above = await make.decider(steward, name="Example Board", level="icb")
    one = await make.sent(steward, now, parent_id=above.id)
    one = await make.answer(steward, now, one.id)
    await make.judged(steward, now, one.id, "accepted")
    one = await make.fresh(steward, one.id)
    with pytest.raises(Conflict, match="not enough"):
        await steward.write(referrals.ask_parent, one.id, one.version, now)


async def test_with_nobody_above_help_comes_from_outside(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    one = await make.answer(steward, now, one.id, "declined_to_take")
    await make.judged(steward, now, one.id, "not_satisfied")
    one = await make.fresh(steward, one.id)
    with pytest.raises(Conflict, match="nobody above them"):
        await steward.write(referrals.ask_parent, one.id, one.version, now)
    one = await steward.write(ladder.climb, one.id, one.version, Step.OUTSIDE, now)
    waited = (await steward.read(ladder.waited, [one.id], CHAIR))[one.id]
    assert (waited.rung, waited.on_rung, waited.total) == (Step.OUTSIDE, 0, 0)
    with pytest.raises(Conflict, match="done already"):
        await steward.write(ladder.climb, one.id, one.version, Step.OUTSIDE, now)


async def test_a_total_wait_never_falls_as_days_go_by(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    one = await make.answer(steward, REMIND, one.id, "needs_clarification")
    totals = [
        (await steward.read(ladder.waited, [one.id], now + timedelta(days=days)))[one.id].total
        for days in range(0, 120, 3)
    ]
    assert totals == sorted(totals)
    assert totals[-1] > totals[0] == 0


async def test_silence_counts_in_how_long_a_body_takes(steward: Unit, now: datetime) -> None:
    quick = await make.sent(steward, now)
    forum = quick.forum_id
    await make.answer(steward, noon(2026, 11, 27), quick.id)
    for _ in range(2):
        issue = await make.agreed(steward, now)
        one = await make.ready(steward, now, issue.id, forum)
        await steward.write(referrals.send, one.id, one.version, now)
    times = (await steward.read(response_times.of, [forum], REMIND))[forum]
    assert (times.asked, times.answered, times.median) == (3, 1, None)
    assert (times.still_waiting, times.oldest) == (2, 15)
    await make.answer(steward, REMIND, one.id)
    times = (await steward.read(response_times.of, [forum], CHAIR))[forum]
    assert (times.median, times.still_waiting, times.oldest) == (15, 1, 40)


async def test_what_lapsed_or_was_taken_back_makes_nobody_look_quick(
    steward: Unit, now: datetime
) -> None:
    lapsed = await make.sent(steward, now)
    forum = lapsed.forum_id
    await steward.write(referrals.lapse, lapsed.id, lapsed.version, CHAIR + MOMENT)
    times = (await steward.read(response_times.of, [forum], CHAIR + MOMENT))[forum]
    assert (times.asked, times.answered, times.median, times.still_waiting) == (1, 0, None, 0)


async def test_a_promise_that_was_not_kept_opens_the_way_up(steward: Unit, now: datetime) -> None:
    above = await make.decider(steward, name="Example Board", level="icb")
    one = await make.sent(steward, now, parent_id=above.id)
    one = await make.answer(steward, now, one.id, "agreed", by_when="2026-12-01")
    await make.judged(steward, now, one.id, "accepted")
    issue = await make.issue_of(steward, one.id)
    await steward.write(hearing.await_delivery, issue.id, issue.version, now)
    promise = (await steward.read(hearing.promises_of, [issue.id]))[issue.id][0]
    issue = await make.issue_of(steward, one.id)
    with pytest.raises(Conflict, match="has not come yet"):
        await steward.write(hearing.not_seen, promise.id, issue.version, now)
    await steward.write(hearing.not_seen, promise.id, issue.version, CHASE)
    one = await make.fresh(steward, one.id)
    two = await steward.write(referrals.ask_parent, one.id, one.version, CHASE)
    assert two.forum_id == above.id
    assert (await make.issue_of(steward, one.id)).state == "with_forums"
