"""Agreements: what the group decides about the issue that is open, and how it came to that.

Only here does an issue leave the debate, save by being carried over (`carrying.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid, Missing
from network.core.events import record
from network.forum import facts, issues, items, reasons
from network.forum.dated import ItemState
from network.forum.issue_steps import ISSUE
from network.forum.items import HeldItem
from network.forum.minuted import Agreement, AgreementFields, Method, Result
from network.forum.room import NOT_OPEN
from network.forum.tables import Visibility
from network.forum.transitions import On, take

STEPS = {
    Result.FORWARD: ("agree_forward", None),
    Result.SETTLED_HERE: ("settle", "settled_here"),
    Result.NOTED: ("note", "noted"),
    Result.NOT_TAKEN_FORWARD: ("not_forward", "not_taken_forward"),
}
"""What each result is to the issue: its transition, and how it is closed by that."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was agreed, on the part of the day as it was seen."""

    version: int
    fields: AgreementFields


async def forward(
    db: AsyncSession, actor: Actor, item_id: UUID, said: Said, now: datetime
) -> Agreement:
    """Agree to take the issue to those who can act on it, in the group's own words."""
    require(actor, Act.RUN_ITEM, (await items.held(db, actor, item_id)).case)
    fields = said.fields
    if fields.method == Method.VOTE and 0 < fields.agree + fields.against <= 2 * fields.against:
        raise Invalid("More did not agree than agreed.", field="agree")
    return await _decide(db, actor, item_id, (said, Result.FORWARD), now)


async def settle(
    db: AsyncSession, actor: Actor, item_id: UUID, said: Said, now: datetime
) -> Agreement:
    """Settle the issue here: say what was agreed; who does it is written down as an action."""
    return await _decide(db, actor, item_id, (said, Result.SETTLED_HERE), now)


async def note(
    db: AsyncSession, actor: Actor, item_id: UUID, said: Said, now: datetime
) -> Agreement:
    """Hear the issue and ask for nothing; say why."""
    return await _decide(db, actor, item_id, (said, Result.NOTED), now)


async def not_forward(
    db: AsyncSession, actor: Actor, item_id: UUID, said: Said, now: datetime
) -> Agreement:
    """Agree not to take the issue forward; say why."""
    return await _decide(db, actor, item_id, (said, Result.NOT_TAKEN_FORWARD), now)


async def open_up(
    db: AsyncSession, actor: Actor, item_id: UUID, said: Said, now: datetime
) -> Agreement:
    """Agree that anybody may see the issue, in the words it has now."""
    held = await _open(db, actor, item_id, said)
    require(actor, Act.RUN_ITEM, held.case)
    if held.issue is None:
        raise Missing(issues.MISSING)
    to = Visibility.PUBLIC
    if held.issue.visibility == to:
        raise Conflict("Anybody may see it already.")
    require(actor, Act.KEEP_ISSUE, held.case)
    await take(db, actor, ISSUE, "widen", On(held.issue, held.case), visibility=to.value)
    held.issue.visibility = held.issue.widest = to
    return await _keep(db, actor, held, (said, Result.OTHER), now)


async def _decide(
    db: AsyncSession, actor: Actor, item_id: UUID, what: tuple[Said, Result], now: datetime
) -> Agreement:
    said, result = what
    held = await _open(db, actor, item_id, said)
    require(actor, Act.RUN_ITEM, held.case)
    if held.issue is None:
        raise Missing(issues.MISSING)
    step, closed_as = STEPS[result]
    known = await facts.of(db, actor, held.issue, now)
    on = On(held.issue, held.case, facts=known)
    await take(db, actor, ISSUE, step, on, method=said.fields.method, reason=closed_as or "")
    held.issue.closed_as = closed_as
    if closed_as is not None:
        db.add(reasons.reason(actor, held.issue.id, step, said.fields.wording[:1000], now))
    return await _keep(db, actor, held, what, now)


async def _open(db: AsyncSession, actor: Actor, item_id: UUID, said: Said) -> HeldItem:
    """Hold the part of the day that is open, and look that what was agreed is whole."""
    held = await items.held(db, actor, item_id)
    if held.item.state != ItemState.OPEN:
        raise Conflict(NOT_OPEN)
    if held.item.version != said.version:
        raise Conflict("Somebody else changed this a moment ago. Look again.", field="version")
    fields = said.fields
    if fields.method == Method.VOTE and not fields.agree + fields.against + fields.unsure:
        raise Invalid("Say how many agreed.", field="agree")
    if fields.method == Method.CONSENT and fields.against:
        raise Invalid("With an objection there is no consent. Ask for a show.", field="method")
    if fields.against and not any(words.strip() for words in fields.objections):
        raise Invalid("Write down why some did not agree.", field="objections")
    return held


async def _keep(
    db: AsyncSession, actor: Actor, held: HeldItem, what: tuple[Said, Result], now: datetime
) -> Agreement:
    require(actor, Act.RUN_ITEM, held.case)
    said, result = what
    agreement = Agreement.model_validate(
        said.fields,
        update={
            "item_id": held.item.id,
            "issue_id": held.issue.id if held.issue else None,
            "result": result,
            "at": now,
            "by": actor.person,
        },
    )
    db.add(agreement)
    held.item.version += 1
    record(db, actor, "agreement.made", held.item.id, agreement=str(agreement.id), result=result)
    await db.flush()
    return agreement
