"""What is kept beside entries for those who look after them: what was, what waits, who asked."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import SQLModel

from network.core.fields import JSON, MOMENT, codes, one_of, personal, public, secret
from network.core.ids import new_id


class ClaimState(StrEnum):
    """How far a claim has come."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ClaimProof(StrEnum):
    """What made a claim good: the organisation's own domain, or somebody's word."""

    DOMAIN = "domain"
    LEAD = "lead"
    STEWARD = "steward"
    VOUCHED = "vouched"


class Outcome(StrEnum):
    """What came of a report."""

    MENDED = "mended"
    RIGHT = "right"
    UNCLEAR = "unclear"


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


class Decision(SQLModel, table=True):
    """What a steward decided about an offer or a group that waited, and why, for its hosts."""

    id: UUID = public(default_factory=new_id, primary_key=True)
    organisation_id: UUID = public(foreign_key="organisation.id", index=True)
    offer_id: UUID | None = public(None, foreign_key="offer.id", index=True)
    let_through: bool = public()
    reason: str = personal("", max_length=400)
    at: datetime = public(type_=MOMENT)
    by: UUID | None = personal(None)


class Claim(SQLModel, table=True):
    """Somebody says that an organisation in the directory is theirs to keep."""

    __table_args__ = (
        one_of("state", ClaimState),
        one_of("proof", ClaimProof),
        Index(
            "uq_claim_waiting",
            "organisation_id",
            "person_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    organisation_id: UUID = public(foreign_key="organisation.id")
    person_id: UUID = personal(foreign_key="person.id", ondelete="CASCADE", index=True)
    state: str = public(ClaimState.WAITING, max_length=20)
    proof: str | None = public(None, max_length=20)
    words: str = personal("", max_length=400)
    reason: str = personal("", max_length=400)
    at: datetime = public(type_=MOMENT)
    decided_at: datetime | None = public(None, type_=MOMENT)
    decided_by: UUID | None = personal(None)


class CheckLink(SQLModel, table=True):
    """A letter asks a person whether an offer is still right: its link and code, as hashes.

    `used_at`: they have answered, and it says so from then on.
    """

    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index("ix_checklink_offer_id", "offer_id", "code_hash"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    offer_id: UUID = public(foreign_key="offer.id")
    person_id: UUID = personal(foreign_key="person.id", ondelete="CASCADE", index=True)
    token_hash: bytes = secret(type_=LargeBinary)
    code_hash: bytes = secret(type_=LargeBinary)
    asked_at: datetime = public(type_=MOMENT)
    expires_at: datetime = public(type_=MOMENT)
    used_at: datetime | None = public(None, type_=MOMENT)


class Report(SQLModel, table=True):
    """Somebody said that something on a listing is wrong. Nobody is asked, or keeps, who.

    `marker`: tells two people apart for 14 days, and no longer. `independent`: nobody else who
    has the same one said so before. `outcome`: None while it stands unanswered.
    """

    __table_args__ = (one_of("outcome", Outcome), Index("ix_report_offer_id", "offer_id", "at"))

    id: UUID = public(default_factory=new_id, primary_key=True)
    offer_id: UUID = public(foreign_key="offer.id")
    at: datetime = public(type_=MOMENT)
    ticks: list[str] = codes()
    words: str = personal("", max_length=200)
    marker: bytes | None = secret(None, type_=LargeBinary)
    independent: bool = public(True)
    outcome: str | None = public(None, max_length=20)
    answered_at: datetime | None = public(None, type_=MOMENT)
    answered_by: UUID | None = personal(None)


class Seen(SQLModel, table=True):
    """How often an offer was seen on one day: its page, among what was found, on lists."""

    offer_id: UUID = public(foreign_key="offer.id", primary_key=True)
    day: date = public(primary_key=True)
    pages: int = public(0)
    results: int = public(0)
    lists: int = public(0)
