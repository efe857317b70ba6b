"""Finding issues: a list to page through, those that are like one, and the story of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz, process, utils
from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.events import Event
from network.core.paging import RUBBISH, Page
from network.forum import issues, visible
from network.forum.issue_steps import ISSUE
from network.forum.supports import ENDED
from network.forum.tables import Issue, IssueState

LIKE = 70
"""How like two titles are, of 100, to be shown to a person who decides; found by trying."""

MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which issues somebody wants: of one locality, perhaps in some states, on some topic."""

    locality_id: UUID
    states: frozenset[IssueState] = frozenset()
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to an issue: when, and which step. Nobody is named in it."""

    at: datetime | None
    step: str


async def listed(
    db: AsyncSession, actor: Actor, wanted: Wanted, page: Page
) -> tuple[Sequence[Issue], bool]:
    """List issues as this person may see them, the longest waiting first; says if there are more.

    A cursor holds the moment an issue was received, and its id. Drafts are not in the list.
    """
    query = visible.issues(actor).where(*_asked(wanted))
    if page.after is not None:
        query = query.where(tuple_(col(Issue.received_at), col(Issue.id)) > _last(page.after))
    ordered = query.order_by(col(Issue.received_at), col(Issue.id)).limit(page.size + 1)
    found = (await db.scalars(ordered)).all()
    return found[: page.size], len(found) > page.size


async def alike(db: AsyncSession, actor: Actor, locality_id: UUID, title: str) -> Sequence[Issue]:
    """Find issues whose titles are like one, most like first: perhaps it is there already.

    Only those this person may see, so that nothing is told of what they may not.
    """
    here = visible.issues(actor).where(col(Issue.locality_id) == locality_id)
    going = {one.id: one for one in await db.scalars(here.where(col(Issue.state).not_in(ENDED)))}
    titles = {id: one.title for id, one in going.items()}
    near = process.extract(
        title,
        titles,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=LIKE,
        limit=MOST_ALIKE,
    )
    return [going[id] for _, _, id in near]


async def story(db: AsyncSession, actor: Actor, issue_id: UUID) -> Sequence[Told]:
    """Tell what happened to an issue, the newest first: each step that moved it.

    The words that came with a step are in `reasons.of`.
    """
    issue = await issues.get(db, actor, issue_id)
    query = select(col(Event.at), col(Event.name)).where(col(Event.about) == issue.id)
    told: list[Told] = []
    for moment, name in await db.execute(query.order_by(col(Event.seq).desc())):
        step = ISSUE.by_event.get(name)
        if step is not None and step.after is not None and step.after != IssueState.DRAFT:
            told.append(Told(moment, step.name))
    return told


def _last(cursor: tuple[Any, ...]) -> tuple[datetime, UUID]:
    """Read where the page before ended."""
    try:
        moment, id = cursor
        return datetime.fromisoformat(moment), UUID(id)
    except (TypeError, ValueError):
        raise Invalid(RUBBISH, field="after") from None


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [
        col(Issue.locality_id) == wanted.locality_id,
        col(Issue.received_at).is_not(None),
    ]
    if wanted.states:
        asked.append(col(Issue.state).in_(wanted.states))
    if wanted.topic is not None:
        asked.append(col(Issue.topics).contains([wanted.topic]))
    return asked
