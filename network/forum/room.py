"""The room, while a day is in progress: one part is open at a time, and what is said is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid, Missing
from network.core.events import record
from network.forum import facts, items, reasons, visible
from network.forum.asked import Referral
from network.forum.dated import AgendaItem, ItemKind, ItemState
from network.forum.day_steps import ITEM
from network.forum.issue_steps import ISSUE
from network.forum.items import HeldItem
from network.forum.minuted import Action, ActionFields, Idea
from network.forum.tables import IssueState
from network.forum.transitions import Offered, On, take

DEBATED = frozenset({ItemKind.NOMINATED_ISSUE, ItemKind.URGENT})
"""Parts of a day in which an issue is talked about."""

HEARD = frozenset({IssueState.REPORTED_BACK, IssueState.AWAITING_DELIVERY, IssueState.CLOSED})
NOT_OPEN = "Open this part of the day first."
UNDECIDED = "Write down first what was agreed, or carry it over."
UNHEARD = "The answer has not been reported back. Carry it over, so that it stays owed."


async def offered(db: AsyncSession, actor: Actor, item_id: UUID) -> list[Offered]:
    """List what may be done with a part of a day now, and why the rest may not."""
    held = await items.held(db, actor, item_id)
    return ITEM.offered(held.item, actor, held.case, held.facts)


async def open_(
    db: AsyncSession, actor: Actor, item_id: UUID, version: int, now: datetime
) -> AgendaItem:
    """Open a part of the day: its time starts, and its issue is talked about."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.RUN_ITEM, held.case)
    await take(db, actor, ITEM, "open", On(held.item, held.case, version, held.facts))
    held.item.opened_at = now
    if held.issue is not None and held.item.kind in DEBATED:
        known = await facts.of(db, actor, held.issue, now)
        await take(db, actor, ISSUE, "open", On(held.issue, held.case, facts=known))
    await db.flush()
    return held.item


async def conclude(
    db: AsyncSession, actor: Actor, item_id: UUID, version: int, now: datetime
) -> AgendaItem:
    """Close a part of the day that is done. An issue needs an agreement first."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.RUN_ITEM, held.case)
    if held.issue is not None and held.issue.state == IssueState.IN_DEBATE:
        raise Conflict(UNDECIDED)
    if held.item.referral_id and not await _heard(db, held):
        raise Conflict(UNHEARD)
    await take(db, actor, ITEM, "conclude", On(held.item, held.case, version, held.facts))
    held.item.ended_at = now
    await db.flush()
    return held.item


async def pass_over(db: AsyncSession, actor: Actor, item_id: UUID, version: int) -> AgendaItem:
    """Say that the day did not get to a part of it that is no issue and no answer."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.RUN_ITEM, held.case)
    await take(db, actor, ITEM, "pass_over", On(held.item, held.case, version, held.facts))
    await db.flush()
    return held.item


async def capture(db: AsyncSession, actor: Actor, item_id: UUID, words: str, now: datetime) -> Idea:
    """Write down something that was said, not who said it. It is not agreed by that."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.RUN_ITEM, held.case)
    _check_open(held)
    said = reasons.said(words, "words", "Write down what was said.")
    if len(said) > 600:
        raise Invalid("Shorten this to 600 characters.", field="words")
    idea = Idea(item_id=item_id, words=said, at=now)
    db.add(idea)
    record(db, actor, "idea.captured", item_id, idea=str(idea.id))
    await db.flush()
    return idea


async def act(
    db: AsyncSession, actor: Actor, item_id: UUID, fields: ActionFields, now: datetime
) -> Action:
    """Write down who does what until when."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.RUN_ITEM, held.case)
    _check_open(held)
    issue = held.issue.id if held.issue else None
    made = Action.model_validate(fields, update={"item_id": item_id, "issue_id": issue, "at": now})
    db.add(made)
    record(db, actor, "action.agreed", item_id, action=str(made.id))
    await db.flush()
    return made


async def done(db: AsyncSession, actor: Actor, action_id: UUID, now: datetime) -> Action:
    """Say that something the group wanted to do is done."""
    found = await db.scalar(visible.actions(actor).where(col(Action.id) == action_id))
    if found is None:
        raise Missing("We cannot find that.")
    held = await items.held(db, actor, found.item_id)
    require(actor, Act.RUN_ITEM, held.case)
    if found.done_at is not None:
        raise Conflict("This is done already.")
    found.done_at = now
    record(db, actor, "action.done", found.item_id, action=str(found.id))
    await db.flush()
    return found


async def _heard(db: AsyncSession, held: HeldItem) -> bool:
    """Say whether the group has heard this answer; others to the same issue may be owed still."""
    if held.issue is None or held.issue.state in HEARD:
        return True
    heard = select(Referral.heard_at).where(col(Referral.id) == held.item.referral_id)
    return await db.scalar(heard) is not None


def _check_open(held: HeldItem) -> None:
    if held.item.state != ItemState.OPEN:
        raise Conflict(NOT_OPEN)
