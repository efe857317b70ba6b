"""Digests: once a week a steward is told how much waits, and never that nothing does."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor, Role
from network.directory import queue
from network.directory.parts import LONDON
from network.notices import audience, notes
from network.notices.notes import Note
from network.people import roles

HOUR = 7
"""On Mondays not before this hour, in London: it is there when a working week begins."""


async def put(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Put this week's digest down for every steward who has not got it; say for how many."""
    require(actor, Act.SEND_LETTERS)
    here = now.astimezone(LONDON)
    year, week, day = here.isocalendar()
    if day == 1 and here.hour < HOUR:
        return 0
    people = await audience.stewards(db, actor, None)
    key = f"digest {year}-{week:02}"
    return await notes.put(db, actor, (Note(one, "digest", one, key) for one in people), now)


async def waiting(db: AsyncSession, actor: Actor, person_id: UUID) -> Sequence[str]:
    """Count what waits for a steward, a line a kind: what they see themselves once signed in."""
    require(actor, Act.SEE_QUEUE)
    grants = await roles.held(db, actor, person_id)
    theirs = frozenset(grant for grant in grants if grant.role is Role.STEWARD)
    if not theirs:
        return []
    # Leave was asked of the service; this only says whose queue is counted.
    found = await queue.waiting(db, Actor("digest", person_id, theirs, strong=True))
    counted = (
        (len(found.groups), "new group", "new groups"),
        (len(found.listings), "first listing", "first listings"),
        (len(found.words), "listing with new words", "listings with new words"),
        (len(found.claims), "person who says an entry is theirs", "people who say so of entries"),
        (len(found.reports), "report that something is wrong", "reports that something is wrong"),
    )
    return [_line(count, one, many) for count, one, many in counted if count]


def _line(count: int, one: str, many: str) -> str:
    more = " or more" if count >= queue.MOST else ""
    return f"- {count}{more} {one if count == 1 else many}"
