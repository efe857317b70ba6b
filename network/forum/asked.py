"""The tables of what we asked: referrals, their words and clocks, and what came back."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlmodel import SQLModel

from network.core.fields import MOMENT, one_of, personal, public, secret
from network.core.ids import new_id
from network.forum.owed import Span, Step


class ReferralState(StrEnum):
    """Where a referral is in its life (forum.md, Decision forum and referral)."""

    DRAFTED = "drafted"
    WORDING_AGREED = "wording_agreed"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    LISTED_BY_FORUM = "listed_by_forum"
    CLARIFICATION = "clarification"
    RESPONDED = "responded"
    PASSED_ON = "passed_on"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Ask(StrEnum):
    """What the group asks a body to do."""

    CHANGE_POLICY = "change_policy"
    DECIDE = "decide"
    EXPLAIN = "explain"
    ACT = "act"
    NOTE = "note"


class Link(StrEnum):
    """How a referral follows from the one before it."""

    PASSED_ON = "passed_on"
    NEXT_RUNG = "next_rung"


class Kind(StrEnum):
    """What an answer is; the codes are the taxonomy's `answer`."""

    AGREED = "agreed"
    AGREED_IN_PART = "agreed_in_part"
    ALREADY_IN_PLACE = "already_in_place"
    ACTION_DONE = "action_done"
    EXPLAINED = "explained"
    NOT_AGREED = "not_agreed"
    DECLINED_TO_TAKE = "declined_to_take"
    ANSWERED_IN_ROOM = "answered_in_room"
    DEFERRED = "deferred"
    NOT_OUR_REMIT = "not_our_remit"
    NEEDS_CLARIFICATION = "needs_clarification"
    HOLDING = "holding"


