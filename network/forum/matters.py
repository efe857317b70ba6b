"""A referral and all that bears on it: held for a change, with the facts its guards look at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor, service
from network.core.errors import Missing
from network.forum import calendar, issues, sight, transitions
from network.forum.asked import (
    AWAITED,
    UNSENT,
    Judgement,
    LadderRung,
    Pause,
    Promise,
    Referral,
    Wording,
)
from network.forum.dated import LIVE, AgendaItem, Day
from network.forum.deciding import DecisionForum
from network.forum.issues import Case as IssueCase
from network.forum.minuted import Agreement, Result
from network.forum.owed import Clock, Step
from network.forum.referral_steps import REFERRAL, ReferralFacts
from network.forum.tables import Issue
from network.forum.transitions import On

MISSING = "We cannot find that question."
ITSELF = service("forum")
"""Who takes the steps that follow from another one: the last answer is there, so all are."""


@dataclass(frozen=True, slots=True)
class Case(IssueCase):
    """A referral as access asks about it: its issue's case, whom it is for, and which it is."""

    forum_id: UUID | None = None
    referral_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """A referral held for a change, with its issue, the body asked, and the case for access."""

    referral: Referral
    issue: Issue
    forum: DecisionForum
    case: Case


@dataclass(frozen=True, slots=True)
class Seen:
    """The version that whoever asks has seen, and the facts that a guard looks at."""

    version: int
    facts: ReferralFacts | None = None


async def get(db: AsyncSession, actor: Actor, referral_id: UUID) -> Referral:
    """Find a referral as this person may see it."""
    found = await db.scalar(sight.referrals(actor).where(col(Referral.id) == referral_id))
    if found is None:
        raise Missing(MISSING)
    return found


async def held(db: AsyncSession, actor: Actor, referral_id: UUID) -> Matter:
    """Find a referral to change it, once it is this one's turn in the locality."""
    seen = await get(db, actor, referral_id)
    whole = await issues.held(db, ITSELF, seen.issue_id)
    asked = sight.referrals(actor).where(col(Referral.id) == referral_id)
    referral = (await db.scalars(asked.execution_options(populate_existing=True))).one()
    forum = await db.get_one(DecisionForum, referral.forum_id, populate_existing=True)
    return Matter(referral, whole.issue, forum, case_of(whole.case, referral))


async def of(db: AsyncSession, actor: Actor, referral: Referral) -> Matter:
    """Give a referral with all that goes with it, to look at."""
    issue = await issues.get(db, actor, referral.issue_id)
    case = await issues.case(db, actor, issue)
    forum = await db.get_one(DecisionForum, referral.forum_id)
    return Matter(referral, issue, forum, case_of(case, referral))


def case_of(case: IssueCase, referral: Referral, *, scribe_id: UUID | None = None) -> Case:
    """Say how access asks about a referral, from how it asks about its issue."""
    return Case(
        locality_id=case.locality_id,
        concerns=case.concerns,
        handed_over=case.handed_over,
        scribe_id=scribe_id,
        forum_id=referral.forum_id,
        referral_id=referral.id,
    )


async def take(
    db: AsyncSession,
    actor: Actor,
    matter: Matter,
    name: str,
    seen: Seen,
    **detail: object,
) -> None:
    """Take one step of a referral that is held (see `transitions.take`)."""
    on = On(matter.referral, matter.case, seen.version, seen.facts)
    await transitions.take(db, actor, REFERRAL, name, on, **detail)


async def facts(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    matter: Matter,
    now: datetime,
) -> ReferralFacts:
    """Look up what the guards of a referral ask for. Not for showing."""
    referral, own = matter.referral, matter.referral.id
    agreed = select(Agreement.id).where(col(Agreement.issue_id) == referral.issue_id)
    worded = select(Wording.id).where(col(Wording.referral_id) == own)
    rung = (
        select(LadderRung.step)
        .where(col(LadderRung.referral_id) == own)
        .order_by(col(LadderRung.id).desc())
    )
    item = await _item(db, own)
    parent = matter.forum.parent_id
    return ReferralFacts(
        today=calendar.day_of(now),
        issue_state=matter.issue.state,
        agreed=await _any(db, agreed.where(col(Agreement.result) == Result.FORWARD)),
        worded=await _any(db, worded.where(col(Wording.number) == referral.wording)),
        forum=matter.forum,
        parent=await db.get(DecisionForum, parent) if parent else None,
        clock=await clock(db, ITSELF, referral),
        rung=Step(step) if (step := await db.scalar(rung.limit(1))) else None,
        asked=frozenset(await db.scalars(_chain(referral).with_only_columns(Referral.forum_id))),
        going=frozenset(await db.scalars(_going(referral))),
        item=item,
        day=await db.get(Day, item.day_id) if item else None,
        judgement=await db.scalar(select(Judgement).where(col(Judgement.referral_id) == own)),
        broken_promise=await _any(
            db, select(Promise.id).where(col(Promise.referral_id) == own, ~col(Promise.seen))
        ),
        gone_on=await _any(db, select(Referral.id).where(col(Referral.came_from) == own)),
    )


async def clock(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    referral: Referral,
) -> Clock | None:
    """Give a referral's clock, or None before it is sent."""
    if referral.sent_at is None or referral.answer_due is None:
        return None
    pauses = await db.scalars(select(Pause).where(col(Pause.referral_id) == referral.id))
    sent = calendar.day_of(referral.sent_at)
    spans = [pause.span() for pause in pauses]
    return Clock(sent, referral.answer_due, spans, referral.ended_on)


async def open_of(db: AsyncSession, actor: Actor, issue_id: UUID) -> int:  # noqa: ARG001  # every verb takes both
    """Count the referrals of an issue that are open: the group waits, and nothing final came."""
    await db.flush()
    going = (col(Referral.waits_since).is_not(None), col(Referral.ended_on).is_(None))
    query = select(func.count()).select_from(Referral).where(col(Referral.issue_id) == issue_id)
    return await db.scalar(query.where(*going)) or 0


def _chain(referral: Referral) -> Any:
    return select(Referral).where(col(Referral.root_id) == referral.root_id)


def _going(referral: Referral) -> Any:
    own = select(Referral.forum_id).where(col(Referral.issue_id) == referral.issue_id)
    return own.where(col(Referral.state).in_(UNSENT | AWAITED))


async def _item(db: AsyncSession, referral_id: UUID) -> AgendaItem | None:
    """Give the part of a day on which it is, or will be, reported back."""
    own = select(AgendaItem).where(col(AgendaItem.referral_id) == referral_id)
    return await db.scalar(own.where(col(AgendaItem.state).in_(LIVE)))


async def _any(db: AsyncSession, query: Any) -> bool:
    return await db.scalar(query.limit(1)) is not None
