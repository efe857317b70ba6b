"""Sessions: one for each browser in which somebody is signed in. Grants are read anew each time.

How long one lasts, and why: docs/decisions/0012-who-somebody-is.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require
from network.core import tokens
from network.core.actor import ANYONE, Actor
from network.core.errors import Missing
from network.core.events import record
from network.people import roles
from network.people.tables import Person, Session

IDLE = timedelta(hours=12)
"""Unused for so long, it ends: a shared computer is found closed the next morning."""
LONGEST = timedelta(days=30)
"""However much it is used, it ends: an address that was taken away lets nobody in for long."""
STRONG = timedelta(hours=12)
"""For so long a second factor counts: a working day asks for it once."""
NOTED = timedelta(minutes=10)
"""That a session is used is written down no oftener."""
KEPT = timedelta(days=7)
"""For so long one that is over is kept: somebody may ask whether it was them."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who a token says is asking. `stale`: `touch` is due, so that the session goes on."""

    actor: Actor = ANYONE
    session_id: UUID | None = None
    stale: bool = False


NOBODY = Known()


async def open_(db: AsyncSession, actor: Actor, person_id: UUID, now: datetime) -> str:
    """Sign a person in on one browser, and give its token: once, only its hash is kept.

    A step of the verbs that have just made sure who it is; no door's to call.
    """
    require(actor, Act.SIGN_IN)
    token = tokens.fresh()
    session = Session(
        person_id=person_id, token_hash=tokens.hashed(token), started_at=now, used_at=now
    )
    db.add(session)
    await db.execute(update(Person).where(col(Person.id) == person_id).values(seen_at=now))
    record(db, actor, "session.started", session.id, person=str(person_id))
    return token


async def actor_of(db: AsyncSession, actor: Actor, token: str, now: datetime) -> Known:
    """Say who shows this token, and what they may do at this moment; nobody, if it has ended."""
    query = _open(now).where(col(Session.token_hash) == tokens.hashed(token))
    session = await db.scalar(query)
    if session is None:
        return NOBODY
    who = Actor(
        name="person",
        person=session.person_id,
        grants=await roles.held(db, actor, session.person_id),
        strong=session.strong_at is not None and now < session.strong_at + STRONG,
        via="session",
    )
    return Known(who, session.id, stale=now >= session.used_at + NOTED)


async def touch(db: AsyncSession, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Note that a session is in use, so that it goes on. Ask by `unit.count`: it is no act."""
    session = await _mine(db, actor, session_id, now)
    require(actor, Act.KEEP_ACCOUNT, session)
    session.used_at = now


async def mine(db: AsyncSession, actor: Actor, now: datetime) -> Sequence[Session]:
    """List where one is signed in, the last used first."""
    query = _open(now).where(col(Session.person_id) == actor.person)
    return (await db.scalars(query.order_by(col(Session.used_at).desc()))).all()


async def end(db: AsyncSession, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Sign out on one browser."""
    session = await _mine(db, actor, session_id, now)
    require(actor, Act.KEEP_ACCOUNT, session)
    session.ended_at = now
    record(db, actor, "session.ended", session.id)


async def end_all(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Sign out everywhere, and say on how many browsers that was."""
    open_ones = await mine(db, actor, now)
    for session in open_ones:
        require(actor, Act.KEEP_ACCOUNT, session)
        session.ended_at = now
        record(db, actor, "session.ended", session.id)
    return len(open_ones)


async def end_of(db: AsyncSession, actor: Actor, person_id: UUID, now: datetime) -> int:
    """Sign somebody else out everywhere, say because a phone was stolen, and say of how many."""
    require(actor, Act.END_SESSIONS)
    if await db.get(Person, person_id) is None:
        raise Missing("We do not know that person.")
    theirs = _open(now).where(col(Session.person_id) == person_id)
    open_ones = (await db.scalars(theirs.with_for_update())).all()
    for session in open_ones:
        session.ended_at = now
    record(db, actor, "sessions.ended", person_id, count=len(open_ones))
    return len(open_ones)


async def count_of(db: AsyncSession, actor: Actor, person_id: UUID, now: datetime) -> int:
    """Say on how many browsers somebody is signed in."""
    require(actor, Act.END_SESSIONS)
    theirs = _open(now).where(col(Session.person_id) == person_id)
    return len((await db.scalars(theirs)).all())


async def clear(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget sessions that were over a week ago; say how many there were."""
    require(actor, Act.CLEAR_PEOPLE)
    then = now - KEPT
    over = or_(
        col(Session.ended_at) < then,
        col(Session.used_at) < then - IDLE,
        col(Session.started_at) < then - LONGEST,
    )
    return len((await db.scalars(delete(Session).where(over).returning(col(Session.id)))).all())


async def strengthen(db: AsyncSession, actor: Actor, session_id: UUID, now: datetime) -> str:
    """Note that a second factor was given, and give the session a new token: the old one is dead.

    A step of the verbs that have just seen the code; no door's to call.
    """
    session = await _mine(db, actor, session_id, now)
    require(actor, Act.KEEP_ACCOUNT, session)
    token = tokens.fresh()
    session.token_hash, session.strong_at, session.used_at = tokens.hashed(token), now, now
    record(db, actor, "session.strengthened", session.id)
    return token


async def weaken(db: AsyncSession, actor: Actor, person_id: UUID) -> None:  # noqa: ARG001  # every verb takes both
    """Forget, on every browser, that a second factor was given. A step of other verbs."""
    mine = col(Session.person_id) == person_id
    await db.execute(update(Session).where(mine).values(strong_at=None))


async def _mine(db: AsyncSession, actor: Actor, session_id: UUID, now: datetime) -> Session:
    query = _open(now).where(col(Session.id) == session_id, col(Session.person_id) == actor.person)
    session = await db.scalar(query)
    if session is None:
        raise Missing("You are not signed in there any more.")
    return session


def _open(now: datetime) -> SelectOfScalar[Session]:
    return select(Session).where(
        col(Session.ended_at).is_(None),
        col(Session.used_at) > now - IDLE,
        col(Session.started_at) > now - LONGEST,
    )