class View(StrEnum):
    """Whether an answer is enough; the codes are the taxonomy's `member_view`."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_SATISFIED = "not_satisfied"
    CANNOT_TELL = "cannot_tell"


UNSENT = frozenset({ReferralState.DRAFTED, ReferralState.WORDING_AGREED})
AWAITED = frozenset(
    {
        ReferralState.SENT,
        ReferralState.ACKNOWLEDGED,
        ReferralState.LISTED_BY_FORUM,
        ReferralState.CLARIFICATION,
    }
)
"""States of a referral that was sent and has no final answer."""

_GOING = ", ".join(f"'{state}'" for state in ReferralState if state in UNSENT | AWAITED)


class Referral(SQLModel, table=True):
    """One issue before one body.

    `root_id`: the first referral of a chain; the total wait runs along it. `waits_since`: the day
    the group began to wait; with it and without `ended_on` the referral is open. `acknowledge_due`,
    `answer_due`, `sitting`: worked out at sending, and never again. `heard_at`: the group heard
    what came of it.
    """

    __table_args__ = (
        one_of("state", ReferralState),
        one_of("ask", Ask),
        one_of("link", Link),
        CheckConstraint("(came_from is null) = (link is null)", name="linked"),
        CheckConstraint("came_from <> id", name="came_from"),
        CheckConstraint("(sent_at is null) = (answer_due is null)", name="due"),
        Index(
            "uq_referral_going",
            "issue_id",
            "forum_id",
            unique=True,
            postgresql_where=text(f"state in ({_GOING})"),
        ),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    issue_id: UUID = public(foreign_key="issue.id", index=True)
    forum_id: UUID = public(foreign_key="decisionforum.id", index=True)
    state: str = public("", max_length=20)
    version: int = public(0)
    ask: str = public(max_length=20)
    wording: int = public(0, ge=0)  # the number of the words that stand
    mandate: str = public("", max_length=600)
    root_id: UUID = public(index=True)
    came_from: UUID | None = public(None, foreign_key="referral.id", index=True)
    link: str | None = public(None, max_length=20)
    waits_since: date | None = public(None)
    ended_on: date | None = public(None)
    sent_at: datetime | None = public(None, type_=MOMENT)
    sitting: date | None = public(None)
    acknowledge_due: date | None = public(None)
    answer_due: date | None = public(None)
    acknowledged_on: date | None = public(None)
    listed_for: date | None = public(None)
    deferred_to: date | None = public(None)
    heard_at: datetime | None = public(None, type_=MOMENT)


class Wording(SQLModel, table=True):
    """The group's question in its own words: never changed, only followed by the next version.

    `digest`: SHA-256 of the words, so that anyone can see that these are the ones agreed.
    """

    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    referral_id: UUID = public(foreign_key="referral.id")
    number: int = public(ge=1)
    words: str = public(max_length=2000)
    digest: bytes = public(type_=LargeBinary)
    at: datetime = public(type_=MOMENT)


class AnswerFields(SQLModel):
    """What a body fills in when it answers. Which parts have to be there depends on the kind.

    `summary`: the answer in plain words. `what`: what they will do, do already, or did. `who`:
    whose role it is. `why`: the reason. `where_it_is`, `since`: for what is there already.
    `whose`: who decides this, if not they; `whose_id` where we know that body.
    """

    kind: Kind = public(max_length=20, type_=String)
    summary: str = public("", max_length=1500)
    what: str = public("", max_length=1000)
    who: str = public("", max_length=160)
    by_when: date | None = public(None)
    why: str = public("", max_length=1500)
    where_it_is: str = public("", max_length=300)
    since: str = public("", max_length=80)
    whose: str = public("", max_length=300)
    whose_id: UUID | None = public(None, foreign_key="decisionforum.id")


class Response(AnswerFields, table=True):
    """An answer as it came; kept beside those before and after it. `by_link`: by the body itself.

    The database itself refuses a no without a reason.
    """

    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("kind not in ('not_agreed', 'declined_to_take') or why <> ''", name="why"),
        Index("ix_response_referral_id", "referral_id", "at"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    referral_id: UUID = public(foreign_key="referral.id")
    at: datetime = public(type_=MOMENT)
    by_link: bool = public(False)
    by: UUID | None = personal(None)


class Pause(SQLModel, table=True):
    """We were asked something back, and the clock waits for us, for ten working days at most."""

    __table_args__ = (
        CheckConstraint("ended_on >= began_on", name="order"),
        Index(
            "uq_pause_going",
            "referral_id",
            unique=True,
            postgresql_where=text("ended_on is null"),
        ),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    referral_id: UUID = public(foreign_key="referral.id", index=True)
    root_id: UUID = public(index=True)
    began_on: date = public()
    ended_on: date | None = public(None)

    def span(self) -> Span:
        """Give it as a stretch of days."""
        return Span(self.began_on, self.ended_on)


class LadderRung(SQLModel, table=True):
    """One step of the ladder, with a clock of its own."""

    __table_args__ = (
        one_of("step", Step),
        CheckConstraint("ended_on >= began_on", name="order"),
        Index(
            "uq_ladderrung_going",
            "referral_id",
            unique=True,
            postgresql_where=text("ended_on is null"),
        ),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    referral_id: UUID = public(foreign_key="referral.id")
    root_id: UUID = public(index=True)
    step: str = public(max_length=20)
    began_on: date = public()
    ended_on: date | None = public(None)

    def span(self) -> Span:
        """Give it as a stretch of days."""
        return Span(self.began_on, self.ended_on)


class Promise(SQLModel, table=True):
    """What a body said it would do, and by when. `seen`: whether people see it in practice."""

    __table_args__ = (CheckConstraint("(seen is null) = (said_at is null)", name="said"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    referral_id: UUID = public(foreign_key="referral.id", index=True)
    issue_id: UUID = public(foreign_key="issue.id", index=True)
    response_id: UUID = public(foreign_key="response.id", unique=True)
    due: date = public()
    seen: bool | None = public(None)
    said_at: datetime | None = public(None, type_=MOMENT)
    by: UUID | None = personal(None)


class JudgementFields(SQLModel):
    """What the group makes of an answer, and, beside it, what whoever raised the issue thinks."""

    view: View = public(max_length=20, type_=String)
    nominator_view: View | None = public(None, max_length=20, type_=String)
    words: str = public("", max_length=1000)


class Judgement(JudgementFields, table=True):
    """What was said of an answer on the day it was reported back; never changed."""

    __table_args__ = (
        one_of("view", View),
        one_of("nominator_view", View),
        UniqueConstraint("referral_id"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    referral_id: UUID = public(foreign_key="referral.id")
    item_id: UUID = public(foreign_key="agendaitem.id", index=True)
    at: datetime = public(type_=MOMENT)
    by: UUID | None = personal(None)


class AnswerLink(SQLModel, table=True):
    """A link to answer one referral by, without an account. Only a hash of it is kept."""

    __table_args__ = (UniqueConstraint("token_hash"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    referral_id: UUID = public(foreign_key="referral.id", index=True)
    token_hash: bytes = secret(type_=LargeBinary)
    made_at: datetime = public(type_=MOMENT)
    expires_at: datetime = public(type_=MOMENT)
