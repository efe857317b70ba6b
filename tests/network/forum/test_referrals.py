"""Referrals: agreed words, one place on our agenda for the answer, and a wait that runs on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from network.core.actor import Actor, Grant, Role
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.ids import new_id
from network.core.unit import Unit
from network.forum import deciders, ladder, referrals
from network.forum.asked import Ask, Link
from network.forum.dated import DayState, ItemKind
from network.forum.referral_steps import REFERRAL
from network.forum.referrals import Draft
from network.forum.tables import Visibility
from tests import make_referrals as make

Asking = Callable[[Actor], Unit]
MONTH = timedelta(days=30)


async def test_the_words_that_were_agreed_are_the_words_that_are_sent(
    steward: Unit, now: datetime
) -> None:
    issue, forum = await make.agreed(steward, now), await make.decider(steward)
    await make.day(steward, now)
    one = await steward.write(
        referrals.draft, issue.id, forum.id, Draft(Ask.EXPLAIN, "First words"), now
    )
    one = await steward.write(
        referrals.word, one.id, one.version, Draft(Ask.DECIDE, make.WORDS, "Two members"), now
    )
    one = await steward.write(referrals.agree_wording, one.id, one.version, now)
    with pytest.raises(Conflict, match="ready to be sent"):
        await steward.write(referrals.word, one.id, one.version, Draft(Ask.ACT, "Others"), now)
    one = await steward.write(referrals.send, one.id, one.version, now)
    words = (await steward.read(referrals.words_of, [one.id]))[one.id]
    assert (words.words, words.number, one.ask) == (make.WORDS, 2, "decide")
    assert len(words.digest) == 32
    with pytest.raises(Conflict):
        await steward.write(referrals.reword, one.id, one.version, now)


async def test_words_can_be_opened_again_before_they_are_sent(steward: Unit, now: datetime) -> None:
    one = await make.ready(
        steward, now, (await make.agreed(steward, now)).id, (await make.decider(steward)).id
    )
    one = await steward.write(referrals.reword, one.id, one.version, now)
    one = await steward.write(
        referrals.word, one.id, one.version, Draft(Ask.ACT, "Better words"), now
    )
    assert (one.state, one.wording) == ("drafted", 2)


async def test_without_words_or_without_the_group_nothing_is_agreed(
    steward: Unit, now: datetime
) -> None:
    forum = await make.decider(steward)
    issue = await make.agreed(steward, now)
    bare = await steward.write(referrals.draft, issue.id, forum.id, Draft(Ask.NOTE), now)
    with pytest.raises(Conflict, match="Write down first"):
        await steward.write(referrals.agree_wording, bare.id, bare.version, now)
    listed = await make.agreed(steward, now, state="listed")
    early = await steward.write(
        referrals.draft, listed.id, forum.id, Draft(Ask.NOTE, make.WORDS), now
    )
    with pytest.raises(Conflict, match="has not agreed"):
        await steward.write(referrals.agree_wording, early.id, early.version, now)


async def test_a_body_that_was_not_proposed_needs_a_reason(steward: Unit, now: datetime) -> None:
    issue = await make.agreed(steward, now)
    other = await make.decider(steward, topics=["pay"])
    with pytest.raises(Invalid, match="Say why you choose it") as refused:
        await steward.write(referrals.draft, issue.id, other.id, Draft(Ask.ACT), now)
    assert refused.value.field == "reason"
    drafted = Draft(Ask.ACT, reason="They pay for the ward.")
    assert (await steward.write(referrals.draft, issue.id, other.id, drafted, now)).id


async def test_sending_puts_the_answer_on_the_next_day_s_agenda_and_says_by_when(
    steward: Unit, now: datetime
) -> None:
    soon = await make.day(steward, now, 40)
    await make.day(steward, now, 130)
    one = await make.sent(steward, now, sittings=[date(2027, 1, 14), date(2026, 11, 25)], papers=5)
    items = await make.live_items(steward, one.id)
    assert [(item.day_id, item.kind) for item in items] == [(soon.id, ItemKind.REPORT_BACK)]
    assert (one.sitting, one.answer_due) == (date(2027, 1, 14), date(2027, 1, 21))
    assert one.acknowledge_due == date(2026, 11, 27)
    assert (await make.issue_of(steward, one.id)).state == "with_forums"


async def test_an_answer_without_a_day_to_come_back_to_waits_for_one(
    steward: Unit, now: datetime
) -> None:
    issue, forum = await make.agreed(steward, now), await make.decider(steward)
    one = await make.ready(steward, now, issue.id, forum.id)
    one = await steward.write(referrals.send, one.id, one.version, now)
    assert [item.day_id for item in await make.live_items(steward, one.id)] == [None]


async def test_a_cancelled_day_is_no_day_to_come_back_to(steward: Unit, now: datetime) -> None:
    gone = await make.day(steward, now, 20)

    gone.state = DayState.CANCELLED
    await make.rows(steward, gone)
    later = await make.day(steward, now, 60)
    one = await make.sent(steward, now)
    assert [item.day_id for item in await make.live_items(steward, one.id)] == [later.id]


async def test_a_published_agenda_is_amended_when_an_answer_is_put_on_it(
    steward: Unit, now: datetime
) -> None:
    day = await make.day(steward, now, 10)
    day.state = DayState.PUBLISHED
    await make.rows(steward, day)
    await make.sent(steward, now)
    assert await make.events(steward, day.id) == ["day.amended"]


async def test_one_body_is_asked_about_an_issue_once_at_a_time(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    again = Draft(Ask.ACT, make.WORDS)
    with pytest.raises(Conflict, match="being asked about this already"):
        await steward.write(referrals.draft, one.issue_id, one.forum_id, again, now)


async def test_an_issue_before_two_bodies_is_answered_when_both_have(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    two = await make.sent(steward, now, one.issue_id, name="Another body")
    await make.answer(steward, now, one.id)
    assert (await make.issue_of(steward, one.id)).state == "with_forums"
    await make.answer(steward, now, two.id)
    assert (await make.issue_of(steward, one.id)).state == "answered"
    assert "issue.answered" in await make.events(steward, one.issue_id)


async def test_taking_the_last_question_back_brings_the_issue_back_to_where_it_was(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    with pytest.raises(Invalid, match="Say why"):
        await steward.write(referrals.withdraw, one.id, one.version, " ", now)
    await steward.write(referrals.withdraw, one.id, one.version, "It was mended already.", now)
    assert (await make.issue_of(steward, one.id)).state == "agreed_forward"
    assert await make.live_items(steward, one.id) == []
    again = await make.sent(steward, now, one.issue_id, name="Somebody else")
    assert again.state == "sent"


async def test_a_question_is_passed_on_with_its_words_and_the_wait_runs_on(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    whose = await make.decider(steward, name="The right body")
    one = await make.answer(steward, now + MONTH, one.id, "not_our_remit", whose_id=whose.id)
    assert one.state == "sent"
    await make.day(steward, now, 90)
    two = await steward.write(referrals.pass_on, one.id, one.version, whose.id, now + MONTH)
    assert (two.state, two.link, two.came_from) == ("wording_agreed", Link.PASSED_ON, one.id)
    words = await steward.read(referrals.words_of, [one.id, two.id])
    assert words[one.id].digest == words[two.id].digest
    assert (await make.fresh(steward, one.id)).state == "passed_on"
    assert (await make.issue_of(steward, one.id)).state == "with_forums"
    two = await steward.write(referrals.send, two.id, two.version, now + 2 * MONTH)
    waited = await steward.read(ladder.waited, [one.id, two.id], now + 2 * MONTH)
    assert waited[one.id].total == waited[two.id].total == 41
    assert waited[one.id].on_rung + waited[two.id].on_rung == 41


async def test_nobody_is_sent_round_in_a_circle(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    whose = await make.decider(steward, name="The right body")
    two = await steward.write(referrals.pass_on, one.id, one.version, whose.id, now)
    two = await steward.write(referrals.send, two.id, two.version, now)
    with pytest.raises(Invalid, match="asked about this already"):
        await steward.write(referrals.pass_on, two.id, two.version, one.forum_id, now)
    with pytest.raises(Invalid, match="asked about this already"):
        await steward.write(referrals.pass_on, two.id, two.version, whose.id, now)


async def test_waiting_ends_without_an_answer_when_it_is_twenty_working_days_late(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    assert one.answer_due == date(2026, 12, 18)
    with pytest.raises(Conflict, match="20 more working days"):
        await steward.write(referrals.lapse, one.id, one.version, now)
    then = datetime(2027, 1, 20, 12, tzinfo=now.tzinfo)
    with pytest.raises(Conflict, match="1 more working days"):
        await steward.write(referrals.lapse, one.id, one.version, then - timedelta(days=1))
    await steward.write(referrals.lapse, one.id, one.version, then)
    assert (await make.issue_of(steward, one.id)).state == "answered"
    assert len(await make.live_items(steward, one.id)) == 1


async def test_two_at_once_do_not_both_act_on_one_version(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    await make.answer(steward, now, one.id, "holding")
    with pytest.raises(Conflict, match="a moment ago"):
        await steward.write(referrals.withdraw, one.id, one.version, "No longer so.", now)


async def test_only_a_facilitator_whose_team_it_does_not_concern_sends(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    team = new_id()
    issue = await make.agreed(steward, now, concerns=[team])
    forum, place = await make.decider(steward), issue.locality_id
    await make.day(steward, now)
    concerned = make.somebody(Role.FACILITATOR, place, Grant(Role.HOST, team))
    for actor in (make.somebody(Role.MEMBER, place), concerned):
        with pytest.raises(Denied):
            await make.ready(asking(actor), now, issue.id, forum.id)
    own = asking(make.somebody(Role.FACILITATOR, place))
    one = await make.ready(own, now, issue.id, forum.id)
    member = asking(make.somebody(Role.MEMBER, place))
    with pytest.raises(Denied):
        await member.write(referrals.send, one.id, one.version, now)
    assert (await own.write(referrals.send, one.id, one.version, now)).state == "sent"


async def test_what_was_asked_is_seen_no_wider_than_its_issue(
    steward: Unit, unit: Unit, asking: Asking, now: datetime
) -> None:
    members = await make.sent(steward, now)
    open_issue = await make.agreed(steward, now, visibility=Visibility.PUBLIC)
    public = await make.sent(steward, now, open_issue.id)
    draft = await make.ready(
        steward, now, open_issue.id, (await make.decider(steward, name="Third body")).id
    )
    asked = [members.id, public.id, draft.id]
    assert set(await unit.read(referrals.by_id, asked)) == {public.id}
    assert set(await unit.read(referrals.words_of, asked)) == {public.id}
    with pytest.raises(Missing):
        await unit.read(referrals.get, members.id)
    member = asking(make.somebody(Role.MEMBER, await make.here(steward)))
    assert set(await member.read(referrals.by_id, asked)) == set(asked)
    responder = asking(make.somebody(Role.RESPONDER, members.forum_id))
    assert set(await responder.read(referrals.by_id, asked)) == {members.id, public.id}
    elsewhere = asking(make.somebody(Role.MEMBER, new_id()))
    assert set(await elsewhere.read(referrals.by_id, asked)) == {public.id}


async def test_a_step_that_is_closed_says_why(steward: Unit, asking: Asking, now: datetime) -> None:
    one = await make.sent(steward, now)
    place = await make.here(steward)
    offered = {step.name: step for step in await steward.read(referrals.transitions, one.id, now)}
    assert {name for name, step in offered.items() if step.allowed} == {
        *("acknowledge", "list", "respond", "decline", "hold", "defer", "not_theirs"),
        *("clarify", "pass_on", "withdraw"),
    }
    assert "You can do this from 11 December 2026" in str(offered["remind"].why)
    assert "It is sent." in str(offered["clarified"].why)
    member = asking(make.somebody(Role.MEMBER, place))
    shown = await member.read(referrals.transitions, one.id, now)
    assert not [step.name for step in shown if step.allowed]
    assert all(step.why for step in shown)


async def test_the_record_leads_to_the_state_that_is_kept(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    one = await make.answer(steward, now, one.id, "needs_clarification")
    one = await make.answer(steward, now, one.id, "holding")
    one = await make.answer(steward, now, one.id, "not_agreed")
    told = await make.events(steward, one.id)
    assert REFERRAL.replay(told) == one.state == "responded"
    assert told == [
        *("referral.drafted", "referral.agreed", "referral.sent"),
        *("referral.asked_back", "referral.held", "referral.answered"),
    ]


async def test_a_body_that_has_ended_is_asked_nothing_more(steward: Unit, now: datetime) -> None:
    issue, forum = await make.agreed(steward, now), await make.decider(steward)
    await make.day(steward, now)
    one = await make.ready(steward, now, issue.id, forum.id)
    await steward.write(deciders.close, forum.id, forum.version, now.date())
    with pytest.raises(Conflict, match="has ended"):
        await steward.write(referrals.send, one.id, one.version, now)
    with pytest.raises(Invalid, match="still there"):
        await steward.write(referrals.draft, issue.id, forum.id, Draft(Ask.ACT, make.WORDS), now)
