"""The agenda of a day: what is on it, in which order, for how long, and who leads each part."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid, Missing
from network.core.fields import public
from network.forum import days, items
from network.forum.dated import LIVE, AgendaItem, Day, DayState, ItemKind, ItemState, Speaker
from network.forum.day_steps import DAY, ITEM, DayFacts, ItemFacts
from network.forum.following import next_of
from network.forum.issues import Case
from network.forum.tables import Issue
from network.forum.transitions import START, On, take

REPORT_BACK_MINUTES = 15
OWN_STEP = frozenset({ItemKind.NOMINATED_ISSUE, ItemKind.URGENT, ItemKind.REPORT_BACK})
"""Parts of a day that come onto it by a step of their own."""

SETTLED = "The agenda of this day cannot be changed any more."
SHOWN = frozenset({DayState.PUBLISHED, DayState.IN_PROGRESS})
CHANGES = frozenset(
    {
        DayState.PLANNED,
        DayState.NOMINATIONS_OPEN,
        DayState.AGENDA_BUILDING,
        DayState.PUBLISHED,
        DayState.IN_PROGRESS,
    }
)


class Part(SQLModel):
    """A part of a day that is no issue: a welcome, a guest, a break."""

    kind: ItemKind = public()
    title: str = public("", max_length=120)
    brief: str = public("", max_length=1000)
    minutes: int = public(0, ge=0, le=600)
    lead: str = public("", max_length=120)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a day stands, by number, and how many minutes it has."""

    item_id: UUID
    position: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """Who leads a part, what it is about, and how it stands with its guest."""

    version: int
    lead: str = ""
    brief: str = ""
    speaker: Speaker = Speaker.NONE


async def add(db: AsyncSession, actor: Actor, day_id: UUID, version: int, part: Part) -> AgendaItem:
    """Put a part on the agenda that is no issue. It stands last until it is moved."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    if part.kind in OWN_STEP:
        raise Invalid("Issues and answers come onto the agenda by themselves.", field="kind")
    await changed(db, actor, day, version)
    last = max((item.position for item in await days.every_item(db, actor, day_id)), default=0)
    item = AgendaItem.model_validate(
        part, update={"day_id": day_id, "position": last + 1, "state": START}
    )
    await take(db, actor, ITEM, "add", On(item, Case(day.locality_id), facts=ItemFacts(day)))
    db.add(item)
    await db.flush()
    return item


async def arrange(
    db: AsyncSession, actor: Actor, day_id: UUID, version: int, places: Sequence[Place]
) -> Day:
    """Put the parts of a day in order by their numbers, with their minutes."""
    day = await days.held(db, actor, day_id)
    require(actor, Act.PLAN_DAY, day)
    await changed(db, actor, day, version)
    known = {item.id: item for item in await days.every_item(db, actor, day_id)}
    for n, place in enumerate(places):
        item = known.get(place.item_id)
        if item is None or item.state not in LIVE:
            raise Missing(items.MISSING, field=f"places.{n}")
        if not 0 < place.minutes <= 600:
            raise Invalid("Give it 1 to 600 minutes.", field=f"places.{n}.minutes")
        if item.state == ItemState.PROPOSED:
            on = On(item, Case(day.locality_id), facts=ItemFacts(day))
            await take(db, actor, ITEM, "place", on, day=str(day.id))
        item.position, item.minutes = place.position, place.minutes
    await db.flush()
    return day


async def prepare(db: AsyncSession, actor: Actor, item_id: UUID, prepared: Prepared) -> AgendaItem:
    """Say who leads a part of a day, what it is about, and how it stands with its guest."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.PLAN_DAY, held.case)
    await _shown(db, actor, held.day)
    await take(db, actor, ITEM, "prepare", On(held.item, held.case, prepared.version))
    held.item.lead, held.item.brief = prepared.lead.strip(), prepared.brief
    held.item.speaker = prepared.speaker
    await db.flush()
    return held.item


async def ready(db: AsyncSession, actor: Actor, item_id: UUID, version: int) -> AgendaItem:
    """Say that a part of a day is ready: it has its lead, and its guest said yes."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.PLAN_DAY, held.case)
    await take(db, actor, ITEM, "ready", On(held.item, held.case, version, held.facts))
    await db.flush()
    return held.item


async def unready(db: AsyncSession, actor: Actor, item_id: UUID, version: int) -> AgendaItem:
    """Say that a part of a day is not ready after all."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.PLAN_DAY, held.case)
    await take(db, actor, ITEM, "unready", On(held.item, held.case, version, held.facts))
    await db.flush()
    return held.item


async def remove(db: AsyncSession, actor: Actor, item_id: UUID, version: int) -> AgendaItem:
    """Take a part off the agenda that is no issue and no answer that is owed."""
    held = await items.held(db, actor, item_id)
    require(actor, Act.PLAN_DAY, held.case)
    if held.item.issue_id is not None:
        raise Conflict("It is an issue or an answer that is owed. It has a step of its own.")
    await _shown(db, actor, held.day)
    await take(db, actor, ITEM, "withdraw", On(held.item, held.case, version, held.facts))
    await db.flush()
    return held.item


async def changed(db: AsyncSession, actor: Actor, day: Day, version: int | None = None) -> None:
    """Note that an agenda is changed: once it was published, that is an amendment people hear of.

    A step of the verbs that change one.
    """
    if day.state not in CHANGES:
        raise Conflict(SETTLED)
    name = "amend" if day.state in SHOWN else "arrange"
    await take(db, actor, DAY, name, On(day, day, version, DayFacts(day.starts_at)))


async def owe(db: AsyncSession, actor: Actor, issue: Issue, referral_id: UUID) -> AgendaItem:
    """Put the answer that is owed on the next day's agenda, first: a step of sending a referral.

    Where no day is planned it waits for one.
    """
    require(actor, Act.KEEP_ISSUE, Case(issue.locality_id, concerns=frozenset(issue.concerns)))
    day = next_of(await days.of(db, actor, issue.locality_id))
    item = AgendaItem(
        day_id=day.id if day else None,
        issue_id=issue.id,
        referral_id=referral_id,
        kind=ItemKind.REPORT_BACK,
        state=START,
        minutes=REPORT_BACK_MINUTES if day else 0,
    )
    on = On(item, Case(issue.locality_id), facts=ItemFacts(day))
    await take(db, actor, ITEM, "add" if day else "propose", on, referral=str(referral_id))
    db.add(item)
    if day is not None:
        await changed(db, actor, day)
    await db.flush()
    return item


async def owed_no_more(db: AsyncSession, actor: Actor, issue: Issue, referral_id: UUID) -> None:
    """Take an answer that is owed no more off the agenda: a step of withdrawing a referral."""
    asked = select(AgendaItem).where(col(AgendaItem.referral_id) == referral_id)
    item = await db.scalar(asked.where(col(AgendaItem.state).in_(LIVE)))
    if item is not None:
        await take(db, actor, ITEM, "withdraw", On(item, Case(issue.locality_id)))
        await db.flush()


async def _shown(db: AsyncSession, actor: Actor, day: Day | None) -> None:
    if day is not None and day.state in SHOWN:
        await changed(db, actor, day)
