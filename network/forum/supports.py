"""Supports: “this is so for me too”. A hint for the order of an agenda, never a threshold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require, somebody
from network.core.actor import Actor
from network.core.errors import Conflict, Missing
from network.core.events import record
from network.core.unit import SAID
from network.forum import issues, visible
from network.forum.tables import Issue, IssueState, Support

SAID["pk_support"] = "You have said so already."
OWN = "You put this forward yourself, so you are counted already."
OVER = "This issue is closed."
NONE = "You have not said so."
ENDED = frozenset({IssueState.DRAFT, IssueState.CLOSED, IssueState.ROUTED_OUT})


async def add(db: AsyncSession, actor: Actor, issue_id: UUID, now: datetime) -> Issue:
    """Say that an issue is so for oneself too: once, and not for one's own.

    Nobody can tell whether somebody supports what they put forward without a name.
    """
    issue = await issues.get(db, actor, issue_id)
    known = await issues.case(db, actor, issue)
    require(actor, Act.SUPPORT_ISSUE, known)
    if known.person_id == actor.person:
        raise Conflict(OWN)
    if issue.state in ENDED:
        raise Conflict(OVER)
    db.add(Support(issue_id=issue_id, person_id=somebody(actor), at=now))
    record(db, actor, "support.added", issue_id)
    await db.flush()
    return issue


async def take_back(db: AsyncSession, actor: Actor, issue_id: UUID) -> Issue:
    """Take one's support back."""
    issue = await issues.get(db, actor, issue_id)
    require(actor, Act.SUPPORT_ISSUE, issue)
    own = delete(Support).where(col(Support.issue_id) == issue_id)
    mine = own.where(col(Support.person_id) == actor.person).returning(col(Support.issue_id))
    if await db.scalar(mine) is None:
        raise Missing(NONE)
    record(db, actor, "support.taken_back", issue_id)
    return issue


async def counts(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Count the supporters of many issues at once; who they are is shown to nobody."""
    seen = visible.issues(actor).where(col(Issue.id).in_(ids)).with_only_columns(col(Issue.id))
    query = select(col(Support.issue_id), func.count()).where(col(Support.issue_id).in_(seen))
    found = await db.execute(query.group_by(col(Support.issue_id)))
    return dict.fromkeys(ids, 0) | {row[0]: row[1] for row in found}
