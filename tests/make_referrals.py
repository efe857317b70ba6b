"""Making what referrals are tested on: days, an issue the group agreed to send on, who decides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.core.actor import Actor, Grant, Role
from network.core.events import Event
from network.core.ids import new_id
from network.core.unit import Unit
from network.forum import answers, days, deciders, hearing, referrals
from network.forum.answers import Given
from network.forum.asked import AnswerFields, Ask, JudgementFields, Referral
from network.forum.dated import LIVE, AgendaItem, Day, DayState, ItemKind, ItemState
from network.forum.deciding import DecisionForum, DecisionForumFields
from network.forum.following import next_of
from network.forum.hearing import Judged
from network.forum.minuted import Agreement, Method, Result
from network.forum.referrals import Draft
from network.forum.tables import Issue, IssueState, Visibility
from network.places import localities

WORDS = "Please let people on the ward choose who sits with them."
DEBATED = (
    *("issue.drafted", "issue.nominated", "issue.listed"),
    *("issue.scheduled", "issue.opened", "issue.agreed_forward"),
)
"""What happened to an issue of `agreed` before the test."""


async def here(unit: Unit) -> UUID:
    """Give the locality that tests are in."""
    return (await unit.read(localities.by_slug, "sussex")).id


def somebody(role: Role, scope: UUID, *more: Grant) -> Actor:
    """Sign somebody in, with a second factor."""
    grants = frozenset({Grant(role, scope), *more})
    return Actor("person", new_id(), grants, strong=True, via="session")


async def rows(unit: Unit, *added: SQLModel) -> None:
    """Put rows there that other verbs would have made before the test begins."""

    async def keep(db: AsyncSession, actor: Actor) -> None:
        for row in added:
            db.add(row)
            await db.flush()

    await unit.count(keep)


async def day(unit: Unit, now: datetime, in_days: int = 30) -> Day:
    """Plan a day, and open it for issues."""
    starts = now + timedelta(days=in_days)
    made = Day(
        locality_id=await here(unit),
        starts_at=starts,
        ends_at=starts + timedelta(hours=6),
        closes_at=starts - timedelta(days=1),
        state=DayState.NOMINATIONS_OPEN,
    )
    await rows(unit, made)
    return made


async def agreed(unit: Unit, now: datetime, **changes: Any) -> Issue:
    """Make an issue that the group agreed to send on, thirty days ago."""
    before = await day(unit, now, -30)
    before.state = DayState.CONFIRMED
    await rows(unit, before)
    fields: dict[str, Any] = {
        "title": "Who sits with people on the ward",
        "topics": ["crisis"],
        "reference": f"T-{str(new_id())[-12:]}",
        "state": IssueState.AGREED_FORWARD,
        "visibility": Visibility.MEMBERS,
        "received_at": now - timedelta(days=60),
    }
    issue = Issue(locality_id=before.locality_id, **(fields | changes))
    item = AgendaItem(
        day_id=before.id,
        issue_id=issue.id,
        kind=ItemKind.NOMINATED_ISSUE,
        state=ItemState.CONCLUDED,
    )
    agreement = Agreement(
        item_id=item.id,
        issue_id=issue.id,
        method=Method.CONSENT,
        wording=WORDS,
        result=Result.FORWARD,
        at=before.starts_at,
    )
    await rows(unit, issue, item, agreement)
    return issue


async def decider(unit: Unit, **changes: Any) -> DecisionForum:
    """Add a body that decides; a trust's group about crisis care unless said."""
    plain = {"name": "Example Trust: Crisis Care Group", "level": "trust", "topics": ["crisis"]}
    fields = DecisionForumFields.model_validate(plain | changes)
    return await unit.write(deciders.add, await here(unit), fields)


async def ready(unit: Unit, now: datetime, issue_id: UUID, forum_id: UUID) -> Referral:
    """Draft a question and agree its words."""
    drafted = Draft(Ask.CHANGE_POLICY, WORDS, reason="The group wants them to hear it.")
    made = await unit.write(referrals.draft, issue_id, forum_id, drafted, now)
    return await unit.write(referrals.agree_wording, made.id, made.version, now)


