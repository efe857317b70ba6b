"""Hearing: the answer comes back to the group, who says what it makes of it; then it is watched.

Three marks stand apart: what the body says, what the group says, and what is seen in practice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor, Role
from network.core.errors import Conflict, Denied, Missing
from network.core.events import record
from network.forum import calendar, issues, items, matters, sight
from network.forum.asked import (
    Judgement,
    JudgementFields,
    Promise,
    Referral,
    ReferralState,
)
from network.forum.dated import Day
from network.forum.issue_steps import ISSUE, IssueFacts
from network.forum.issues import Held
from network.forum.matters import ITSELF, Matter, Seen
from network.forum.tables import IssueState
from network.forum.transitions import CHANGED, On, take

CHANGED_FOR_GOOD = "changed"
"""The taxonomy's `closing_reason` for what members have seen."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the group says, and the version of the referral that whoever writes it has seen."""

    version: int
    fields: JudgementFields


async def report_back(
    db: AsyncSession, actor: Actor, referral_id: UUID, judged: Judged, now: datetime
) -> Judgement:
    """Write down what the group makes of an answer, with its nominator's own view beside it.

    In the room, while that part of the day is open. When all that came has been heard, the issue
    is reported back.
    """
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    matter = await _in_the_room(db, matter, facts.day)
    require(actor, Act.RUN_ITEM, matter.case)
    view = str(judged.fields.view)
    seen = Seen(judged.version, facts)
    await matters.take(db, actor, matter, "report_back", seen, view=view)
    item_id = facts.item.id if facts.item else None
    kept = {"referral_id": referral_id, "item_id": item_id, "at": now, "by": actor.person}
    judgement = Judgement.model_validate(judged.fields, update=kept)
    db.add(judgement)
    matter.referral.heard_at = now
    await db.flush()
    if matter.issue.state == IssueState.ANSWERED and not await _unheard(db, matter.issue.id):
        told = On(matter.issue, matter.case, facts=IssueFacts(now, day=facts.day))
        await take(db, actor, ISSUE, "report_back", told)
        await db.flush()
    return judgement


async def await_delivery(
    db: AsyncSession, actor: Actor, issue_id: UUID, version: int, now: datetime
) -> Held:
    """Wait for what was promised: the issue stays open until people see it in practice."""
    whole = await issues.held(db, actor, issue_id)
    facts = IssueFacts(now)
    if not await _open_promises(db, issue_id):
        raise Conflict("Nothing was promised by a day. There is nothing to wait for.")
    await take(db, actor, ISSUE, "await_delivery", On(whole.issue, whole.case, version, facts))
    await db.flush()
    return whole


async def seen(
    db: AsyncSession, actor: Actor, promise_id: UUID, version: int, now: datetime
) -> Promise:
    """Say that a promise is seen in practice; not for those who made it.

    `version`: of the issue, as it was seen. With the last promise seen, the issue is closed:
    something changed.
    """
    promise, whole = await _promised(db, actor, promise_id)
    require(actor, Act.SAY_SEEN, whole.case)
    await _not_by_them(db, actor, promise)
    _check(promise, whole, version)
    _say(promise, actor, now, seen=True)
    record(db, actor, "promise.seen", promise.id, issue=str(whole.issue.id))
    await db.flush()
    if not await _open_promises(db, whole.issue.id):
        await take(db, actor, ISSUE, "seen", On(whole.issue, whole.case, facts=IssueFacts(now)))
        whole.issue.closed_as = CHANGED_FOR_GOOD
    await db.flush()
    return promise


async def not_seen(
    db: AsyncSession, actor: Actor, promise_id: UUID, version: int, now: datetime
) -> Promise:
    """Say that a promise was not kept. The group may ask higher up."""
    promise, whole = await _promised(db, actor, promise_id)
    require(actor, Act.KEEP_ISSUE, whole.case)
    _check(promise, whole, version)
    if promise.due > calendar.day_of(now):
        raise Conflict("The day they named has not come yet.")
    _say(promise, actor, now, seen=False)
    record(db, actor, "promise.not_seen", promise.id, issue=str(whole.issue.id))
    await take(db, actor, ISSUE, "not_seen", On(whole.issue, whole.case, facts=IssueFacts(now)))
    await db.flush()
    return promise


async def promises_of(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Promise]]:
    """Find what was promised on many issues at once, the first due first."""
    query = sight.promises(actor).where(col(Promise.issue_id).in_(ids))
    found: dict[UUID, list[Promise]] = {issue_id: [] for issue_id in ids}
    for row in await db.scalars(query.order_by(col(Promise.due), col(Promise.id))):
        found[row.issue_id].append(row)
    return found


async def judgements_of(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> Mapping[UUID, Judgement]:
    """Give what the group made of the answers to many referrals at once."""
    rows = await db.scalars(sight.judgements(actor).where(col(Judgement.referral_id).in_(ids)))
    return {row.referral_id: row for row in rows}


async def _in_the_room(db: AsyncSession, matter: Matter, day: Day | None) -> Matter:
    """Let the scribe of the day count as one."""
    scribe = await items.scribe_of(db, ITSELF, day)
    case = matters.case_of(matter.case, matter.referral, scribe_id=scribe)
    return Matter(matter.referral, matter.issue, matter.forum, case)


async def _unheard(db: AsyncSession, issue_id: UUID) -> bool:
    left = select(Referral.id).where(
        col(Referral.issue_id) == issue_id,
        col(Referral.ended_on).is_not(None),
        col(Referral.heard_at).is_(None),
        col(Referral.state) != ReferralState.WITHDRAWN,
    )
    return await db.scalar(left.limit(1)) is not None


async def _open_promises(db: AsyncSession, issue_id: UUID) -> bool:
    left = select(Promise.id).where(col(Promise.issue_id) == issue_id, col(Promise.seen).is_(None))
    return await db.scalar(left.limit(1)) is not None


async def _promised(db: AsyncSession, actor: Actor, promise_id: UUID) -> tuple[Promise, Held]:
    asked = sight.promises(actor).where(col(Promise.id) == promise_id)
    found = await db.scalar(asked)
    if found is None:
        raise Missing("We cannot find that promise.")
    whole = await issues.held(db, actor, found.issue_id)
    again = asked.execution_options(populate_existing=True)
    return (await db.scalars(again)).one(), whole


async def _not_by_them(db: AsyncSession, actor: Actor, promise: Promise) -> None:
    referral = await db.get_one(Referral, promise.referral_id)
    if actor.holds(Role.RESPONDER, referral.forum_id):
        raise Denied("Those who made a promise do not say that it was kept. Members do.")


def _check(promise: Promise, whole: Held, version: int) -> None:
    if whole.issue.version != version:
        raise Conflict(CHANGED, field="version")
    if whole.issue.state != IssueState.AWAITING_DELIVERY:
        raise Conflict("Nobody waits for this promise now.")
    if promise.seen is not None:
        raise Conflict("Somebody has said that already.")


def _say(promise: Promise, actor: Actor, now: datetime, *, seen: bool) -> None:
    promise.seen, promise.said_at, promise.by = seen, now, actor.person
