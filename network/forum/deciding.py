"""The tables of those who decide: the bodies an issue can be put before, and how to reach them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Date, String, UniqueConstraint
from sqlmodel import SQLModel

from network.core.fields import codes, one_of, personal, public
from network.core.ids import new_id
from network.forum.calendar import ACKNOWLEDGE, ANSWER, Manner

DATES = ARRAY(Date)


class Level(StrEnum):
    """How far up a body stands, from a team to the whole country."""

    TEAM = "team"
    TRUST = "trust"
    PCN = "pcn"
    PLACE = "place"
    ICP = "icp"
    ICB = "icb"
    NATIONAL = "national"


class DecisionForumFields(SQLModel):
    """What is kept of a body that decides: what it is for, where, when it sits, how it answers.

    `topics`: of the taxonomy's `issue_topic`. `districts`: codes; none means everywhere here.
    `papers`: working days before a sitting by which papers are to be there. `source`: where this
    is from. `parent_id`: the body to turn to next.
    """

    name: str = public(min_length=3, max_length=160)
    level: Level = public(max_length=20, type_=String)
    remit: str = public("", max_length=600)
    topics: list[str] = codes()
    area: str = public("", max_length=120)
    districts: list[str] = codes()
    parent_id: UUID | None = public(None, foreign_key="decisionforum.id", index=True)
    cadence: str = public("", max_length=200)
    sittings: list[date] = public(default_factory=list, type_=DATES, max_length=60)
    papers: int = public(0, ge=0, le=60)
    contact: str = public("", max_length=300)
    acknowledge_within: int = public(ACKNOWLEDGE, ge=1, le=60)
    answer_within: int = public(ANSWER, ge=1, le=120)
    source: str = public("", max_length=500)


class DecisionForum(DecisionForumFields, table=True):
    """A body that decides, as kept. One that has ended keeps its page, with the day it ended."""

    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("level", Level),
        CheckConstraint("parent_id <> id", name="parent"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    locality_id: UUID = public(foreign_key="locality.id", index=True)
    slug: str = public(max_length=80)
    version: int = public(0)
    ended_on: date | None = public(None)

    def manner(self) -> Manner:
        """Say how it works, for the calendar."""
        return Manner(self.acknowledge_within, self.answer_within, self.sittings, self.papers)


class Liaison(SQLModel, table=True):
    """Where questions to a body are sent: somebody's address, seen by no page of the public.

    A row of its own, so that it goes when its owner asks to be forgotten.
    """

    __table_args__ = (UniqueConstraint("forum_id"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    forum_id: UUID = public(foreign_key="decisionforum.id")
    email_key: str = personal(max_length=254)