async def sent(unit: Unit, now: datetime, issue_id: UUID | None = None, **changes: Any) -> Referral:
    """Send a question; with a day for the answer, an issue and a body unless there are some."""
    if next_of(await unit.read(days.of, await here(unit))) is None:
        await day(unit, now)
    issue_id = issue_id or (await agreed(unit, now)).id
    forum = await decider(unit, **changes)
    made = await ready(unit, now, issue_id, forum.id)
    return await unit.write(referrals.send, made.id, made.version, now)


async def fresh(unit: Unit, referral_id: UUID) -> Referral:
    """Read a referral as it is now."""
    return await unit.read(referrals.get, referral_id)


async def issue_of(unit: Unit, referral_id: UUID) -> Issue:
    """Read the issue of a referral as it is now."""

    async def look(db: AsyncSession, actor: Actor) -> Issue:
        own = select(Referral.issue_id).where(col(Referral.id) == referral_id)
        id_ = (await db.scalars(own)).one()
        return await db.get_one(Issue, id_, populate_existing=True)

    return await unit.read(look)


FILLED: dict[str, Any] = {
    "what": "People choose on the day.",
    "who": "The ward manager",
    "by_when": "2027-06-01",
    "why": "There are too few staff at night.",
    "where_it_is": "On the noticeboard",
    "since": "2025",
    "whose": "The council's transport team",
}
"""Every part of an answer, filled in."""


async def answer(
    unit: Unit, now: datetime, referral_id: UUID, kind: str = "explained", **changes: Any
) -> Referral:
    """Write down an answer of a kind, with all that a kind may ask for."""
    fields = AnswerFields.model_validate({"kind": kind} | FILLED | changes)
    version = (await fresh(unit, referral_id)).version
    return await unit.write(answers.respond, referral_id, Given(version, fields), now)


async def live_items(unit: Unit, referral_id: UUID) -> Sequence[AgendaItem]:
    """Find where the answer will come back."""

    async def look(db: AsyncSession, actor: Actor) -> Sequence[AgendaItem]:
        own = select(AgendaItem).where(col(AgendaItem.referral_id) == referral_id)
        return (await db.scalars(own.where(col(AgendaItem.state).in_(LIVE)))).all()

    return await unit.read(look)


async def in_the_room(unit: Unit, referral_id: UUID) -> AgendaItem:
    """Have the day in progress, and the part open on which an answer comes back."""

    async def begin(db: AsyncSession, actor: Actor) -> AgendaItem:
        own = select(AgendaItem).where(col(AgendaItem.referral_id) == referral_id)
        item = (await db.scalars(own.where(col(AgendaItem.state).in_(LIVE)))).one()
        (await db.get_one(Day, item.day_id)).state = DayState.IN_PROGRESS
        item.state = ItemState.OPEN
        return item

    return await unit.count(begin)


async def leave_the_room(unit: Unit, item: AgendaItem) -> None:
    """End that part, and let the day be one that is to come again."""

    async def finish(db: AsyncSession, actor: Actor) -> None:
        (await db.get_one(AgendaItem, item.id)).state = ItemState.CONCLUDED
        (await db.get_one(Day, item.day_id)).state = DayState.NOMINATIONS_OPEN

    await unit.count(finish)


async def judged(
    unit: Unit, now: datetime, referral_id: UUID, view: str = "accepted", **changes: Any
) -> None:
    """Report an answer back, and write down what the group makes of it."""
    item = await in_the_room(unit, referral_id)
    fields = JudgementFields.model_validate({"view": view} | changes)
    version = (await fresh(unit, referral_id)).version
    await unit.write(hearing.report_back, referral_id, Judged(version, fields), now)
    await leave_the_room(unit, item)


async def events(unit: Unit, about: UUID) -> list[str]:
    """List the names of what was written down about a thing, in order."""

    async def look(db: AsyncSession, actor: Actor) -> list[str]:
        own = select(Event.name).where(col(Event.about) == about).order_by(col(Event.seq))
        return list(await db.scalars(own))

    return await unit.read(look)


def weak(actor: Actor) -> Actor:
    """The same person without a second factor."""
    return replace(actor, strong=False)


async def day_of(db: AsyncSession, item: AgendaItem) -> Day:
    """Give the day that a part of it belongs to."""
    return await db.get_one(Day, item.day_id)
