"""The tables of what happens in the room: what was said, what was agreed, and who does what."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlmodel import SQLModel

from network.core.fields import MOMENT, codes, one_of, personal, public
from network.core.ids import new_id


class Method(StrEnum):
    """How the group came to agree."""

    CONSENT = "consent"
    SENSE_CHECK = "sense_check"
    VOTE = "vote"


class Result(StrEnum):
    """What the group agreed to do with an issue, or that it agreed on something else."""

    FORWARD = "forward"
    SETTLED_HERE = "settled_here"
    NOTED = "noted"
    NOT_TAKEN_FORWARD = "not_taken_forward"
    OTHER = "other"


class Idea(SQLModel, table=True):
    """Something that was said, as the scribe wrote it down. Not who said it; nothing is agreed."""

    id: UUID = public(default_factory=new_id, primary_key=True)
    item_id: UUID = public(foreign_key="agendaitem.id", index=True)
    words: str = public(min_length=1, max_length=600)
    at: datetime = public(type_=MOMENT)


class AgreementFields(SQLModel):
    """What is written down of an agreement: how many agree, do not, are not sure; and why not.

    `wording`: what was agreed, in the group's words. `objections`: the reasons of those who did
    not agree, without names; `minority`: what they would do instead.
    """

    method: Method = public(max_length=20, type_=String)
    agree: int = public(0, ge=0, le=5000)
    against: int = public(0, ge=0, le=5000)
    unsure: int = public(0, ge=0, le=5000)
    wording: str = public(min_length=3, max_length=2000)
    objections: list[str] = codes()
    minority: str = public("", max_length=1000)


class Agreement(AgreementFields, table=True):
    """What the group agreed, on a day that was in progress. It is never changed."""

    __table_args__ = (
        one_of("method", Method),
        one_of("result", Result),
        CheckConstraint("method <> 'vote' or agree + against + unsure > 0", name="counted"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    item_id: UUID = public(foreign_key="agendaitem.id", index=True)
    issue_id: UUID | None = public(None, foreign_key="issue.id", index=True)
    result: str = public(max_length=20)
    at: datetime = public(type_=MOMENT)
    by: UUID | None = personal(None)


class ActionFields(SQLModel):
    """Who does what until when. `who`: a role or a team, or a name that its owner agreed to."""

    what: str = public(min_length=3, max_length=400)
    who: str = public(min_length=2, max_length=120)
    due: date | None = public(None)


class Action(ActionFields, table=True):
    """Something the group will do itself."""

    id: UUID = public(default_factory=new_id, primary_key=True)
    item_id: UUID = public(foreign_key="agendaitem.id", index=True)
    issue_id: UUID | None = public(None, foreign_key="issue.id", index=True)
    at: datetime = public(type_=MOMENT)
    done_at: datetime | None = public(None, type_=MOMENT)
