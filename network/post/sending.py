"""Sending, step by step: take a letter, let go of the database, send, and write down how it went.

A letter that is taken is nobody else's until LEASE is over; a worker that died holds none for ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.events import record
from network.core.outside import Mail, NotSentError, Why
from network.post.tables import KeptLetter, LetterState

LEASE = timedelta(minutes=2)
"""Longer than a mailer may take for one letter."""

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WAITS = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, *([6 * HOUR] * 8))
"""How long until the next try, after each; after the last, two days on, a letter is given up."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter in a worker's hands; `tries` tells its try from one that somebody began later."""

    mail: Mail
    tries: int


async def take(db: AsyncSession, actor: Actor, now: datetime) -> Taken | None:
    """Take the letter that has waited longest for its next try, or nothing where none is due."""
    require(actor, Act.SEND_LETTERS)
    waiting = col(KeptLetter.state) == LetterState.WAITING
    due = select(KeptLetter).where(waiting, col(KeptLetter.next_try_at) <= now)
    first = due.order_by(col(KeptLetter.next_try_at), col(KeptLetter.id)).limit(1)
    row = await db.scalar(first.with_for_update(skip_locked=True))
    if row is None:
        return None
    row.tries += 1
    row.next_try_at = now + LEASE
    return Taken(_mail(row), row.tries)


async def sent(db: AsyncSession, actor: Actor, letter_id: UUID, now: datetime) -> None:
    """Write down that a letter was sent, whoever sent it and however late this is said.

    Its words go at once: they may hold links and codes of which we keep scrambled copies only.
    """
    require(actor, Act.SEND_LETTERS)
    done = {"state": LetterState.SENT, "sent_at": now, "last_error": None, "text": None}
    unsaid = col(KeptLetter.state) != LetterState.SENT
    await db.execute(update(KeptLetter).where(col(KeptLetter.id) == letter_id, unsaid).values(done))
    record(db, actor, "letter.sent", letter_id)


async def failed(
    db: AsyncSession, actor: Actor, taken: Taken, why: NotSentError, now: datetime
) -> str:
    """Write down that a letter was not taken, and when to try again, or that it is given up.

    Gives its state. While the server is away no try counts. Another's later try is left alone.
    """
    require(actor, Act.SEND_LETTERS)
    mine = (col(KeptLetter.id) == taken.mail.id, col(KeptLetter.tries) == taken.tries)
    waiting = col(KeptLetter.state) == LetterState.WAITING
    row = await db.scalar(select(KeptLetter).where(*mine, waiting).with_for_update())
    if row is None:
        return ""
    row.last_error = why.code
    if why.why is Why.AWAY:
        row.tries, row.next_try_at = row.tries - 1, now
    elif why.why is Why.NEVER or row.tries > len(WAITS):
        row.state, row.next_try_at = LetterState.DEAD, now
        record(db, actor, "letter.given_up", row.id, code=why.code, tries=row.tries)
    else:
        row.next_try_at = now + WAITS[row.tries - 1]
    return row.state


def _mail(row: KeptLetter) -> Mail:
    return Mail(
        id=row.id,
        made_at=row.made_at,
        to=row.to or "",
        subject=row.subject or "",
        text=row.text or "",
        reply_to=row.reply_to,
    )
