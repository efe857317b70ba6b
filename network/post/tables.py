"""The table of letters: a row for each; thirty days after it left, no word of it is kept."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import SQLModel

from network.core.fields import MOMENT, personal, public
from network.core.ids import new_id


class LetterState(StrEnum):
    """Where a letter is: waiting to be sent, sent, or given up."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class KeptLetter(SQLModel, table=True):
    """A letter as kept. `about`: what it tells of. Its text is gone once it is sent.

    `to` and the subject are gone once erased, thirty days later.

    `tries`: how often sending was begun. `next_try_at`: not before; while a worker is at it, when
    another may take it up. `last_error`: a code, never what a server said.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'sent', 'dead')", name="state"),
        CheckConstraint("state <> 'waiting' or \"to\" is not null", name="addressed"),
        Index("ix_letter_next_try_at", "next_try_at", postgresql_where="state = 'waiting'"),
        Index("ix_letter_state", "state", "made_at"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    to: str | None = personal(None, max_length=254, index=True)
    reply_to: str | None = personal(None, max_length=254)
    subject: str | None = personal(None, max_length=150)
    text: str | None = personal(None, type_=Text)
    about: UUID = public()
    state: str = public(LetterState.WAITING, max_length=20)
    tries: int = public(0)
    next_try_at: datetime = public(type_=MOMENT)
    made_at: datetime = public(type_=MOMENT)
    sent_at: datetime | None = public(None, type_=MOMENT)
    last_error: str | None = public(None, max_length=20)
