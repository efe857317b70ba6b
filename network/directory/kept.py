"""What is kept beside an offer for those who look after it: earlier texts, and words that wait."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from network.core.fields import JSON, MOMENT, codes, personal, public
from network.core.ids import new_id


class Revision(SQLModel, table=True):
    """One edit of an offer: which version it made, what it changed, and the whole text before.

    `before` holds what a host filled in and the ids of its places, so no withheld address.
    `waits`: which of the changed parts were not published at once.
    """

    __table_args__ = (UniqueConstraint("offer_id", "version"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    offer_id: UUID = public(foreign_key="offer.id")
    version: int = public()
    at: datetime = public(type_=MOMENT)
    by: UUID | None = personal(None)
    changed: list[str] = codes()
    waits: list[str] = codes()
    before: dict[str, Any] = public(default_factory=dict, type_=JSON)


class Pending(SQLModel, table=True):
    """Words of a published offer that wait for a steward; what was published stays live."""

    offer_id: UUID = public(foreign_key="offer.id", primary_key=True)
    fields: dict[str, Any] = public(default_factory=dict, type_=JSON)
    by: UUID | None = personal(None)
    since: datetime = public(type_=MOMENT)
