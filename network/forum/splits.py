"""Splits: one issue that is two or three, once who put it forward agrees, or the group does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Conflict, Invalid
from network.core.events import record
from network.forum import issues, nominations, reasons, visible
from network.forum.issue_steps import ISSUE, IssueFacts, lacking
from network.forum.issues import Held
from network.forum.minuted import Agreement
from network.forum.nominations import Own
from network.forum.tables import Issue, IssueFields, Nomination, Openness, Reason
from network.forum.transitions import START, UNNAMED, On, take

CONSENT = "agree_to_split"
NOT_AGREED = "Ask first who put it forward, or the group."


@dataclass(frozen=True, slots=True)
class Parts:
    """The issues that one falls into, beside itself, and the group's agreement, if that is why."""

    version: int
    parts: Sequence[IssueFields]
    agreement_id: UUID | None = None


async def agree(db: AsyncSession, actor: Actor, own: Own, words: str, now: datetime) -> Issue:
    """Say that one's own issue may be split, and how."""
    held = await nominations.mine(db, actor, own)
    require(actor, Act.KEEP_NOMINATION, held.case)
    by = UNNAMED if held.case.receipt else actor
    said = reasons.said(words, "words", "Say into what.")
    db.add(reasons.reason(by, held.issue.id, CONSENT, said, now))
    record(db, by, "split.agreed", held.issue.id)
    await db.flush()
    return held.issue


async def split(
    db: AsyncSession, actor: Actor, issue_id: UUID, parts: Parts, now: datetime
) -> list[Issue]:
    """Split an issue: each part stands on the list beside it, received when the whole was.

    A part is seen by no more people than the whole.
    """
    held = await issues.held(db, actor, issue_id)
    require(actor, Act.KEEP_ISSUE, held.case)
    _check(parts)
    if not await _agreed(db, actor, issue_id, parts.agreement_id):
        raise Conflict(NOT_AGREED)
    await take(db, actor, ISSUE, "split", On(held.issue, held.case, parts.version))
    made = [await _part(db, actor, held, fields, now) for fields in parts.parts]
    await db.flush()
    return made


async def _part(
    db: AsyncSession, actor: Actor, held: Held, fields: IssueFields, now: datetime
) -> Issue:
    require(actor, Act.KEEP_ISSUE, held.case)
    whole = held.issue
    part = Issue.model_validate(
        fields,
        update={
            **whole.model_dump(
                include={"locality_id", "visibility", "widest", "received_at", "concerns"}
            ),
            "split_from": whole.id,
            "state": START,
            "reference": await nominations.reference(db, actor, whole.locality_id),
        },
    )
    on = On(part, held.case, facts=IssueFacts(now))
    await take(db, actor, ISSUE, "part", on, visibility=whole.visibility)
    db.add(part)
    await db.flush()
    named = await db.get(Nomination, whole.id)
    known = named is not None and named.openness != Openness.ANONYMOUS
    openness = named.openness if named and known else Openness.FACILITATORS
    owner = named.person_id if named and known else None
    db.add(Nomination(issue_id=part.id, person_id=owner, openness=openness))
    await db.flush()
    return part


async def _agreed(
    db: AsyncSession, actor: Actor, issue_id: UUID, agreement_id: UUID | None
) -> bool:
    if agreement_id is not None:
        asked = visible.agreements(actor).where(col(Agreement.id) == agreement_id)
        return await db.scalar(asked.where(col(Agreement.issue_id) == issue_id)) is not None
    said = select(Reason.id).where(col(Reason.about) == issue_id, col(Reason.step) == CONSENT)
    return await db.scalar(said.limit(1)) is not None


def _check(parts: Parts) -> None:
    if not 1 <= len(parts.parts) <= 4:
        raise Invalid("Split it into one to four parts more.", field="parts")
    for n, fields in enumerate(parts.parts):
        for name, say in lacking(fields).items():
            raise Invalid(say, field=f"parts.{n}.{name}")
