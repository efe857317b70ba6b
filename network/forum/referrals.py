"""Referrals: what the group asks of a body that decides, in words it agreed, until it is answered.

Sending one puts the answer on the next day's agenda in the same transaction, so that silence shows
by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.ids import new_id
from network.core.unit import SAID
from network.forum import (
    agenda,
    calendar,
    courses,
    deciders,
    issues,
    matters,
    reasons,
    routing,
    sight,
)
from network.forum.asked import Ask, Link, Referral, Wording
from network.forum.matters import ITSELF, Seen
from network.forum.referral_steps import REFERRAL
from network.forum.transitions import START, Offered, On, take

SAID["uq_referral_going"] = "They are being asked about this already."
LONGEST = 2000
OTHERWISE = "This body does not deal with this topic, as far as we know. Say why you choose it."


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be asked, in whose name, and why of this body if it was not proposed.

    `mandate`: who speaks for the group, and what they may say. `district`: where it happens.
    """

    ask: Ask
    words: str = ""
    mandate: str = ""
    reason: str = ""
    district: str | None = None


async def get(db: AsyncSession, actor: Actor, referral_id: UUID) -> Referral:
    """Find a referral as this person may see it."""
    return await matters.get(db, actor, referral_id)


async def by_id(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Referral]:
    """Find many referrals at once; those this person may not see are left out."""
    rows = await db.scalars(sight.referrals(actor).where(col(Referral.id).in_(ids)))
    return {row.id: row for row in rows}


async def of_issues(
    db: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Referral]]:
    """Find the referrals of many issues at once, the oldest first."""
    query = sight.referrals(actor).where(col(Referral.issue_id).in_(ids))
    found: dict[UUID, list[Referral]] = {issue_id: [] for issue_id in ids}
    for row in await db.scalars(query.order_by(col(Referral.id))):
        found[row.issue_id].append(row)
    return found


async def words_of(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Wording]:
    """Give the words that stand of many referrals at once."""
    query = sight.wordings(actor).join(Referral, col(Referral.id) == Wording.referral_id)
    stands = col(Wording.number) == Referral.wording
    rows = await db.scalars(query.where(col(Wording.referral_id).in_(ids), stands))
    return {row.referral_id: row for row in rows}


async def transitions(
    db: AsyncSession, actor: Actor, referral_id: UUID, now: datetime
) -> Sequence[Offered]:
    """List every step of a referral, those closed to somebody now with the reason."""
    referral = await matters.get(db, actor, referral_id)
    matter = await matters.of(db, ITSELF, referral)
    facts = await matters.facts(db, ITSELF, matter, now)
    return REFERRAL.offered(referral, actor, matter.case, facts)


async def draft(
    db: AsyncSession, actor: Actor, issue_id: UUID, forum_id: UUID, drafted: Draft, now: datetime
) -> Referral:
    """Begin a question to a body that decides; one that was not proposed needs a reason."""
    whole = await issues.held(db, actor, issue_id)
    forum = await deciders.get(db, actor, forum_id)
    referral = new(whole.issue.id, forum.id, drafted.ask, drafted.mandate.strip()[:600])
    case = matters.case_of(whole.case, referral)
    require(actor, Act.KEEP_REFERRAL, case)
    if forum.locality_id != whole.issue.locality_id or forum.ended_on is not None:
        raise Invalid("Choose a body of this place that is still there.", field="forum_id")
    fits = routing.fitting(whole.issue, [forum], drafted.district)
    await take(
        db, actor, REFERRAL, "draft", On(referral, case), forum=str(forum.id), fits=bool(fits)
    )
    db.add(referral)
    await db.flush()
    if not fits:
        why = reasons.said(drafted.reason, otherwise=OTHERWISE)
        db.add(reasons.reason(actor, referral.id, "draft", why, now))
    if drafted.words.strip():
        _write(db, referral, drafted.words, now)
    await db.flush()
    return referral


async def word(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, drafted: Draft, now: datetime
) -> Referral:
    """Write a draft's words anew: the next version, beside those before it."""
    matter = await matters.held(db, actor, referral_id)
    await matters.take(db, actor, matter, "word", Seen(version))
    matter.referral.ask = drafted.ask
    matter.referral.mandate = drafted.mandate.strip()[:600]
    _write(db, matter.referral, drafted.words, now)
    await db.flush()
    return matter.referral


async def agree_wording(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, now: datetime
) -> Referral:
    """Freeze the words: these are the ones the group agreed, and the ones that will be sent."""
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    number = matter.referral.wording
    await matters.take(db, actor, matter, "agree_wording", Seen(version, facts), wording=number)
    await db.flush()
    return matter.referral


