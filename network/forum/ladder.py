"""The ladder: a reminder, a chase, the chair, help from outside. Each rung has its own clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Invalid
from network.forum import calendar, courses, matters, owed, sight
from network.forum.asked import LadderRung, Pause, Referral
from network.forum.matters import ITSELF, Seen
from network.forum.owed import Clock, Step

STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.REMINDED: "remind",
        Step.CHASED: "chase",
        Step.CHAIR: "ask_chair",
        Step.OUTSIDE: "ask_outside",
    }
)
"""LadderRung → the transition that climbs it. To the body above: `referrals.ask_parent`."""


@dataclass(frozen=True, slots=True)
class Waited:
    """How it stands with an answer, in working days: on this rung, and in all.

    `due`, `late`: None and 0 before it is sent. `total`: along the whole chain of referrals.
    """

    due: date | None
    late: int
    rung: Step | None
    on_rung: int
    total: int


async def climb(
    db: AsyncSession, actor: Actor, referral_id: UUID, seen: int, step: Step, now: datetime
) -> Referral:
    """Take the next rung. A person decides; nothing here is sent by itself.

    Refuses a rung whose day has not come, and one that was taken before. Help from outside is
    advice: nobody owes an answer to it, so its clock does not run.
    """
    if step not in STEPS:
        raise Invalid("Choose what to do next.", field="step")
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    await matters.take(db, actor, matter, STEPS[step], Seen(seen, facts), step=step)
    await courses.rung(db, actor, matter.referral, step, facts.today)
    if step is Step.OUTSIDE:
        await courses.stand(db, actor, matter.referral, facts.today)
    await db.flush()
    return matter.referral


async def waited(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID], now: datetime
) -> Mapping[UUID, Waited]:
    """Say of many referrals at once how long the group has waited, and how late the answer is."""
    query = sight.referrals(actor).where(col(Referral.id).in_(ids))
    found = (await db.scalars(query)).all()
    roots = {referral.root_id for referral in found}
    rungs = (await db.scalars(select(LadderRung).where(col(LadderRung.root_id).in_(roots)))).all()
    pauses = (await db.scalars(select(Pause).where(col(Pause.root_id).in_(roots)))).all()
    today = calendar.day_of(now)
    return {one.id: _waited(one, rungs, pauses, today) for one in found}


def _waited(
    referral: Referral, rungs: Sequence[LadderRung], pauses: Sequence[Pause], today: date
) -> Waited:
    chain = [rung.span() for rung in rungs if rung.root_id == referral.root_id]
    held = [pause.span() for pause in pauses if pause.root_id == referral.root_id]
    own = sorted((r for r in rungs if r.referral_id == referral.id), key=lambda r: r.id)
    clock = _clock(referral, [p.span() for p in pauses if p.referral_id == referral.id])
    return Waited(
        due=owed.due(clock, today) if clock else None,
        late=owed.late(clock, today) if clock else 0,
        rung=Step(own[-1].step) if own else None,
        on_rung=owed.waited(own[-1].span(), held, today) if own else 0,
        total=owed.total_wait(chain, held, today),
    )


def _clock(referral: Referral, pauses: Sequence[owed.Span]) -> Clock | None:
    if referral.sent_at is None or referral.answer_due is None:
        return None
    sent = calendar.day_of(referral.sent_at)
    return Clock(sent, referral.answer_due, pauses, referral.ended_on)
