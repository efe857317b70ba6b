"""The tables of development days: the days, what is on their agenda, and who comes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from network.core.fields import MOMENT, one_of, personal, public, special
from network.core.ids import new_id
from network.forum.tables import MINE


class DayState(StrEnum):
    """Where a development day is in its life (forum.md, Development day)."""

    PLANNED = "planned"
    NOMINATIONS_OPEN = "nominations_open"
    AGENDA_BUILDING = "agenda_building"
    PUBLISHED = "published"
    IN_PROGRESS = "in_progress"
    HELD = "held"
    MINUTES_FOR_CHECK = "minutes_for_check"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class ItemKind(StrEnum):
    """What a part of a day is for; the codes are the taxonomy's `agenda_item`."""

    WELCOME = "welcome"
    PREVIOUS_MINUTES = "previous_minutes"
    REPORT_BACK = "report_back"
    NOMINATED_ISSUE = "nominated_issue"
    EXPERT_TALK = "expert_talk"
    INFORMATION = "information"
    MEMBERS_NEWS = "members_news"
    SUBGROUP = "subgroup"
    BREAK = "break"
    URGENT = "urgent"
    RESTRICTED = "restricted"


class ItemState(StrEnum):
    """Where a part of a day is: on its way to the day, in the room, or behind it."""

    PROPOSED = "proposed"
    PLACED = "placed"
    READY = "ready"
    OPEN = "open"
    CONCLUDED = "concluded"
    CARRIED_OVER = "carried_over"
    NOT_REACHED = "not_reached"
    WITHDRAWN = "withdrawn"


class Speaker(StrEnum):
    """How it stands with a guest: nobody asked, asked, coming, not coming, or done without."""

    NONE = "none"
    ASKED = "asked"
    COMING = "coming"
    NOT_COMING = "not_coming"
    WITHOUT = "without"


LIVE = frozenset({ItemState.PROPOSED, ItemState.PLACED, ItemState.READY, ItemState.OPEN})
"""States of an item that is still to come or is being talked about."""

_LIVE = "state in ('proposed', 'placed', 'ready', 'open')"


class DaySeries(SQLModel, table=True):
    """Days that were planned in one go: the first, how many, and how many months apart."""

    id: UUID = public(default_factory=new_id, primary_key=True)
    locality_id: UUID = public(foreign_key="locality.id", index=True)
    first: date = public()
    count: int = public(ge=1, le=12)
    months: int = public(ge=1, le=12)


class DayFields(SQLModel):
    """What is said of a day: when and where. `closes_at`: when nominations for it close."""

    starts_at: datetime = public(type_=MOMENT)
    ends_at: datetime = public(type_=MOMENT)
    closes_at: datetime = public(type_=MOMENT)
    venue: str = public("", max_length=300)
    online: bool = public(False)
    capacity: int | None = public(None, ge=1, le=5000)


class Day(DayFields, table=True):
    """A development day as kept. It is open to every member of its locality, of any sector."""

    __table_args__ = (
        one_of("state", DayState),
        CheckConstraint("starts_at < ends_at and closes_at <= starts_at", name="order"),
        Index("ix_day_locality_id", "locality_id", "starts_at"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    locality_id: UUID = public(foreign_key="locality.id")
    series_id: UUID | None = public(None, foreign_key="dayseries.id", index=True)
    state: str = public(DayState.PLANNED, max_length=20)
    version: int = public(0)
    access_confirmed: bool = public(False)
    published_at: datetime | None = public(None, type_=MOMENT)
    started_at: datetime | None = public(None, type_=MOMENT)
    held_at: datetime | None = public(None, type_=MOMENT)
    for_check_at: datetime | None = public(None, type_=MOMENT)
    scribe: UUID | None = public(None)  # an attendance: never the person's own id here


class AgendaItem(SQLModel, table=True):
    """A part of a day. Of an issue it holds no words: those are read from the issue.

    `day_id`: None while a report back waits for a day to be planned. `referral_id`: the answer that
    is owed, on a report back. `lead`: who leads it, in the words
    they agreed to be named by. `minutes`: planned. `carried_from`: the item before this one.
    """

    __table_args__ = (
        one_of("kind", ItemKind),
        one_of("state", ItemState),
        one_of("speaker", Speaker),
        UniqueConstraint("carried_from"),
        Index(
            "uq_agendaitem_issue_live",
            "issue_id",
            unique=True,
            postgresql_where=text(f"referral_id is null and {_LIVE}"),
        ),
        Index(
            "uq_agendaitem_referral_live",
            "referral_id",
            unique=True,
            postgresql_where=text(_LIVE),
        ),
        Index("uq_agendaitem_open", "day_id", unique=True, postgresql_where=text("state = 'open'")),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    day_id: UUID | None = public(None, foreign_key="day.id", index=True)
    issue_id: UUID | None = public(None, foreign_key="issue.id", index=True)
    referral_id: UUID | None = public(None)
    kind: str = public(max_length=20)
    state: str = public(ItemState.PROPOSED, max_length=20)
    version: int = public(0)
    title: str = public("", max_length=120)
    brief: str = public("", max_length=1000)
    position: int = public(0)
    minutes: int = public(0, ge=0, le=600)
    lead: str = public("", max_length=120)
    speaker: str = public(Speaker.NONE, max_length=20)
    carried_from: UUID | None = public(None, foreign_key="agendaitem.id")
    opened_at: datetime | None = public(None, type_=MOMENT)
    ended_at: datetime | None = public(None, type_=MOMENT)


class Way(StrEnum):
    """How somebody comes to a day; the codes are the taxonomy's `attendance`."""

    IN_ROOM = "in_room"
    BY_VIDEO = "by_video"
    BY_PHONE = "by_phone"
    IN_WRITING = "in_writing"


class Attendance(SQLModel, table=True):
    """Somebody says that they come, and what they need to take part.

    `needs`: read by facilitators, erased 30 days after the day. `named`: their name may stand in
    the minutes. `came`: they were there.
    """

    __table_args__ = (UniqueConstraint("day_id", "person_id"), one_of("way", Way))

    id: UUID = public(default_factory=new_id, primary_key=True)
    day_id: UUID = public(foreign_key="day.id")
    person_id: UUID = personal(index=True, **MINE)
    way: str = public(Way.IN_ROOM, max_length=20)
    coming: bool = personal(True)
    came: bool = personal(False)
    named: bool = personal(False)
    needs: str = special("", max_length=600)
    at: datetime = public(type_=MOMENT)
