"""Merges: two issues that are one, once those who put them forward agree, or the group does.

Somebody without a name who has not come back in ten working days is not waited for; that merge
can be undone.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict, Missing
from network.core.events import record
from network.forum import calendar, issues, nominations, reasons, visible
from network.forum.endings import MERGED
from network.forum.issue_steps import ISSUE
from network.forum.issues import Held
from network.forum.minuted import Agreement
from network.forum.nominations import Own
from network.forum.supports import ENDED
from network.forum.tables import Issue, Merging, Nomination, Support
from network.forum.transitions import UNNAMED, On, take

WAITED_FOR = 10  # working days (forum.md, Issue)
MISSING = "Nobody asked to join these."
NOT_AGREED = "Not everybody who put them forward has said yes."


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what a merge stands: the version of the issue that goes, and the group's agreement."""

    version: int
    agreement_id: UUID | None = None


async def ask(
    db: AsyncSession, actor: Actor, issue_id: UUID, into_id: UUID, now: datetime
) -> Merging:
    """Ask those who put two issues forward whether they are one."""
    held, other = await _both(db, actor, issue_id, into_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    require(actor, Act.KEEP_ISSUE, other.case)
    if issue_id == into_id or other.issue.state in ENDED:
        raise Conflict("Choose another issue, one that goes on.")
    if held.issue.state not in ISSUE["merge"].before:
        raise Conflict("It is too late to join this one with another.")
    open_ = select(Merging.id).where(
        col(Merging.issue_id) == issue_id, col(Merging.state) == "asked"
    )
    if await db.scalar(open_):
        raise Conflict("Somebody asked that already.")
    merging = Merging(issue_id=issue_id, into_id=into_id, asked_at=now)
    db.add(merging)
    record(db, actor, "merge.asked", issue_id, into=str(into_id))
    await db.flush()
    return merging


async def answer(
    db: AsyncSession, actor: Actor, own: Own, merging_id: UUID, *, yes: bool, now: datetime
) -> Merging:
    """Say yes or no to joining one's own issue with another."""
    held = await nominations.mine(db, actor, own)
    require(actor, Act.KEEP_NOMINATION, held.case)
    merging = await _asked(db, merging_id)
    if held.issue.id not in {merging.issue_id, merging.into_id}:
        raise Missing(MISSING)
    if held.issue.id == merging.issue_id:
        merging.own = yes
    else:
        merging.other = yes
    if not yes:
        merging.state, merging.ended_at = "refused", now
    by = UNNAMED if held.case.receipt else actor
    record(db, by, "merge.answered", merging.issue_id, yes=yes)
    await db.flush()
    return merging


async def join(
    db: AsyncSession, actor: Actor, merging_id: UUID, grounds: Grounds, now: datetime
) -> Issue:
    """Join two issues: the one is closed and leads to the other, with its supporters."""
    asked = await _asked(db, merging_id)
    held, other = await _both(db, actor, asked.issue_id, asked.into_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    require(actor, Act.KEEP_ISSUE, other.case)
    merging = await _asked(db, merging_id)
    if other.issue.state in ENDED:
        raise Conflict("The other one has ended meanwhile.")
    if not await _by_group(db, actor, merging, grounds.agreement_id):
        merging.reversible = await _by_nominators(db, merging, now)
    issue = held.issue
    on = On(issue, held.case, grounds.version)
    await take(db, actor, ISSUE, "merge", on, into=str(other.issue.id), reason=MERGED)
    issue.closed_as, issue.merged_into = MERGED, other.issue.id
    merging.state, merging.ended_at = "done", now
    await _bring_supporters(db, merging, other, now)
    why = f"It is the same as {other.issue.reference}."
    db.add(reasons.reason(actor, issue.id, "merge", why, now))
    await db.flush()
    return issue


async def take_apart(
    db: AsyncSession, actor: Actor, merging_id: UUID, grounds: Grounds, now: datetime
) -> Issue:
    """Undo a merge that did not wait for somebody without a name."""
    merging = await db.get(Merging, merging_id)
    if merging is None:
        raise Missing(MISSING)
    held = await issues.held(db, actor, merging.issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    await db.refresh(merging)
    if merging.state != "done" or not merging.reversible:
        raise Conflict("This was joined for good: everybody agreed.")
    await take(db, actor, ISSUE, "take_apart", On(held.issue, held.case, grounds.version))
    held.issue.closed_as = held.issue.merged_into = None
    merging.state, merging.ended_at = "undone", now
    await db.flush()
    return held.issue


async def _both(db: AsyncSession, actor: Actor, issue_id: UUID, into_id: UUID) -> tuple[Held, Held]:
    held = await issues.held(db, actor, issue_id)
    other = await issues.held(db, actor, into_id)
    if held.issue.locality_id != other.issue.locality_id:
        raise Missing(issues.MISSING)
    return held, other


async def _asked(db: AsyncSession, merging_id: UUID) -> Merging:
    asked = select(Merging).where(col(Merging.id) == merging_id)
    found = await db.scalar(asked.execution_options(populate_existing=True))
    if found is None:
        raise Missing(MISSING)
    if found.state != "asked":
        raise Conflict("This was answered already.")
    return found


async def _by_group(
    db: AsyncSession, actor: Actor, merging: Merging, agreement_id: UUID | None
) -> bool:
    if agreement_id is None:
        return False
    asked = visible.agreements(actor).where(col(Agreement.id) == agreement_id)
    found = await db.scalar(asked)
    if found is None or found.issue_id not in {merging.issue_id, merging.into_id}:
        raise Missing("We cannot find that agreement.")
    return True


async def _by_nominators(db: AsyncSession, merging: Merging, now: datetime) -> bool:
    """Look that each said yes, or cannot be asked and was waited for: then it can be undone."""
    since = calendar.between(calendar.day_of(merging.asked_at), calendar.day_of(now))
    silent = [
        issue
        for issue, said in ((merging.issue_id, merging.own), (merging.into_id, merging.other))
        if said is not True
    ]
    nameless = select(Nomination.issue_id).where(
        col(Nomination.issue_id).in_(silent), col(Nomination.person_id).is_(None)
    )
    if len((await db.scalars(nameless)).all()) < len(silent):
        raise Conflict(NOT_AGREED)
    if silent and since < WAITED_FOR:
        raise Conflict(f"Wait {WAITED_FOR} working days for an answer: {since} have gone by.")
    return bool(silent)


async def _bring_supporters(db: AsyncSession, merging: Merging, other: Held, now: datetime) -> None:
    """Count those who supported the one for the other too, save who put that forward."""
    theirs = select(literal(merging.into_id), col(Support.person_id), literal(now)).where(
        col(Support.issue_id) == merging.issue_id,
        col(Support.person_id).is_distinct_from(other.case.person_id),
    )
    copied = insert(Support).from_select(["issue_id", "person_id", "at"], theirs)
    await db.execute(copied.on_conflict_do_nothing())
