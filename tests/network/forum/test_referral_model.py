"""Whatever anybody does next, what is true of referrals stays true: walks over the real verbs.

Each step is drawn from all there are, more often one that is open. What a page would show as open
has to work, and what it shows as closed has to be refused and to change nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Conflict
from network.core.unit import Unit
from network.forum import answers, calendar, hearing, ladder, referrals
from network.forum.answer_kinds import STEPS
from network.forum.answers import Given
from network.forum.asked import AnswerFields, Ask, JudgementFields, Kind, Referral
from network.forum.dated import LIVE, AgendaItem, DayState, ItemState
from network.forum.deciding import DecisionForum
from network.forum.hearing import Judged
from network.forum.issue_steps import ISSUE
from network.forum.referral_steps import REFERRAL
from network.forum.referrals import Draft
from tests import make_referrals as make

STARTS = datetime(2026, 11, 23, 10, tzinfo=UTC)
NAMES = [step.name for step in REFERRAL.transitions if step.name not in {"draft", "follow"}]
FINAL = sorted(set(Kind) - set(STEPS))
CLIMBS = {name: step for step, name in ladder.STEPS.items()}
KINDS = {name: kind for kind, name in STEPS.items()}
Step = Callable[["Walk", Referral, st.DataObject], Awaitable[object]]


@dataclass
class Walk:
    """One walk: who is asked, what the clock says, and what was true a moment ago."""

    unit: Unit
    issue_id: UUID
    forums: list[DecisionForum]
    now: datetime = STARTS
    due: dict[UUID, object] = field(default_factory=dict)
    total: dict[UUID, int] = field(default_factory=dict)

    async def all_(self) -> list[Referral]:
        """Give every referral of the issue, as it is now."""
        found = await self.unit.read(referrals.of_issues, [self.issue_id])
        return list(found[self.issue_id])

    async def draft(self, forum_id: UUID) -> None:
        """Begin to ask a body, unless it is being asked."""
        drafted = Draft(Ask.ACT, make.WORDS)
        await self.unit.write(referrals.draft, self.issue_id, forum_id, drafted, self.now)


async def _respond(walk: Walk, one: Referral, data: st.DataObject) -> object:
    kind = data.draw(st.sampled_from(FINAL))
    return await make.answer(walk.unit, walk.now, one.id, kind, by_when="2099-01-01")


def _kind(kind: str) -> Step:
    async def step(walk: Walk, one: Referral, data: st.DataObject) -> object:
        fields = AnswerFields.model_validate(make.FILLED | {"kind": kind, "by_when": "2099-01-01"})
        answer = Given(one.version, fields)
        return await walk.unit.write(answers.respond, one.id, answer, walk.now)

    return step


def _climb(name: str) -> Step:
    async def step(walk: Walk, one: Referral, data: st.DataObject) -> object:
        return await walk.unit.write(ladder.climb, one.id, one.version, CLIMBS[name], walk.now)

    return step


async def _pass_on(walk: Walk, one: Referral, data: st.DataObject) -> object:
    """Pass it on to somebody who was not asked; with nobody left, it goes nowhere."""
    asked = {other.forum_id for other in await walk.all_()}
    left = [forum.id for forum in walk.forums if forum.id not in asked]
    if not left:
        whose = (await make.decider(walk.unit, name="One body more")).id
    else:
        whose = data.draw(st.sampled_from(left))
    return await walk.unit.write(referrals.pass_on, one.id, one.version, whose, walk.now)


async def _report_back(walk: Walk, one: Referral, data: st.DataObject) -> object:
    view = data.draw(st.sampled_from(["accepted", "partly", "not_satisfied", "cannot_tell"]))
    fields = JudgementFields.model_validate({"view": view})
    told = Judged(one.version, fields)
    return await walk.unit.write(hearing.report_back, one.id, told, walk.now)


def _plain(name: str) -> Step:
    async def step(walk: Walk, one: Referral, data: st.DataObject) -> object:
        unit, id_, version, now = walk.unit, one.id, one.version, walk.now
        if name == "word":
            return await unit.write(referrals.word, id_, version, Draft(Ask.ACT, "Other"), now)
        if name == "acknowledge":
            return await unit.write(answers.acknowledge, id_, version, now)
        if name == "list":
            on = calendar.day_of(now)
            return await unit.write(answers.listed_by_forum, id_, version, on, now)
        if name == "clarified":
            return await unit.write(answers.clarified, id_, version, "On ward three.", now)
        if name == "withdraw":
            return await unit.write(referrals.withdraw, id_, version, "No longer so.", now)
        return await unit.write(getattr(referrals, name), id_, version, now)

    return step


DO: dict[str, Step] = {
    **{name: _plain(name) for name in NAMES},
    **{name: _kind(kind) for name, kind in KINDS.items()},
    **{name: _climb(name) for name in CLIMBS},
    "respond": _respond,
    "pass_on": _pass_on,
    "report_back": _report_back,
}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
async def test_whatever_is_done_next_what_is_true_stays_true(
    steward: Unit, data: st.DataObject
) -> None:
    walk = await begin(steward)
    await walk.draft(walk.forums[0].id)
    for _ in range(data.draw(st.integers(10, 24), label="steps")):
        await step(walk, data)
        await check(walk)


async def begin(unit: Unit) -> Walk:
    """Have an issue to send on, a day for the answer, and a ladder of three bodies."""
    issue = await make.agreed(unit, STARTS)
    await make.day(unit, STARTS, 300)
    top = await make.decider(unit, name="Example Board", level="icb")
    middle = await make.decider(unit, name="Example Place", level="place", parent_id=top.id)
    low = await make.decider(unit, name="Example Team", level="team", parent_id=middle.id)
    return Walk(unit, issue.id, [low, middle, top])


async def step(walk: Walk, data: st.DataObject) -> None:
    """Let time go by, ask somebody more, or take a step of a referral, open or closed."""
    one = data.draw(st.sampled_from(await walk.all_()))
    what = data.draw(st.sampled_from(["time", "draft", "room", *["step"] * 9]))
    if what == "time":
        walk.now += timedelta(days=data.draw(st.sampled_from([1, 9, 30, 60])))
    elif what == "draft":
        await draft(walk, data)
    elif what == "room":
        await hear(walk, one, data)
    else:
        await take(walk, one, data)


async def draft(walk: Walk, data: st.DataObject) -> None:
    """Ask a body; one that is being asked is not asked twice."""
    forum = data.draw(st.sampled_from(walk.forums))
    going = {one.forum_id for one in await walk.all_() if one.state in _GOING}
    try:
        await walk.draft(forum.id)
    except Conflict:
        assert forum.id in going
    else:
        assert forum.id not in going


_GOING = {
    *("drafted", "wording_agreed", "sent", "acknowledged"),
    *("listed_by_forum", "clarification"),
}


async def take(walk: Walk, one: Referral, data: st.DataObject) -> None:
    """Take a step; what is shown as open works, what is shown as closed changes nothing."""
    offered = await walk.unit.read(referrals.transitions, one.id, walk.now)
    shown = {each.name: each for each in offered}
    open_ = [name for name in NAMES if shown[name].allowed]
    name = data.draw(st.sampled_from([*open_ * 4, *NAMES]))
    before = await make.events(walk.unit, one.id)
    if shown[name].allowed:
        await DO[name](walk, one, data)
        assert len(await make.events(walk.unit, one.id)) == len(before) + 1
        return
    assert shown[name].why
    try:
        await DO[name](walk, one, data)
    except Conflict as refused:
        assert refused.sentence == shown[name].why  # noqa: PT017
    else:
        raise AssertionError(name)
    assert await make.events(walk.unit, one.id) == before
    assert (await make.fresh(walk.unit, one.id)).version == one.version


async def hear(walk: Walk, one: Referral, data: st.DataObject) -> None:
    """Take its part of a day; what is not answered by then stays owed on the next."""
    items = await make.live_items(walk.unit, one.id)
    if not items or items[0].day_id is None:
        return
    item = await make.in_the_room(walk.unit, one.id)
    await take(walk, await make.fresh(walk.unit, one.id), data)
    heard = (await make.fresh(walk.unit, one.id)).heard_at is not None
    await leave(walk.unit, item, ItemState.CONCLUDED if heard else ItemState.PLACED)


async def leave(unit: Unit, item: AgendaItem, state: ItemState) -> None:
    """End that part of the day, or put it back, with a day that is to come."""

    async def finish(db: AsyncSession, actor: Actor) -> None:
        row = await db.get_one(AgendaItem, item.id)
        row.state = state
        day = (await make.day_of(db, row)) if row.day_id else None
        if day is not None:
            day.state = DayState.NOMINATIONS_OPEN

    await unit.count(finish)


async def check(walk: Walk) -> None:
    """Look at everything that is to be true of referrals at any moment."""
    every = await walk.all_()
    issue = await make.issue_of(walk.unit, every[0].id)
    open_ = [one for one in every if one.waits_since is not None and one.ended_on is None]
    assert (issue.state == "with_forums") is bool(open_)
    told = await make.events(walk.unit, issue.id)
    assert ISSUE.replay([*make.DEBATED, *told]) == issue.state
    for one in every:
        assert REFERRAL.replay(await make.events(walk.unit, one.id)) == one.state
        owed = one.sent_at is not None and one.state != "withdrawn" and one.heard_at is None
        assert await live(walk.unit, one.id) == int(owed)
        if one.answer_due is not None:
            assert walk.due.setdefault(one.id, one.answer_due) == one.answer_due
    check_chains(every)
    await check_waits(walk, every)


def check_chains(every: list[Referral]) -> None:
    """See that no chain leads round in a circle, or to the same body twice."""
    by_id = {one.id: one for one in every}
    for one in every:
        seen, bodies, at = set(), [], one
        while True:
            assert at.id not in seen
            seen.add(at.id)
            bodies.append(at.forum_id)
            if at.came_from is None:
                break
            at = by_id[at.came_from]
        assert at.id == one.root_id
        assert len(set(bodies)) == len(bodies)


async def check_waits(walk: Walk, every: list[Referral]) -> None:
    """See that no wait has become shorter, and no due day has come nearer."""
    waited = await walk.unit.read(ladder.waited, [one.id for one in every], walk.now)
    for one in every:
        now = waited[one.id]
        assert now.total >= walk.total.get(one.id, 0)
        assert now.total >= now.on_rung
        walk.total[one.id] = now.total
        if one.answer_due is not None and now.due is not None:
            assert now.due >= one.answer_due


async def live(unit: Unit, referral_id: UUID) -> int:
    """Count the parts of a day that a referral's answer is to come back on."""

    async def look(db: AsyncSession, actor: Actor) -> int:
        own = select(AgendaItem.id).where(col(AgendaItem.referral_id) == referral_id)
        return len((await db.scalars(own.where(col(AgendaItem.state).in_(LIVE)))).all())

    return await unit.read(look)
