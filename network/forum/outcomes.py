"""Outcomes: an issue goes to those who decide, and what comes of it comes back to the group.

`referrals_open` is how many referrals of the issue were sent and have no final answer: whoever
sends or answers one says so, and calls the step that follows from it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict
from network.directory import terms
from network.forum import facts, issues, items, reasons
from network.forum.dated import ItemKind, ItemState
from network.forum.issue_steps import ISSUE, IssueFacts
from network.forum.room import NOT_OPEN
from network.forum.scheduling import CLOCK
from network.forum.tables import Issue
from network.forum.transitions import On, take

SATISFIED = "accepted"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the group thinks of an answer (`member_view`), and the words for it."""

    version: int
    view: str
    words: str = ""


async def refer(
    db: AsyncSession, actor: Actor, issue_id: UUID, referrals_open: int, now: datetime
) -> Issue:
    """Note that an issue is with those who decide: a step of sending its first referral."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    known = IssueFacts(now, referrals_open=referrals_open)
    await take(db, actor, ISSUE, "refer", On(held.issue, held.case, facts=known))
    await db.flush()
    return held.issue


async def answered(
    db: AsyncSession, actor: Actor, issue_id: UUID, referrals_open: int, now: datetime
) -> Issue:
    """Note that the last answer is there: a step of what makes the last referral final.

    It follows by itself, whoever answered, so the service takes it.
    """
    del actor  # a liaison has no leave for the issue, and needs none
    held = await issues.held(db, CLOCK, issue_id)
    known = IssueFacts(now, referrals_open=referrals_open)
    await take(db, CLOCK, ISSUE, "answered", On(held.issue, held.case, facts=known))
    await db.flush()
    return held.issue


async def report_back(
    db: AsyncSession, actor: Actor, item_id: UUID, judged: Judged, now: datetime
) -> Issue:
    """Report an answer back on a day in progress, and write down what the group thinks of it."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.RUN_ITEM, held.case)
    if held.item.state != ItemState.OPEN or held.item.kind != ItemKind.REPORT_BACK:
        raise Conflict(NOT_OPEN)
    if held.issue is None:
        raise Conflict(NOT_OPEN)
    (await terms.words(db, actor)).term("member_view", judged.view, "view")
    if judged.view != SATISFIED:
        reasons.said(judged.words, "words", "Say what is missing.")
    known = await facts.of(db, actor, held.issue, now)
    known = IssueFacts(now, known.following, held.day, known.other_open)
    on = On(held.issue, held.case, judged.version, known)
    await take(db, actor, ISSUE, "report_back", on, view=judged.view)
    if judged.words.strip():
        words = reasons.said(judged.words, "words")
        db.add(reasons.reason(actor, held.issue.id, "report_back", words, now))
    await db.flush()
    return held.issue


async def await_delivery(
    db: AsyncSession, actor: Actor, issue_id: UUID, promise: tuple[int, str], now: datetime
) -> Issue:
    """Wait for what was promised. `promise`: the version seen, and what, by when, in words."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    words = reasons.said(promise[1], "promise", "Say what was promised, and by when.")
    await take(db, actor, ISSUE, "await_delivery", On(held.issue, held.case, promise[0]))
    db.add(reasons.reason(actor, issue_id, "await_delivery", words, now))
    await db.flush()
    return held.issue


async def seen(
    db: AsyncSession, actor: Actor, issue_id: UUID, seen_: tuple[int, str], now: datetime
) -> Issue:
    """Say that what was promised is seen in practice: by a member, not by who promised it."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.SAY_SEEN, held.case)
    words = reasons.said(seen_[1], "words", "Say where you saw it.")
    await take(db, actor, ISSUE, "seen", On(held.issue, held.case, seen_[0]), reason="changed")
    held.issue.closed_as = "changed"
    db.add(reasons.reason(actor, issue_id, "seen", words, now))
    await db.flush()
    return held.issue


async def not_seen(
    db: AsyncSession, actor: Actor, issue_id: UUID, not_seen_: tuple[int, str], now: datetime
) -> Issue:
    """Say that what was promised is not there: the group may ask again, or ask higher up."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    words = reasons.said(not_seen_[1], "words", "Say what is not there.")
    await take(db, actor, ISSUE, "not_seen", On(held.issue, held.case, not_seen_[0]))
    db.add(reasons.reason(actor, issue_id, "not_seen", words, now))
    await db.flush()
    return held.issue


async def next_rung(
    db: AsyncSession, actor: Actor, issue_id: UUID, referrals_open: int, now: datetime
) -> Issue:
    """Note that the issue is with those above: a step of sending it to the next rung."""
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    known = IssueFacts(now, referrals_open=referrals_open)
    await take(db, actor, ISSUE, "next_rung", On(held.issue, held.case, facts=known))
    await db.flush()
    return held.issue
