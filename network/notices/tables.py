"""The tables of notices: which rungs a listing has come to, whom to tell what, how far we read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from network.core.fields import MOMENT, one_of, personal, public
from network.core.ids import new_id
from network.notices.rungs import Rung


class KeptRung(SQLModel, table=True):
    """A listing came to a rung. Its key is why each rung is trodden once in a cycle.

    `cycle`: when it is due. A new word, or another rhythm, begins another one.
    """

    __tablename__ = "rung"
    __table_args__ = (one_of("rung", Rung),)

    offer_id: UUID = public(foreign_key="offer.id", primary_key=True)
    cycle: datetime = public(primary_key=True, type_=MOMENT)
    rung: str = public(primary_key=True, max_length=20)
    at: datetime = public(type_=MOMENT)


class Notice(SQLModel, table=True):
    """Something to tell one person, in their next letter.

    `name`: what for ("check.due"), about which thing. `key`: what it comes from, so that one is
    told it once. `told_at`: it is in a letter, or there was nothing left to tell.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_notice_told_at", "person_id", postgresql_where=text("told_at is null")),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    person_id: UUID = personal(foreign_key="person.id", ondelete="CASCADE")
    name: str = public(max_length=40)
    about: UUID = public()
    key: str = public(max_length=120)
    cycle: datetime | None = public(None, type_=MOMENT)
    made_at: datetime = public(type_=MOMENT)
    told_at: datetime | None = public(None, type_=MOMENT)
    letter_id: UUID | None = public(None)


class Bookmark(SQLModel, table=True):
    """How far somebody has read in the record of what was done."""

    name: str = public(primary_key=True, max_length=40)
    seq: int = public(type_=BigInteger)
