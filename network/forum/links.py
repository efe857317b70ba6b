"""Links to answer by: no account, one referral, for a while. Opening one changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core import tokens
from network.core.actor import Actor, Grant, Role
from network.core.errors import Missing
from network.core.events import record
from network.forum import answers, matters, sight
from network.forum.answers import Given
from network.forum.asked import AWAITED, AnswerLink, Referral, Response, Wording
from network.forum.deciding import DecisionForum

LASTS = timedelta(days=120)
"""An answer that waits for a quarterly sitting comes within it."""
GONE = "This link is too old, or there is a newer one. We can send you another."
NOT_OUT = "It has to be sent first."


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked by their link: the group's words, for which body, by when."""

    referral: Referral
    forum: DecisionForum
    wording: Wording
    last: Response | None


async def make(db: AsyncSession, actor: Actor, referral_id: UUID, now: datetime) -> str:
    """Make the link that a letter carries; those before it are dead. Only its hash is kept."""
    matter = await matters.held(db, actor, referral_id)
    require(actor, Act.KEEP_REFERRAL, matter.case)
    if matter.referral.state not in AWAITED:
        raise Missing(NOT_OUT)
    await db.execute(delete(AnswerLink).where(col(AnswerLink.referral_id) == referral_id))
    token = tokens.fresh()
    link = AnswerLink(
        referral_id=referral_id,
        token_hash=tokens.hashed(token),
        made_at=now,
        expires_at=now + LASTS,
    )
    db.add(link)
    record(db, actor, "referral.link_made", referral_id)
    await db.flush()
    return token


async def look(db: AsyncSession, actor: Actor, token: str, now: datetime) -> Question:  # noqa: ARG001  # every verb takes both
    """Show what a link asks. This changes nothing, however often it is opened."""
    acting, referral_id = await _acting(db, token, now)
    referral = await matters.get(db, acting, referral_id)
    words = sight.wordings(acting).where(
        col(Wording.referral_id) == referral_id, col(Wording.number) == referral.wording
    )
    said = (await answers.of(db, acting, [referral_id]))[referral_id]
    forum = await db.get_one(DecisionForum, referral.forum_id)
    last = said[-1] if said else None
    return Question(referral, forum, (await db.scalars(words)).one(), last)


async def answer(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    token: str,
    given: Given,
    now: datetime,
) -> Referral:
    """Answer by a link, as the body that was asked."""
    acting, referral_id = await _acting(db, token, now)
    return await answers.respond(db, acting, referral_id, given, now)


async def acknowledge(
    db: AsyncSession,
    actor: Actor,  # noqa: ARG001  # every verb takes both
    token: str,
    version: int,
    now: datetime,
) -> Referral:
    """Say by a link that the question has arrived."""
    acting, referral_id = await _acting(db, token, now)
    return await answers.acknowledge(db, acting, referral_id, version, now)


async def forget(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget the links that are too old to be used, and say how many there were."""
    require(actor, Act.FORGET)
    old = delete(AnswerLink).where(col(AnswerLink.expires_at) < now).returning(col(AnswerLink.id))
    return len((await db.scalars(old)).all())


async def _acting(db: AsyncSession, token: str, now: datetime) -> tuple[Actor, UUID]:
    """Say as whom a link acts: as the body that was asked, for this one question."""
    own = col(AnswerLink.token_hash) == tokens.hashed(token)
    link = await db.scalar(select(AnswerLink).where(own))
    if link is None or now >= link.expires_at:
        raise Missing(GONE)
    grant = Grant(Role.RESPONDER, link.referral_id)
    return Actor("letter", None, frozenset({grant}), via="letter"), link.referral_id