async def reword(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, now: datetime
) -> Referral:
    """Open words that were agreed and not sent yet: they become a draft again."""
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    await matters.take(db, actor, matter, "reword", Seen(version, facts))
    await db.flush()
    return matter.referral


async def send(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, now: datetime
) -> Referral:
    """Send the question. Its answer is owed by a day, and has its place on our next day at once."""
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    referral, manner, today = matter.referral, matter.forum.manner(), facts.today
    await _check_words(db, referral)
    due = calendar.answer_due(today, manner)
    await matters.take(
        db, actor, matter, "send", Seen(version, facts), due=due, wording=referral.wording
    )
    referral.sent_at, referral.answer_due = now, due
    referral.acknowledge_due = calendar.acknowledge_due(today, manner)
    referral.sitting = calendar.sitting(today, manner)
    await courses.begin(db, actor, matter, today)
    await courses.to_forums(db, actor, matter, now)
    await agenda.owe(db, actor, matter.issue, referral.id)
    await db.flush()
    return referral


async def withdraw(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, why: str, now: datetime
) -> Referral:
    """Take a question back, with the reason. Nothing more is owed."""
    matter = await matters.held(db, actor, referral_id)
    require(actor, Act.KEEP_REFERRAL, matter.case)
    said = reasons.said(why)
    facts = await matters.facts(db, ITSELF, matter, now)
    await matters.take(db, actor, matter, "withdraw", Seen(version, facts))
    db.add(reasons.reason(actor, referral_id, "withdraw", said, now))
    await agenda.owed_no_more(db, actor, matter.issue, referral_id)
    await courses.end(db, actor, matter, now)
    return matter.referral


async def lapse(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, now: datetime
) -> Referral:
    """Stop waiting for an answer that is twenty working days late. The group hears that."""
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    await matters.take(db, actor, matter, "lapse", Seen(version, facts))
    await courses.end(db, actor, matter, now)
    return matter.referral


async def pass_on(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, forum_id: UUID, now: datetime
) -> Referral:
    """Pass a question on to whose it is. The same words, and the wait runs on. Gives the new one.

    A body that was asked before in the same chain is refused: nobody is sent round in a circle.
    """
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    forum = await deciders.get(db, actor, forum_id)
    require(actor, Act.KEEP_REFERRAL, matter.case)
    if forum.locality_id != matter.issue.locality_id or forum.ended_on is not None:
        raise Invalid("Choose a body of this place that is still there.", field="forum_id")
    if forum.id in facts.asked | facts.going:
        raise Invalid("They were asked about this already.", field="forum_id")
    await matters.take(db, actor, matter, "pass_on", Seen(version, facts), forum=str(forum.id))
    return await courses.follow(db, actor, matter, Link.PASSED_ON, forum, now)


async def ask_parent(
    db: AsyncSession, actor: Actor, referral_id: UUID, version: int, now: datetime
) -> Referral:
    """Turn to the body above, as the group wants, with the same words. Gives the new referral."""
    matter = await matters.held(db, actor, referral_id)
    facts = await matters.facts(db, ITSELF, matter, now)
    await matters.take(db, actor, matter, "ask_parent", Seen(version, facts))
    parent = await deciders.get(db, actor, facts.parent.id) if facts.parent else matter.forum
    return await courses.follow(db, actor, matter, Link.NEXT_RUNG, parent, now)


def new(issue_id: UUID, forum_id: UUID, ask: str, mandate: str) -> Referral:
    """Make a referral that begins a chain of its own."""
    name = new_id()
    return Referral(
        id=name,
        root_id=name,
        issue_id=issue_id,
        forum_id=forum_id,
        state=START,
        ask=ask,
        mandate=mandate,
    )


def _write(db: AsyncSession, referral: Referral, words: str, now: datetime) -> None:
    said = words.strip()
    if not said:
        raise Invalid("Write down what the group asks.", field="words")
    if len(said) > LONGEST:
        raise Invalid(f"Shorten this to {LONGEST} characters. You have {len(said)}.", field="words")
    referral.wording += 1
    digest = sha256(said.encode()).digest()
    row = Wording(
        referral_id=referral.id, number=referral.wording, words=said, digest=digest, at=now
    )
    db.add(row)


async def _check_words(db: AsyncSession, referral: Referral) -> None:
    """Make sure that what is sent is what was agreed, to the letter."""
    query = select(Wording).where(col(Wording.referral_id) == referral.id)
    stands = (await db.scalars(query.where(col(Wording.number) == referral.wording))).one()
    if sha256(stands.words.encode()).digest() != stands.digest:
        raise RuntimeError("words that were agreed have changed")
