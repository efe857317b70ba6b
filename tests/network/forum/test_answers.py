"""Answers: each kind is its own step, and only a final one ends what is owed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from network.core.actor import Actor, Role
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.unit import Unit
from network.forum import answers, hearing, ladder, links
from network.forum.answers import Given
from network.forum.asked import AnswerFields, Kind, Response
from tests import make_referrals as make

Asking = Callable[[Actor], Unit]
STATES = {
    **dict.fromkeys(Kind, "responded"),
    Kind.DECLINED_TO_TAKE: "declined",
    Kind.DEFERRED: "sent",
    Kind.NOT_OUR_REMIT: "sent",
    Kind.NEEDS_CLARIFICATION: "clarification",
    Kind.HOLDING: "sent",
}
DAY = timedelta(days=1)


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_kind_leads_where_it_should_and_is_kept(
    steward: Unit, now: datetime, kind: Kind
) -> None:
    one = await make.sent(steward, now)
    one = await make.answer(steward, now, one.id, kind)
    final = STATES[kind] in {"responded", "declined"}
    assert one.state == STATES[kind]
    assert (one.ended_on is not None) is final
    assert (await make.issue_of(steward, one.id)).state == ("answered" if final else "with_forums")
    assert [row.kind for row in (await steward.read(answers.of, [one.id]))[one.id]] == [kind]
    assert len(await make.live_items(steward, one.id)) == 1


@pytest.mark.parametrize("kind", [Kind.NOT_AGREED, Kind.DECLINED_TO_TAKE])
async def test_a_no_without_a_reason_is_refused_by_the_verb_and_by_the_database(
    steward: Unit, now: datetime, kind: Kind
) -> None:
    one = await make.sent(steward, now)
    with pytest.raises(Invalid) as refused:
        await make.answer(steward, now, one.id, kind, why="  ")
    assert refused.value.field == "why"
    assert (await make.fresh(steward, one.id)).state == "sent"
    with pytest.raises(IntegrityError, match="ck_response_why"):
        await make.rows(steward, Response(referral_id=one.id, kind=kind, at=now))


async def test_what_is_answered_is_not_answered_again(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    await make.answer(steward, now, one.id)
    for kind in Kind:
        with pytest.raises(Conflict, match="It is answered"):
            await make.answer(steward, now, one.id, kind)


async def test_holding_and_acknowledging_never_move_the_day_it_is_due(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    due = (await steward.read(ladder.waited, [one.id], now))[one.id].due
    one = await steward.write(answers.acknowledge, one.id, one.version, now + DAY)
    for days in (2, 12, 22):
        one = await make.answer(steward, now + days * DAY, one.id, "holding")
    one = await steward.write(
        answers.listed_by_forum, one.id, one.version, date(2027, 2, 4), now + 23 * DAY
    )
    one = await make.answer(steward, now + 24 * DAY, one.id, "deferred")
    waited = (await steward.read(ladder.waited, [one.id], now + 40 * DAY))[one.id]
    assert waited.due == due == one.answer_due == date(2026, 12, 18)
    assert waited.late == 7
    assert (one.state, one.acknowledged_on) == ("listed_by_forum", date(2026, 11, 23))


async def test_an_answer_is_put_off_once_only(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    one = await make.answer(steward, now, one.id, "deferred")
    assert one.deferred_to == date(2027, 6, 1)
    with pytest.raises(Conflict, match="only an answer will do"):
        await make.answer(steward, now, one.id, "deferred")


async def test_a_question_back_holds_the_clock_until_we_answer_it(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    one = await make.answer(steward, now + DAY, one.id, "needs_clarification")
    with pytest.raises(Invalid, match="what you tell them"):
        await steward.write(answers.clarified, one.id, one.version, "", now)
    one = await steward.write(
        answers.clarified, one.id, one.version, "On ward three.", now + 4 * DAY
    )
    assert one.state == "acknowledged"
    waited = (await steward.read(ladder.waited, [one.id], now + 60 * DAY))[one.id]
    assert waited.due == date(2026, 12, 23)
    with pytest.raises(Conflict):
        await steward.write(answers.clarified, one.id, one.version, "Again.", now)


async def test_a_question_back_that_we_forget_holds_the_clock_for_ten_days_only(
    steward: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    one = await make.answer(steward, now, one.id, "needs_clarification")
    waited = (await steward.read(ladder.waited, [one.id], now + 200 * DAY))[one.id]
    assert waited.due == date(2027, 1, 6)
    one = await make.answer(steward, now + 200 * DAY, one.id)
    assert one.state == "responded"


async def test_what_is_agreed_by_a_day_is_a_promise(steward: Unit, now: datetime) -> None:
    one = await make.sent(steward, now)
    await make.answer(steward, now, one.id, "agreed_in_part")
    promises = (await steward.read(hearing.promises_of, [one.issue_id]))[one.issue_id]
    assert [(promise.due, promise.seen) for promise in promises] == [(date(2027, 6, 1), None)]


async def test_who_was_asked_answers_signed_in_and_nobody_else_does(
    steward: Unit, asking: Asking, now: datetime
) -> None:
    one = await make.sent(steward, now)
    other = await make.decider(steward, name="Another body")
    place = await make.here(steward)
    for actor in (
        make.somebody(Role.MEMBER, place),
        make.somebody(Role.RESPONDER, other.id),
    ):
        with pytest.raises((Denied, Missing)):
            await asking(actor).write(answers.acknowledge, one.id, one.version, now)
    own = asking(make.somebody(Role.RESPONDER, one.forum_id))
    one = await own.write(answers.acknowledge, one.id, one.version, now)
    assert one.state == "acknowledged"


async def test_a_liaison_answers_by_a_link_without_an_account(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    token = await steward.write(links.make, one.id, now)
    asked = await unit.read(links.look, token, now)
    assert (asked.wording.words, asked.forum.id, asked.last) == (make.WORDS, one.forum_id, None)
    one = await unit.write(links.acknowledge, token, one.version, now)
    bare = AnswerFields(kind=Kind.NOT_AGREED, summary="No.")
    with pytest.raises(Invalid, match="Say why not"):
        await unit.write(links.answer, token, Given(one.version, bare), now)
    why = AnswerFields(kind=Kind.NOT_AGREED, why="There is no room for that on the ward.")
    one = await unit.write(links.answer, token, Given(one.version, why), now)
    response = (await steward.read(answers.of, [one.id]))[one.id][0]
    assert (one.state, response.by_link, response.by) == ("responded", True, None)
    last = (await unit.read(links.look, token, now)).last
    assert last is not None
    assert last.why == "There is no room for that on the ward."


async def test_a_link_is_for_one_question_and_for_a_while(
    steward: Unit, unit: Unit, asking: Asking, now: datetime
) -> None:
    one = await make.sent(steward, now)
    old = await steward.write(links.make, one.id, now)
    new = await steward.write(links.make, one.id, now)
    late = now + links.LASTS
    for token, when in ((old, now), (new, late), ("", now), ("x" * 43, now)):
        with pytest.raises(Missing, match="too old"):
            await unit.read(links.look, token, when)
    assert await steward.count(links.forget, now) == 0
    assert await steward.count(links.forget, late + DAY) == 1
    member = asking(make.somebody(Role.MEMBER, await make.here(steward)))
    with pytest.raises(Denied):
        await member.write(links.make, one.id, now)


async def test_a_link_opens_nothing_but_its_own_question(
    steward: Unit, unit: Unit, now: datetime
) -> None:
    one = await make.sent(steward, now)
    other = await make.sent(steward, now, one.issue_id, name="Another body")
    token = await steward.write(links.make, one.id, now)
    one = await unit.write(links.acknowledge, token, one.version, now)
    assert (await make.fresh(steward, other.id)).state == "sent"
    with pytest.raises(Conflict, match="a moment ago"):
        await unit.write(links.acknowledge, token, one.version + 1, now)
