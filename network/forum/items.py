"""Parts of a day: finding them as somebody may see them, and holding one to change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Missing
from network.core.unit import SAID
from network.forum import days, facts, issues, turns, visible
from network.forum.dated import AgendaItem, Attendance, Day
from network.forum.day_steps import ItemFacts
from network.forum.issues import Case
from network.forum.tables import Issue

SAID["uq_agendaitem_issue_live"] = "This issue is on an agenda already."
SAID["uq_agendaitem_referral_live"] = "This answer is on an agenda already."
SAID["uq_agendaitem_open"] = "Another part of the day is open. Close that first."
SAID["uq_agendaitem_carried_from"] = "This was carried over already."
MISSING = "We cannot find that part of the day."


@dataclass(frozen=True, slots=True)
class HeldItem:
    """A part of a day that is held for a change: its day, its issue, and what access asks of."""

    item: AgendaItem
    day: Day | None
    issue: Issue | None
    case: Case
    facts: ItemFacts


async def get(db: AsyncSession, actor: Actor, item_id: UUID) -> AgendaItem:
    """Find a part of a day as this person may see it."""
    asked = visible.items(actor).where(col(AgendaItem.id) == item_id)
    found = await db.scalar(asked.execution_options(populate_existing=True))
    if found is None:
        raise Missing(MISSING)
    return found


async def by_day(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[AgendaItem]]:
    """List the parts of many days at once, in their order, as this person may see them."""
    query = visible.items(actor).where(col(AgendaItem.day_id).in_(ids))
    found: dict[UUID, list[AgendaItem]] = {id: [] for id in ids}
    for item in await db.scalars(query.order_by(col(AgendaItem.position), col(AgendaItem.id))):
        if item.day_id is not None:
            found[item.day_id].append(item)
    return found


async def held(db: AsyncSession, actor: Actor, item_id: UUID) -> HeldItem:
    """Find a part of a day to change it, once it is this one's turn in the locality."""
    seen = await get(db, actor, item_id)
    day = await days.get(db, actor, seen.day_id) if seen.day_id else None
    issue = await issues.get(db, actor, seen.issue_id) if seen.issue_id else None
    where = day.locality_id if day else issue.locality_id if issue else None
    if where is None:
        raise Missing(MISSING)
    await turns.wait(db, actor, where)
    item = await get(db, actor, item_id)
    for row in (day, issue):
        if row is not None:
            await db.refresh(row)
    scribe = await scribe_of(db, actor, day)
    case = await issues.case(db, actor, issue, scribe_id=scribe) if issue else None
    other = await facts.other_open(db, actor, day, item)
    known = case or Case(where, scribe_id=scribe)
    return HeldItem(item, day, issue, known, ItemFacts(day, other))


async def scribe_of(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    day: Day | None,
) -> UUID | None:
    """Give who writes down what is said on a day, for access to ask."""
    if day is None or day.scribe is None:
        return None
    who = select(Attendance.person_id).where(col(Attendance.id) == day.scribe)
    found: UUID | None = await db.scalar(who)
    return found
