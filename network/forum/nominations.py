"""Nominations: a member writes an issue down, keeps it as a draft, and puts it forward.

An anonymous one has a receipt from its first line: its words are all that leads back to it. Nothing
here writes down who somebody without a name was, not even for a draft. A door gives no key with it
(`core/idempotency.py`): that is kept as a hash of who asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, cast, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.unit import SAID
from network.directory import terms
from network.forum import facts, issues, turns
from network.forum.issue_steps import ISSUE, IssueFacts, lacking
from network.forum.issues import Case, Held
from network.forum.tables import Issue, IssueFields, Nomination, Openness, Reason, Visibility
from network.forum.transitions import On, take
from network.places import localities

SAID["uq_nomination_receipt"] = "Take other words for the receipt, please."
NOT_FOUND = "We cannot find that. Check each word."
NO_RECEIPT = "To stay without a name, take the words of a receipt first."
WIDEST = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.FACILITATORS)


@dataclass(frozen=True, slots=True)
class Put:
    """An issue as somebody puts it: its words, who may know who it was, and how far it may go.

    `receipt`: what is kept of the receipt's words (`receipts.kept`), where it has no name.
    """

    fields: IssueFields
    openness: Openness = Openness.FACILITATORS
    widest: Visibility = Visibility.MEMBERS
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """One's own issue as it was seen: by its id, or by what is kept of its receipt's words."""

    version: int
    issue_id: UUID | None = None
    receipt: bytes | None = None


async def draft(
    db: AsyncSession, actor: Actor, locality_id: UUID, put: Put, now: datetime
) -> Issue:
    """Write an issue down and keep it; nobody else sees it yet."""
    nameless = put.openness is Openness.ANONYMOUS
    case = Case(locality_id, None if nameless else actor.person, receipt=nameless)
    require(actor, Act.NOMINATE, case)
    if nameless is not (put.receipt is not None):
        raise Invalid(NO_RECEIPT, field="receipt")
    if put.widest not in WIDEST:
        raise Invalid("Choose who may see it.", field="widest")
    await _check(db, actor, put.fields)
    await turns.wait(db, actor, locality_id)
    issue = Issue.model_validate(
        put.fields, update={"locality_id": locality_id, "widest": put.widest, "state": ""}
    )
    await take(db, actor, ISSUE, "start", On(issue, case, facts=IssueFacts(now)))
    db.add(issue)
    await db.flush()
    db.add(
        Nomination(
            issue_id=issue.id,
            person_id=case.person_id,
            openness=put.openness,
            receipt=put.receipt,
        )
    )
    await db.flush()
    return issue


async def put_forward(
    db: AsyncSession, actor: Actor, locality_id: UUID, put: Put, now: datetime
) -> Issue:
    """Write an issue down and put it forward in one go: it comes before the following day."""
    require(actor, Act.NOMINATE, Case(locality_id))
    issue = await draft(db, actor, locality_id, put, now)
    nameless = put.openness is Openness.ANONYMOUS
    case = await issues.case(db, actor, issue, receipt=nameless)
    return await _nominate(db, actor, Held(issue, case), now)


async def save(db: AsyncSession, actor: Actor, own: Own, fields: IssueFields) -> Issue:
    """Keep other words for one's own draft."""
    held = await mine(db, actor, own)
    require(actor, Act.KEEP_NOMINATION, held.case)
    await _check(db, actor, fields)
    await take(db, actor, ISSUE, "save", On(held.issue, held.case, own.version))
    write(held.issue, fields)
    await db.flush()
    return held.issue


async def nominate(db: AsyncSession, actor: Actor, own: Own, now: datetime) -> Issue:
    """Put one's own draft forward. The moment counts: it comes before the following day."""
    held = await mine(db, actor, own)
    return await _nominate(db, actor, held, now, own.version)


async def reword(
    db: AsyncSession, actor: Actor, own: Own, fields: IssueFields, now: datetime
) -> Issue:
    """Say it in other words, when a facilitator asked for them. When it was received stands."""
    held = await mine(db, actor, own)
    require(actor, Act.KEEP_NOMINATION, held.case)
    await _check(db, actor, fields)
    _refuse_gaps(fields)
    on = On(held.issue, held.case, own.version, IssueFacts(now))
    await take(db, actor, ISSUE, "reword", on)
    write(held.issue, fields)
    await db.flush()
    return held.issue


async def look(db: AsyncSession, actor: Actor, receipt: bytes) -> Issue:  # noqa: ARG001  # every verb takes both
    """Find the issue that the words of a receipt lead to."""
    own = select(Issue).join(Nomination).where(col(Nomination.receipt) == receipt)
    found: Issue | None = await db.scalar(own.execution_options(populate_existing=True))
    if found is None:
        raise Missing(NOT_FOUND, field="receipt")
    return found


async def told(db: AsyncSession, actor: Actor, receipt: bytes) -> Sequence[Reason]:
    """List what was said about the issue that a receipt leads to: questions too, oldest first."""
    issue = await look(db, actor, receipt)
    about = select(Reason).where(col(Reason.about) == issue.id)
    return (await db.scalars(about.order_by(col(Reason.at), col(Reason.id)))).all()


async def mine(db: AsyncSession, actor: Actor, own: Own) -> Held:
    """Hold one's own issue for a change, by its id or by the words of its receipt."""
    if own.receipt is None:
        if own.issue_id is None:
            raise Missing(issues.MISSING)
        return await issues.held(db, actor, own.issue_id)
    seen = await look(db, actor, own.receipt)
    await turns.wait(db, actor, seen.locality_id)
    issue = await look(db, actor, own.receipt)
    return Held(issue, await issues.case(db, actor, issue, receipt=True))


async def reference(db: AsyncSession, actor: Actor, locality_id: UUID) -> str:
    """Give the next number of a locality, with its letters before it: “SX-42”."""
    slug = (await localities.by_id(db, actor, [locality_id]))[locality_id].slug
    letters = f"{slug[0]}{slug[-1]}".upper()
    ours = col(Issue.reference).startswith(f"{letters}-")
    number = func.split_part(col(Issue.reference), "-", 2)
    last = await db.scalar(select(func.max(cast(number, Integer))).where(ours))
    return f"{letters}-{(last or 0) + 1}"


def write(issue: Issue, fields: IssueFields) -> list[str]:
    """Put words in place of an issue's own, and name the parts that differ."""
    changed = [n for n in IssueFields.model_fields if getattr(issue, n) != getattr(fields, n)]
    for name in changed:
        setattr(issue, name, getattr(fields, name))
    return changed


async def _nominate(
    db: AsyncSession, actor: Actor, held: Held, now: datetime, version: int | None = None
) -> Issue:
    require(actor, Act.KEEP_NOMINATION, held.case)
    issue = held.issue
    _refuse_gaps(issue)
    known = await facts.of(db, actor, issue, now)
    await take(db, actor, ISSUE, "nominate", On(issue, held.case, version, known))
    issue.received_at = now
    issue.reference = await reference(db, actor, issue.locality_id)
    await db.flush()
    return issue


async def _check(db: AsyncSession, actor: Actor, fields: IssueFields) -> None:
    words = await terms.words(db, actor)
    for n, code in enumerate(fields.topics):
        words.term("issue_topic", code, f"topics.{n}")


def _refuse_gaps(fields: IssueFields) -> None:
    """Refuse what is not whole yet; every gap is named at once."""
    gaps = [Invalid(say, field=name) for name, say in lacking(fields).items()]
    if gaps:
        first, *others = gaps
        raise Invalid(first.sentence, field=first.field, others=others)
