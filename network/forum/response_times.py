"""How long each body takes to answer, with those still waiting counted (see `waits.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.forum import calendar, owed, waits
from network.forum.asked import AWAITED, Pause, Referral, ReferralState
from network.forum.owed import Span
from network.forum.waits import Wait


@dataclass(frozen=True, slots=True)
class Times:
    """A body's record in working days. `median`: None while half of what was asked has no answer.

    `oldest`: how long the one has waited that has waited longest.
    """

    asked: int = 0
    answered: int = 0
    median: int | None = None
    still_waiting: int = 0
    oldest: int | None = None


async def of(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    ids: Sequence[UUID],
    now: datetime,
) -> Mapping[UUID, Times]:
    """Work out the record of many bodies at once. Only numbers: what was asked is not told.

    What the group took back counts up to that day. What nobody answered counts as waiting still,
    even where the group has stopped waiting: silence makes nobody look quick.
    """
    sent = select(Referral).where(
        col(Referral.forum_id).in_(ids), col(Referral.sent_at).is_not(None)
    )
    found = (await db.scalars(sent)).all()
    pauses = await _pauses(db, [referral.id for referral in found])
    today = calendar.day_of(now)
    return {
        forum_id: _times(
            [(one, _wait(one, pauses, today)) for one in found if one.forum_id == forum_id]
        )
        for forum_id in ids
    }


async def _pauses(db: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Span]]:
    found: dict[UUID, list[Span]] = {referral_id: [] for referral_id in ids}
    for row in await db.scalars(select(Pause).where(col(Pause.referral_id).in_(ids))):
        found[row.referral_id].append(row.span())
    return found


def _wait(referral: Referral, pauses: Mapping[UUID, Sequence[Span]], today: date) -> Wait:
    never = referral.state == ReferralState.LAPSED
    until = None if never else referral.ended_on
    sent = calendar.day_of(referral.sent_at) if referral.sent_at else today
    days = owed.waited(Span(sent, until), pauses[referral.id], today)
    answered = until is not None and referral.state != ReferralState.WITHDRAWN
    return Wait(days, answered)


def _times(record: Sequence[tuple[Referral, Wait]]) -> Times:
    waited = [wait for _, wait in record]
    open_ = [wait for referral, wait in record if referral.state in AWAITED]
    oldest = waits.unanswered(open_)
    return Times(
        asked=len(record),
        answered=sum(wait.answered for wait in waited),
        median=waits.median(waited),
        still_waiting=len(open_),
        oldest=oldest[0] if oldest else None,
    )
