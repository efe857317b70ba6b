"""Answers: what those who were asked say, written down by them or by a facilitator.

A holding reply is an answer of its own kind and stops no clock. Each answer is kept as it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.forum import answer_kinds, calendar, courses, deciders, matters, reasons, sight
from network.forum.asked import AnswerFields, Kind, Promise, Referral, Response
from network.forum.matters import ITSELF, Matter, Seen

FINAL = frozenset({"respond", "decline"})
"""The steps after which nothing more is owed."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and the version of the referral that whoever gives it has seen."""

    version: int
    fields: AnswerFields


async def respond(
    db: AsyncSession, actor: Actor, referral_id: UUID, given: Given, now: datetime
) -> Referral:
    """Write down an answer. Its kind says which step it is, and what has to be said.

    Final: agreed, in part, in place already, done, explained, not agreed, not taken, answered in
    the room. Not final: later (once), not theirs, a question back, a holding reply. Raises Invalid
    with every field that is missing; Conflict where nothing is owed any more.
    """
    matter = await matters.held(db, actor, referral_id)
    require(actor, Act.ANSWER_REFERRAL, matter.case)
    facts = await matters.facts(db, ITSELF, matter, now)
    said = answer_kinds.read(given.fields, facts.today)
    if said.whose_id is not None:
        await deciders.get(db, ITSELF, said.whose_id)
    step = answer_kinds.step(said.kind)
    kind = str(said.kind)
    await matters.take(db, actor, matter, step, Seen(given.version, facts), kind=kind)
    response = Response.model_validate(
        said,
        update={
            "referral_id": referral_id,
            "at": now,
            "by_link": actor.via == "letter",
            "by": actor.person,
        },
    )
    db.add(response)
    await db.flush()
    await _follow(db, actor, matter, response, now)
    return matter.referral


async def acknowledge(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, now: datetime
) -> Referral:
    """Say that the question has arrived. The day the answer is owed by stays as it is."""
    matter = await matters.held(db, actor, referral_id)
    await matters.take(db, actor, matter, "acknowledge", Seen(version))
    _known(matter.referral, calendar.day_of(now))
    await db.flush()
    return matter.referral


async def listed_by_forum(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, on: date, now: datetime
) -> Referral:
    """Say at which of its sittings a body takes the question."""
    matter = await matters.held(db, actor, referral_id)
    today = calendar.day_of(now)
    if on < today:
        raise Invalid("This day has gone by. Give one that is to come.", field="on")
    await matters.take(db, actor, matter, "list", Seen(version), sitting=on)
    matter.referral.listed_for = on
    _known(matter.referral, today)
    await db.flush()
    return matter.referral


async def clarified(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, words: str, now: datetime
) -> Referral:
    """Answer what we were asked back. From now on the clock runs again."""
    matter = await matters.held(db, actor, referral_id)
    require(actor, Act.KEEP_REFERRAL, matter.case)
    said = reasons.said(words, field="words", otherwise="Write down what you tell them.")
    await matters.take(db, actor, matter, "clarified", Seen(version))
    db.add(reasons.reason(actor, referral_id, "clarified", said, now))
    await courses.go_on(db, actor, matter.referral, calendar.day_of(now))
    await db.flush()
    return matter.referral


async def of(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Response]]:
    """Find all answers to many referrals at once, the oldest first."""
    query = sight.responses(actor).where(col(Response.referral_id).in_(ids))
    found: dict[UUID, list[Response]] = {referral_id: [] for referral_id in ids}
    for row in await db.scalars(query.order_by(col(Response.at), col(Response.id))):
        found[row.referral_id].append(row)
    return found


async def _follow(
    db: AsyncSession, actor: Actor, matter: Matter, response: Response, now: datetime
) -> None:
    """Do what goes with an answer of its kind."""
    referral, today = matter.referral, calendar.day_of(now)
    _known(referral, today)
    if response.kind == Kind.DEFERRED:
        referral.deferred_to = response.by_when
    if response.kind == Kind.NEEDS_CLARIFICATION:
        await courses.hold(db, actor, referral, today)
    if response.kind in answer_kinds.PROMISES and response.by_when is not None:
        db.add(
            Promise(
                referral_id=referral.id,
                issue_id=referral.issue_id,
                response_id=response.id,
                due=response.by_when,
            )
        )
    if answer_kinds.step(response.kind) in FINAL:
        await courses.end(db, actor, matter, now)
    await db.flush()


def _known(referral: Referral, today: date) -> None:
    """Whoever answers in any way has the question."""
    referral.acknowledged_on = referral.acknowledged_on or today
