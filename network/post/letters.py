"""Letters: posted with the change they tell of; those that were given up, and a second chance."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid, Missing
from network.core.events import record
from network.core.ids import new_id
from network.post.addresses import address
from network.post.tables import KeptLetter, LetterState

CHANNEL = "letters_posted"
LONGEST_SUBJECT, LONGEST = 150, 20_000  # characters
KEPT = timedelta(days=30)
SHOWN, SHOWN_HERE = 100, 50
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
CONTROLS_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")

_TELL = text("select pg_notify(:channel, '')")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person: plain text, a subject that reveals nothing, what it is about.

    `about` is an id (an offer's, a person's). Raises Invalid where a header could be smuggled in.
    """

    to: str
    subject: str
    text: str
    about: UUID
    reply_to: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "to", address(self.to, field="to"))
        if self.reply_to is not None:
            object.__setattr__(self, "reply_to", address(self.reply_to, field="reply_to"))
        object.__setattr__(self, "text", self.text.replace("\r\n", "\n"))
        if not self.subject.strip() or len(self.subject) > LONGEST_SUBJECT:
            raise Invalid(f"A subject has 1 to {LONGEST_SUBJECT} characters.", field="subject")
        if CONTROLS.search(self.subject):
            raise Invalid("A subject is one line.", field="subject")
        if not self.text.strip() or len(self.text) > LONGEST:
            raise Invalid(f"A letter has 1 to {LONGEST:,} characters.", field="text")
        if CONTROLS_IN_TEXT.search(self.text):
            raise Invalid("A letter is plain text.", field="text")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that was given up, as a steward sees it: enough to know whom to call."""

    id: UUID
    about: UUID
    to: str
    subject: str
    tries: int
    made_at: datetime
    given_up_at: datetime
    why: str


async def post(db: AsyncSession, actor: Actor, letter: Letter, now: datetime) -> UUID:  # noqa: ARG001  # every verb takes both
    """Post a letter: it leaves once this transaction is committed, and never if it is not.

    A step of other verbs: they ask leave, and record what the letter tells of. Gives its id.
    """
    kept = KeptLetter(
        id=new_id(),
        to=letter.to,
        reply_to=letter.reply_to,
        subject=letter.subject,
        text=letter.text,
        about=letter.about,
        next_try_at=now,
        made_at=now,
    )
    db.add(kept)
    await db.execute(_TELL, {"channel": CHANNEL})
    return kept.id


async def waiting(db: AsyncSession, actor: Actor) -> list[Letter]:
    """Read the letters that wait, newest first, fifty at most: for whoever tries the service out.

    Words and all: a door must not show them where others can come in.
    """
    require(actor, Act.SEND_LETTERS)
    kept = select(KeptLetter).where(col(KeptLetter.state) == LetterState.WAITING)
    rows = await db.scalars(kept.order_by(col(KeptLetter.id).desc()).limit(SHOWN_HERE))
    return [
        Letter(row.to or "", row.subject or "", row.text or "", row.about, row.reply_to)
        for row in rows
    ]


async def dead(db: AsyncSession, actor: Actor) -> list[Undelivered]:
    """List the letters that were given up, newest first, a hundred at most; not those erased."""
    require(actor, Act.KEEP_LETTERS)
    given_up = select(KeptLetter).where(col(KeptLetter.state) == LetterState.DEAD)
    there = given_up.where(col(KeptLetter.to).is_not(None))
    rows = await db.scalars(there.order_by(col(KeptLetter.made_at).desc()).limit(SHOWN))
    return [_undelivered(row) for row in rows]


async def again(db: AsyncSession, actor: Actor, letter_id: UUID, now: datetime) -> None:
    """Send a letter that was given up once more, from the first try on."""
    require(actor, Act.KEEP_LETTERS)
    kept = await db.get(KeptLetter, letter_id, with_for_update=True)
    if kept is None or kept.state != LetterState.DEAD or kept.to is None:
        raise Missing("There is no such letter to send again.")
    kept.state, kept.tries, kept.next_try_at = LetterState.WAITING, 0, now
    record(db, actor, "letter.sent_again", kept.id)
    await db.execute(_TELL, {"channel": CHANNEL})


async def let_go(db: AsyncSession, actor: Actor, letter_id: UUID) -> None:
    """Let a letter that was given up go: nobody is to send it again, and its words are erased."""
    require(actor, Act.KEEP_LETTERS)
    kept = await db.get(KeptLetter, letter_id, with_for_update=True)
    if kept is None or kept.state != LetterState.DEAD or kept.to is None:
        raise Missing("There is no such letter to let go.")
    kept.to = kept.reply_to = kept.subject = kept.text = None
    record(db, actor, "letter.let_go", kept.id)


async def erase(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Erase who and what of letters that left, or were given up, thirty days ago.

    Gives how many. That there was a letter about something stays known.
    """
    require(actor, Act.SEND_LETTERS)
    over = col(KeptLetter.state) != LetterState.WAITING
    old = func.coalesce(col(KeptLetter.sent_at), col(KeptLetter.next_try_at)) < now - KEPT
    gone = dict.fromkeys(("to", "reply_to", "subject", "text"))
    query = update(KeptLetter).where(over, old, col(KeptLetter.to).is_not(None)).values(gone)
    erased = len((await db.scalars(query.returning(col(KeptLetter.id)))).all())
    if erased:
        record(db, actor, "letters.erased", new_id(), count=erased)
    return erased


def _undelivered(row: KeptLetter) -> Undelivered:
    return Undelivered(
        id=row.id,
        about=row.about,
        to=_hinted(row.to or ""),
        subject=row.subject or "",
        tries=row.tries,
        made_at=row.made_at,
        given_up_at=row.next_try_at,
        why=row.last_error or "",
    )


def _hinted(to: str) -> str:
    """Show enough of an address to know it again: “jo…@example.org”."""
    name, _, domain = to.partition("@")
    return f"{name[:2]}…@{domain}" if domain else ""
