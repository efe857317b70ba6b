"""What goes with a referral's steps: its clock, its place on our agenda, and where its issue is.

Steps of other verbs: they ask leave and record. None of them is a door's to call.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.ids import new_id
from network.forum import calendar, matters, outcomes
from network.forum.asked import LadderRung, Link, Pause, Referral, ReferralState, Wording
from network.forum.deciding import DecisionForum
from network.forum.issue_steps import AFTER_ANSWER, ISSUE, IssueFacts
from network.forum.matters import ITSELF, Matter
from network.forum.owed import Step
from network.forum.referral_steps import REFERRAL
from network.forum.tables import IssueState
from network.forum.transitions import START, On, take


async def begin(db: AsyncSession, actor: Actor, matter: Matter, today: date) -> None:
    """Start the clock, unless it runs since the question was passed on."""
    referral = matter.referral
    if referral.waits_since is None:
        referral.waits_since = today
        await rung(db, actor, referral, Step.ASKED, today)


async def rung(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    referral: Referral,
    step: Step,
    today: date,
) -> None:
    """End the rung a referral is on, and begin the next."""
    await _stop(db, LadderRung, referral.id, today)
    row = LadderRung(referral_id=referral.id, root_id=referral.root_id, step=step, began_on=today)
    db.add(row)
    await db.flush()


async def stand(db: AsyncSession, actor: Actor, referral: Referral, today: date) -> None:  # noqa: ARG001  # every verb takes both
    """Let the rung's clock stand: nobody owes an answer on it."""
    await _stop(db, LadderRung, referral.id, today)


async def hold(db: AsyncSession, actor: Actor, referral: Referral, today: date) -> None:  # noqa: ARG001  # every verb takes both
    """Hold the clock while we answer a question."""
    db.add(Pause(referral_id=referral.id, root_id=referral.root_id, began_on=today))
    await db.flush()


async def go_on(db: AsyncSession, actor: Actor, referral: Referral, today: date) -> None:  # noqa: ARG001  # every verb takes both
    """Let the clock run again, if it was held."""
    await _stop(db, Pause, referral.id, today)


async def to_forums(db: AsyncSession, actor: Actor, matter: Matter, now: datetime) -> None:
    """Bring the issue to where its question is: with those who decide."""
    issue = matter.issue
    left = await matters.open_of(db, ITSELF, issue.id)
    if issue.state == IssueState.AGREED_FORWARD:
        await outcomes.refer(db, actor, issue.id, left, now)
    elif issue.state in AFTER_ANSWER:
        await outcomes.next_rung(db, actor, issue.id, left, now)


async def end(db: AsyncSession, actor: Actor, matter: Matter, now: datetime) -> None:
    """Stop a referral's clock; where it was the last that was open, its issue goes on."""
    referral, today = matter.referral, calendar.day_of(now)
    referral.ended_on = today
    await _stop(db, LadderRung, referral.id, today)
    await _stop(db, Pause, referral.id, today)
    left = await matters.open_of(db, ITSELF, matter.issue.id)
    if left or matter.issue.state != IssueState.WITH_FORUMS:
        return
    if await _something_came(db, matter.issue.id):
        await outcomes.answered(db, actor, matter.issue.id, left, now)
    else:
        facts = IssueFacts(now, referrals_open=left)
        await take(db, actor, ISSUE, "recall", On(matter.issue, matter.case, facts=facts))
    await db.flush()


async def follow(
    db: AsyncSession,
    actor: Actor,
    matter: Matter,
    link: Link,
    forum: DecisionForum,
    now: datetime,
) -> Referral:
    """Open the referral that follows from one, with its words as they were agreed."""
    before, today = matter.referral, calendar.day_of(now)
    after = Referral(
        id=new_id(),
        root_id=before.root_id,
        came_from=before.id,
        link=link,
        issue_id=before.issue_id,
        forum_id=forum.id,
        state=START,
        ask=before.ask,
        mandate=before.mandate,
        wording=1,
        waits_since=today,
    )
    case = matters.case_of(matter.case, after)
    await take(db, actor, REFERRAL, "follow", On(after, case), before=str(before.id), link=link)
    db.add(after)
    await db.flush()
    await _same_words(db, before, after, now)
    await rung(db, actor, after, Step.ASKED, today)
    follows = Matter(after, matter.issue, forum, case)
    if before.ended_on is None:
        await end(db, actor, matter, now)
    await to_forums(db, actor, follows, now)
    await db.flush()
    return after


async def _same_words(db: AsyncSession, before: Referral, after: Referral, now: datetime) -> None:
    query = select(Wording).where(col(Wording.referral_id) == before.id)
    stands = (await db.scalars(query.where(col(Wording.number) == before.wording))).one()
    same = Wording(referral_id=after.id, number=1, words=stands.words, digest=stands.digest, at=now)
    db.add(same)


async def _stop(
    db: AsyncSession, kind: type[LadderRung] | type[Pause], referral_id: UUID, today: date
) -> None:
    going = (col(kind.referral_id) == referral_id, col(kind.ended_on).is_(None))
    await db.execute(update(kind).where(*going).values(ended_on=today))


async def _something_came(db: AsyncSession, issue_id: UUID) -> bool:
    """Say whether the group has anything to hear: an answer, or that there was none."""
    ended = select(Referral.id).where(
        col(Referral.issue_id) == issue_id,
        col(Referral.ended_on).is_not(None),
        col(Referral.heard_at).is_(None),
        col(Referral.state) != ReferralState.WITHDRAWN,
    )
    return await db.scalar(ended.limit(1)) is not None
