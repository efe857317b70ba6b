"""The small parts an offer is filled in with: steps, times, contacts, who it is made for."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import HttpUrl, TypeAdapter, ValidationError, field_validator, model_validator
from sqlmodel import Field, SQLModel

from network.core.errors import Invalid

LONDON = ZoneInfo("Europe/London")
_WEB = TypeAdapter(HttpUrl)


def today(now: datetime) -> date:
    """Give the day it is in London at a moment: after midnight there it is tomorrow."""
    return now.astimezone(LONDON).date()


REMOTE = frozenset({"video", "phone", "text_chat", "own_time", "letter"})
"""Formats a person can join from home."""


class FocusLevel(StrEnum):
    """How an offer is made for a community: exactly one each. Search uses the first three."""

    BY_AND_FOR = "by_and_for"
    FOR_ONLY = "for_only"
    MADE_WITH = "made_with"
    WELCOMES = "welcomes"


class MadeFor(SQLModel):
    """One community an offer names, and how it is made for them, in the host's words."""

    community: str = Field(max_length=40)
    level: FocusLevel
    words: str | None = Field(None, max_length=300)


class Step(SQLModel):
    """One step of a first visit: a short title and one line."""

    title: str = Field(min_length=2, max_length=60)
    line: str = Field("", max_length=240)


FIRST_YEAR, LAST_YEAR = 1990, 2100
YEARS = f"Enter a first date between {FIRST_YEAR} and {LAST_YEAR}."


class Session(SQLModel):
    """One time an offer happens: a first start, how long, and how it repeats.

    `rule` is an RFC 5545 RRULE read in Europe/London (a weekly 2pm stays 2pm in summer); without
    it the session happens once. `minutes` is its length; `except_on` are days it does not happen.
    """

    starts: datetime
    minutes: int = Field(gt=0, le=24 * 60)
    rule: str | None = Field(None, max_length=200)
    except_on: list[date] = Field(default_factory=list)
    on_bank_holidays: bool | None = None

    @field_validator("starts")
    @classmethod
    def _in_london(cls, starts: datetime) -> datetime:
        if starts.tzinfo is None:
            return starts.replace(tzinfo=LONDON)
        try:
            return starts.astimezone(LONDON)
        except OverflowError:  # a moment at the edge of the calendar
            raise Invalid(YEARS, field="schedule") from None


class Means(StrEnum):
    """How a host can be reached."""

    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"


class Contact(SQLModel):
    """One way to get in touch: by what means, the number or address, and who answers."""

    means: Means
    value: str = Field(min_length=3, max_length=200)
    who: str | None = Field(None, max_length=80)

    @model_validator(mode="after")
    def _is_what_it_says(self) -> Self:
        if self.means is Means.WEB:
            check_web_address(self.value, "contacts")
        if self.means is Means.EMAIL and "@" not in self.value:
            raise Invalid("Enter an email address, like name@example.org", field="contacts")
        return self


class ValueLived(SQLModel):
    """How one value of peer support is lived here, in the host's own words."""

    value: str = Field(max_length=40)
    words: str = Field(min_length=2, max_length=300)


class Peers(SQLModel):
    """Who does the work: paid peer workers, volunteers, members themselves. None: not stated."""

    paid: int | None = Field(None, ge=0, le=999)
    volunteers: int | None = Field(None, ge=0, le=999)
    members: bool | None = None
    supervised_by_peer: bool | None = None


BLANK: Mapping[str, str] = {
    "first_visit.title": "Say what happens in this step.",
    "contacts.means": "Choose how people get in touch.",
    "contacts.value": "Enter the number or address that people use.",
    "made_for.community": "Choose which people it is made for.",
    "made_for.level": "Choose how it is made for them.",
    "values.words": "Say how you live this value.",
}
"""What is asked where a row was begun and a part of it left blank."""


def check_web_address(text: str, field: str) -> None:
    """Refuse what is no web address: pages make a link of it."""
    try:
        _WEB.validate_python(text)
    except ValidationError:
        raise Invalid("Enter a web address that starts with https://", field=field) from None
