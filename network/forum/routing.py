"""Routing: which bodies an issue could be put before, by what it is about and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor
from network.forum import deciders, issues
from network.forum.deciding import DecisionForum, Level
from network.forum.tables import Issue

ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A body that could act: which topics it shares with the issue, and whether it is of there.

    `local`: it is for the district that was asked about, and not for everywhere.
    """

    forum: DecisionForum
    topics: Sequence[str]
    local: bool


async def propose(
    db: AsyncSession, actor: Actor, issue_id: UUID, district: str | None = None
) -> Sequence[Proposal]:
    """List the bodies that deal with an issue's topics in a district, or anywhere here.

    Nearest first: those of the district itself, then from a team up to the whole country, A to Z.
    """
    issue = await issues.get(db, actor, issue_id)
    here = await deciders.of(db, actor, issue.locality_id)
    return fitting(issue, here, district)


def fitting(
    issue: Issue, forums: Sequence[DecisionForum], district: str | None = None
) -> Sequence[Proposal]:
    """Pick those that fit: still there, of a topic of the issue, and of the district if one is."""
    found = [
        Proposal(forum, topics, local=district is not None and district in forum.districts)
        for forum in forums
        if forum.ended_on is None
        and (district is None or not forum.districts or district in forum.districts)
        and (topics := [topic for topic in issue.topics if topic in forum.topics])
    ]
    return sorted(found, key=_nearest)


def _nearest(proposal: Proposal) -> tuple[bool, int, str]:
    level = ORDER.index(Level(proposal.forum.level))
    return not proposal.local, level, proposal.forum.name.casefold()
