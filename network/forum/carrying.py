"""Carrying over: what a day did not finish goes to the next one, as a new part linked to the old.

Past notes stay whole: the old part keeps what was said in it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict
from network.forum import agenda, days, items, reasons, scheduling
from network.forum.dated import AgendaItem, Day, ItemKind
from network.forum.day_steps import ITEM, ItemFacts
from network.forum.following import next_of, still_to_come
from network.forum.issue_steps import ISSUE, IssueFacts
from network.forum.issues import Case, Held
from network.forum.items import HeldItem
from network.forum.room import DEBATED
from network.forum.tables import IssueState
from network.forum.transitions import START, On, take


@dataclass(frozen=True, slots=True)
class Left:
    """What remains of a part of a day, as it was seen."""

    version: int
    remains: str


async def carry_over(
    db: AsyncSession, actor: Actor, item_id: UUID, left: Left, now: datetime
) -> AgendaItem | None:
    """Carry a part of a day over; say what remains. Where no day is planned an issue waits.

    Gives the new part, or None where it waits on the list.
    """
    held = await items.held(db, actor, item_id)
    require(actor, Act.RUN_ITEM, held.case)
    remains = reasons.said(left.remains, "remains", "Say what remains to be done.")
    on = On(held.item, held.case, left.version, held.facts)
    await take(db, actor, ITEM, "carry_over", on)
    held.item.ended_at = now
    db.add(reasons.reason(actor, item_id, "carry_over", remains, now))
    await db.flush()
    locality = held.case.locality_id
    ahead = [d for d in await days.of(db, actor, locality) if d.id != held.item.day_id]
    if held.issue is not None and held.item.kind in DEBATED:
        return await _issue(db, actor, held, ahead, now)
    return await _other(db, actor, held, next_of(ahead))


async def _issue(
    db: AsyncSession, actor: Actor, held: HeldItem, ahead: list[Day], now: datetime
) -> AgendaItem | None:
    issue = held.issue
    if issue is None or issue.state not in {IssueState.IN_DEBATE, IssueState.SCHEDULED}:
        raise Conflict("What was agreed about this issue stands. Close this part instead.")
    await take(db, actor, ISSUE, "carry_over", On(issue, held.case))
    issue.carried += 1
    day = still_to_come(issue.received_at or now, ahead)
    if day is None:
        await db.flush()
        return None
    known = IssueFacts(now, following=day)
    await take(
        db, scheduling.CLOCK, ISSUE, "schedule", On(issue, held.case, facts=known), day=str(day.id)
    )
    both = Held(issue, held.case)
    made = await scheduling.bring(db, scheduling.CLOCK, both, day, ItemKind.NOMINATED_ISSUE)
    await agenda.changed(db, scheduling.CLOCK, day)
    await db.flush()
    return made


async def _other(
    db: AsyncSession, actor: Actor, held: HeldItem, day: Day | None
) -> AgendaItem | None:
    """Make the new part for an answer that stays owed, or for what is no issue."""
    require(actor, Act.RUN_ITEM, held.case)
    old = held.item
    if day is None and old.referral_id is None:
        raise Conflict("No other day is planned. Say that it was not reached.")
    made = AgendaItem(
        day_id=day.id if day else None,
        carried_from=old.id,
        state=START,
        **old.model_dump(
            include={"issue_id", "referral_id", "kind", "title", "brief", "minutes", "lead"}
        ),
    )
    on = On(made, Case(held.case.locality_id), facts=ItemFacts(day))
    await take(db, scheduling.CLOCK, ITEM, "add" if day else "propose", on)
    db.add(made)
    if day is not None:
        await agenda.changed(db, scheduling.CLOCK, day)
    await db.flush()
    return made
