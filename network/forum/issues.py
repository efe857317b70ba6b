"""Issues: finding them as somebody may see them, and holding one to change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Missing
from network.core.unit import SAID
from network.forum import turns, visible
from network.forum.tables import Conflict, Issue, Nomination

SAID["uq_issue_reference"] = "Somebody else put an issue forward just now. Try once more."
MISSING = "We cannot find that issue."


@dataclass(frozen=True, slots=True)
class Case:
    """An issue as access asks about it: where, whose, and who keeps out of it.

    `person_id`: who put it forward. `receipt`: its words were shown. `scribe_id`: who writes on
    the day it is talked about.
    """

    locality_id: UUID
    person_id: UUID | None = None
    receipt: bool = False
    concerns: frozenset[UUID] = frozenset()
    handed_over: frozenset[UUID] = frozenset()
    scribe_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An issue that is held for a change, and how access asks about it."""

    issue: Issue
    case: Case


async def get(db: AsyncSession, actor: Actor, issue_id: UUID) -> Issue:
    """Find an issue as this person may see it."""
    found = await db.scalar(visible.issues(actor).where(col(Issue.id) == issue_id))
    if found is None:
        raise Missing(MISSING)
    return found


async def by_reference(db: AsyncSession, actor: Actor, reference: str) -> Issue:
    """Find an issue by what people call it: “SX-42”, in any case."""
    asked = col(Issue.reference) == reference.strip().upper()
    found = await db.scalar(visible.issues(actor).where(asked))
    if found is None:
        raise Missing(MISSING, field="reference")
    return found


async def by_id(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Issue]:
    """Find many issues at once; those this person may not see are left out."""
    found = await db.scalars(visible.issues(actor).where(col(Issue.id).in_(ids)))
    return {issue.id: issue for issue in found}


async def held(db: AsyncSession, actor: Actor, issue_id: UUID) -> Held:
    """Find an issue to change it, once it is this one's turn in the locality."""
    seen = await get(db, actor, issue_id)
    await turns.wait(db, actor, seen.locality_id)
    asked = visible.issues(actor).where(col(Issue.id) == issue_id)
    issue = await db.scalar(asked.execution_options(populate_existing=True))
    if issue is None:
        raise Missing(MISSING)
    return Held(issue, await case(db, actor, issue))


async def case(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    issue: Issue,
    *,
    receipt: bool = False,
    scribe_id: UUID | None = None,
) -> Case:
    """Look up what access asks about an issue. Not for showing: it says who put it forward."""
    owner = select(Nomination.person_id).where(col(Nomination.issue_id) == issue.id)
    handed = select(Conflict.person_id).where(col(Conflict.issue_id) == issue.id)
    return Case(
        locality_id=issue.locality_id,
        person_id=await db.scalar(owner),
        receipt=receipt,
        concerns=frozenset(issue.concerns),
        handed_over=frozenset(await db.scalars(handed)),
        scribe_id=scribe_id,
    )
