"""The tables of issues. Who put one forward stands apart from it, in `Nomination`, or nowhere."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import SQLModel

from network.core.fields import IDS, MOMENT, codes, one_of, personal, public, secret
from network.core.ids import new_id

MINE = {"foreign_key": "person.id", "ondelete": "CASCADE"}
"""What hangs on a person goes when they go."""


class IssueState(StrEnum):
    """Where an issue is in its life (forum.md, Issue)."""

    DRAFT = "draft"
    NOMINATED = "nominated"
    NEEDS_WORDING = "needs_wording"
    LISTED = "listed"
    SCHEDULED = "scheduled"
    IN_DEBATE = "in_debate"
    AGREED_FORWARD = "agreed_forward"
    WITH_FORUMS = "with_forums"
    ANSWERED = "answered"
    REPORTED_BACK = "reported_back"
    AWAITING_DELIVERY = "awaiting_delivery"
    CLOSED = "closed"
    ROUTED_OUT = "routed_out"


class Visibility(StrEnum):
    """Who may see an issue and all that follows from it, the widest first."""

    PUBLIC = "public"
    MEMBERS = "members"
    FACILITATORS = "facilitators"
    ROUTE_HOLDERS = "route_holders"

    def within(self, widest: "Visibility") -> bool:
        """Say whether this shows a thing to no more people than another would."""
        order = list(Visibility)
        return order.index(self) >= order.index(widest)


class Openness(StrEnum):
    """Who may know who put an issue forward: all who see it, the facilitators, or nobody."""

    NAMED = "named"
    FACILITATORS = "facilitators"
    ANONYMOUS = "anonymous"


class IssueFields(SQLModel):
    """What somebody who puts an issue forward fills in."""

    title: str = public(min_length=3, max_length=120)
    what_happens: str = public("", max_length=2000)
    what_should_change: str = public("", max_length=1000)
    who_it_affects: str = public("", max_length=500)
    topics: list[str] = codes()


class Issue(IssueFields, table=True):
    """An issue as kept. `reference`: “SX-42”, given when it is put forward; a draft has none.

    `received_at`: fixes which day it comes before. `visibility`: who may see it now; `widest`: how
    far that may go, by its nominator's word or the group's. `concerns`: organisations whose people
    do not look after it. `closed_as`: a `closing_reason`; why in words is a `Reason`.
    """

    __table_args__ = (
        UniqueConstraint("reference"),
        one_of("state", IssueState),
        one_of("visibility", Visibility),
        CheckConstraint("(state = 'closed') = (closed_as is not null)", name="reason"),
        CheckConstraint("(state = 'draft') = (received_at is null)", name="received"),
        Index("ix_issue_locality_id", "locality_id", "state"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    locality_id: UUID = public(foreign_key="locality.id")
    reference: str | None = public(None, max_length=20)
    state: str = public(IssueState.DRAFT, max_length=20)
    version: int = public(0)
    visibility: str = public(Visibility.FACILITATORS, max_length=20)
    widest: str = public(Visibility.MEMBERS, max_length=20)
    received_at: datetime | None = public(None, type_=MOMENT)
    concerns: list[UUID] = public(default_factory=list, type_=IDS)
    closed_as: str | None = public(None, max_length=40)
    merged_into: UUID | None = public(None, foreign_key="issue.id")
    split_from: UUID | None = public(None, foreign_key="issue.id")
    carried: int = public(0)
    redacted: list[str] = codes()  # the parts that stand otherwise than they were written


class Nomination(SQLModel, table=True):
    """Who put an issue forward. Anonymous: nobody, only what their receipt's words hash to."""

    __table_args__ = (
        one_of("openness", Openness),
        UniqueConstraint("receipt"),
        CheckConstraint("openness <> 'anonymous' or person_id is null", name="anonymous"),
        CheckConstraint("(openness = 'anonymous') = (receipt is not null)", name="receipt"),
    )

    issue_id: UUID = public(primary_key=True, foreign_key="issue.id", ondelete="CASCADE")
    person_id: UUID | None = personal(
        None, foreign_key="person.id", ondelete="SET NULL", index=True
    )
    openness: str = public(max_length=20)
    receipt: bytes | None = secret(None, type_=LargeBinary)


class Original(SQLModel, table=True):
    """What an issue said before others' details were taken out: sealed, and read by no page."""

    id: UUID = public(default_factory=new_id, primary_key=True)
    issue_id: UUID = public(foreign_key="issue.id", ondelete="CASCADE", index=True)
    sealed: str = secret()
    at: datetime = public(type_=MOMENT)


class Support(SQLModel, table=True):
    """A member says “this is so for me too”. A hint for the order, never a threshold."""

    issue_id: UUID = public(primary_key=True, foreign_key="issue.id", ondelete="CASCADE")
    person_id: UUID = personal(primary_key=True, index=True, **MINE)
    at: datetime = public(type_=MOMENT)


class Conflict(SQLModel, table=True):
    """A facilitator who has handed an issue over, since it concerns their own team."""

    issue_id: UUID = public(primary_key=True, foreign_key="issue.id", ondelete="CASCADE")
    person_id: UUID = personal(primary_key=True, index=True, **MINE)
    at: datetime = public(type_=MOMENT)


class Reason(SQLModel, table=True):
    """Words that came with a transition: a question, or why. Events hold none.

    `about`: the issue, the day or the item; `step`: the name of the transition.
    """

    __table_args__ = (Index("ix_reason_about", "about", "at"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    about: UUID = public()
    step: str = public(max_length=40)
    words: str = public(max_length=1000)
    at: datetime = public(type_=MOMENT)
    by: UUID | None = personal(None)


class Merging(SQLModel, table=True):
    """Two issues that may be one: what each nominator says to it, and what became of it.

    `own` and `other`: yes or no of the nominator of the issue that would go, and of the one that
    would stay. `reversible`: done without hearing from somebody anonymous.
    """

    __table_args__ = (
        CheckConstraint("issue_id <> into_id", name="two"),
        CheckConstraint("state in ('asked', 'done', 'refused', 'undone')", name="state"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    issue_id: UUID = public(foreign_key="issue.id", index=True)
    into_id: UUID = public(foreign_key="issue.id", index=True)
    state: str = public("asked", max_length=20)
    own: bool | None = public(None)
    other: bool | None = public(None)
    reversible: bool = public(False)
    asked_at: datetime = public(type_=MOMENT)
    ended_at: datetime | None = public(None, type_=MOMENT)
