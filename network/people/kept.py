"""The tables of what people agreed to, and of whom we erased."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import SQLModel

from network.core.fields import MOMENT, personal, public, secret, special
from network.core.ids import new_id


class Consent(SQLModel, table=True):
    """Somebody agreed that we keep something about them: to which words, when, and until when.

    `about`: what it is for (a locality). `wording`: which version of the words they read.
    """

    __table_args__ = (
        Index(
            "uq_consent_standing",
            "person_id",
            "purpose",
            "about",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    person_id: UUID = personal(foreign_key="person.id", ondelete="CASCADE", index=True)
    purpose: str = special(max_length=40)
    about: UUID = public()
    wording: str = public(max_length=20)
    given_at: datetime = personal(type_=MOMENT)
    withdrawn_at: datetime | None = personal(None, type_=MOMENT)


class Erasure(SQLModel, table=True):
    """Somebody was erased: kept so that a backup which is put back does not bring them back.

    `erased`: the id they had, which leads to nobody. `mark`: made from their address with a key
    that is not in the database; it tells only whether an address is the same. `id` was made later
    than all of theirs.
    """

    __table_args__ = (UniqueConstraint("erased"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    erased: UUID = public()
    mark: bytes = secret(type_=LargeBinary)
    at: datetime = public(type_=MOMENT, index=True)
