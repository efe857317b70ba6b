"""The directory's tables. `…Fields` is what a person may fill in; the table adds what we keep."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import field_validator
from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from network.core.fields import JSON, MOMENT, Listed, Whole, codes, one_of, personal, public, secret
from network.core.geometry import Point
from network.core.ids import new_id
from network.directory import identifiers, parts
from network.directory.parts import BLANK, Contact, MadeFor, Peers, Session, Step, ValueLived


class Sector(StrEnum):
    """Which part of life a host belongs to; it follows from who runs it (`host`)."""

    NHS = "NHS"
    VCSE = "VCSE"
    USER_LED = "USER_LED"
    LOCAL_AUTHORITY = "LOCAL_AUTHORITY"
    OTHER = "OTHER"


class Standing(StrEnum):
    """How far an organisation is known: described by others, new here, or confirmed."""

    UNCONFIRMED = "unconfirmed"
    NEW = "new"
    CONFIRMED = "confirmed"


class OfferState(StrEnum):
    """Where an offer is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    ENDED = "ended"


class PathwayKind(StrEnum):
    """How one offer stands to another."""

    LEADS_ON = "leads_on"
    ALONGSIDE = "alongside"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"


class Vocabulary(SQLModel, table=True):
    """One closed list of words: kind, setting, theme, community and more."""

    code: str = public(primary_key=True, max_length=40)
    label: str = public(max_length=80)
    question: str = public("", max_length=120)
    cardinality: str = public("", max_length=80)
    note: str = public("", max_length=400)
    position: int = public(0)


class TermFields(SQLModel):
    """One word of a vocabulary: code, label, plain hint, short address code, lay synonyms."""

    code: str = public(max_length=40, schema_extra={"pattern": r"^[a-zA-Z][a-zA-Z0-9_-]*$"})
    label: str = public(max_length=80)
    hint: str = public("", max_length=160)
    short: str | None = public(None, max_length=8)
    group: str | None = public(None, max_length=60)
    synonyms: list[str] = codes()
    extra: dict[str, Any] = public(default_factory=dict, type_=JSON)


class Term(TermFields, table=True):
    """A word as kept: its vocabulary, its bit (never reused), its place, and if it is retired."""

    __table_args__ = (
        UniqueConstraint("vocabulary", "code"),
        UniqueConstraint("vocabulary", "bit"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    vocabulary: str = public(foreign_key="vocabulary.code", max_length=40)
    bit: int = public(ge=0, le=62)
    position: int = public(0)
    retired: bool = public(False)
    by_stewards: bool = public(False)  # added or changed here: a new taxonomy leaves it alone


class OrganisationFields(SQLModel):
    """What an organisation says of itself. No website and no number is fine."""

    BLANK: ClassVar[Mapping[str, str]] = {**BLANK, "name": "Say what the organisation is called."}

    name: str = public(min_length=2, max_length=120)
    host: str | None = public(None, max_length=40)
    about: str = public("", max_length=1200)
    website: str | None = public(None, max_length=300)
    contacts: list[Contact] = public(default_factory=list, type_=Listed(Contact))
    ods_code: str | None = public(None, max_length=10)
    charity_number: str | None = public(None, max_length=12)
    company_number: str | None = public(None, max_length=8)
    home_district: str | None = public(None, max_length=9)
    hosted_by: UUID | None = public(None, foreign_key="organisation.id")

    @field_validator("website")
    @classmethod
    def _leads_to_the_web(cls, website: str | None) -> str | None:
        if website is not None:
            parts.check_web_address(website, "website")
        return website

    _is_a_code = field_validator("ods_code")(identifiers.ods_code)
    _is_a_charity = field_validator("charity_number")(identifiers.charity_number)
    _is_a_company = field_validator("company_number")(identifiers.company_number)


class Organisation(OrganisationFields, table=True):
    """An organisation as kept. It belongs to no locality: it appears where its offers reach.

    `kept_by`: the locality whose stewards look after the entry; None: those of any.
    """

    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("sector", Sector),
        one_of("standing", Standing),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    slug: str = public(max_length=140)
    sector: str = public(max_length=20)
    standing: str = public(Standing.NEW, max_length=20)
    demonstration: bool = public(False)
    source: str | None = public(None, max_length=600)
    described: str | None = public(None, max_length=60)
    kept_by: UUID | None = public(None, foreign_key="locality.id", index=True)
    version: int = public(1)
    created_at: datetime = public(type_=MOMENT)
    updated_at: datetime = public(type_=MOMENT)


class SiteFields(SQLModel):
    """What anyone may know of a place. A withheld address is not among it: see `SiteAddress`."""

    BLANK: ClassVar[Mapping[str, str]] = {"name": "Say what the place is called."}

    name: str = public(min_length=2, max_length=120)
    address: str | None = public(None, max_length=240)
    town: str | None = public(None, max_length=80)
    outcode: str | None = public(None, max_length=4)
    district: str | None = public(None, max_length=9)
    withheld: bool = public(False)
    getting_there: str = public("", max_length=400)
    access: dict[str, str] = public(default_factory=dict, type_=JSON)
    access_words: str = public("", max_length=400)


class Site(SiteFields, table=True):
    """A place as kept. `at` is metres on the British grid; `approximate`: an area's middle."""

    __table_args__ = (
        CheckConstraint("not withheld or address is null", name="withheld_has_no_address"),
        CheckConstraint("not withheld or approximate", name="withheld_has_no_point"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    organisation_id: UUID = public(foreign_key="organisation.id", index=True)
    at: tuple[float, float] | None = public(None, type_=Point)
    approximate: bool = public(True)
    version: int = public(1)


class SiteAddress(SQLModel, table=True):
    """The address of a withheld place. It leaves by no door; only its own hosts will read it."""

    site_id: UUID = secret(foreign_key="site.id", primary_key=True)
    address: str = secret(max_length=240)
    postcode: str | None = secret(None, max_length=8)


class OfferFields(SQLModel):
    """What a host may fill in, saved as it goes: empty means not stated (see `rules.missing`)."""

    BLANK: ClassVar[Mapping[str, str]] = {**BLANK, "title": "Say what the offer is called."}

    title: str = public(min_length=3, max_length=80)
    summary: str = public("", max_length=240)
    what_happens: str = public("", max_length=2000)
    kind: str = public("", max_length=40)
    also_kinds: list[str] = codes(max_length=2)
    settings: list[str] = codes()
    formats: list[str] = codes()
    access_routes: list[str] = codes()
    themes: list[str] = codes()
    made_for: list[MadeFor] = public(default_factory=list, type_=Listed(MadeFor))
    who_words: str = public("", max_length=240)
    age_from: int | None = public(None, ge=0, le=120)
    age_to: int | None = public(None, ge=0, le=120)
    leadership: str | None = public(None, max_length=40)
    first_time: list[str] = codes()
    first_visit: list[Step] = public(default_factory=list, type_=Listed(Step), max_length=5)
    records: list[str] = codes()
    records_words: str = public("", max_length=400)
    reply_time: str | None = public(None, max_length=40)
    how_long: str | None = public(None, max_length=40)
    cost: list[str] = codes()
    cost_words: str = public("", max_length=240)
    session_limit: int | None = public(None, ge=1, le=1000)
    usual_size: int | None = public(None, ge=1, le=1000)
    people_words: str = public("", max_length=240)
    join_words: str = public("", max_length=240)
    languages: list[str] = codes()
    districts: list[str] = codes()
    anywhere: bool = public(False)
    schedule: list[Session] = public(default_factory=list, type_=Listed(Session))
    schedule_words: str = public("", max_length=160)
    contacts: list[Contact] = public(default_factory=list, type_=Listed(Contact))
    peers: Peers | None = public(None, type_=Whole(Peers))
    values: list[ValueLived] = public(default_factory=list, type_=Listed(ValueLived))
    space: str | None = public(None, max_length=40)
    wait_weeks: int | None = public(None, ge=0, le=260)
    rhythm_months: int = public(3)


class Offer(OfferFields, table=True):
    """An offer as kept: its life, its version, and where its words came from.

    `waits_since`: a new group asked for it to be published; a steward has not looked yet.
    """

    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("state", OfferState),
        CheckConstraint("rhythm_months in (1, 3, 6, 12)", name="rhythm"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    organisation_id: UUID = public(foreign_key="organisation.id", index=True)
    slug: str = public(max_length=100)
    state: str = public(OfferState.DRAFT, max_length=20)
    demonstration: bool = public(False)
    source: str | None = public(None, max_length=600)
    described: str | None = public(None, max_length=60)
    kept_by: UUID | None = public(None, foreign_key="locality.id", index=True)
    waits_since: datetime | None = public(None, type_=MOMENT)
    space_as_of: datetime | None = public(None, type_=MOMENT)
    published_at: datetime | None = public(None, type_=MOMENT)
    back_on: date | None = public(None)
    ends_on: date | None = public(None)
    ending_reason: str | None = public(None, max_length=40)
    version: int = public(1)
    created_at: datetime = public(type_=MOMENT)
    updated_at: datetime = public(type_=MOMENT)


class OfferSite(SQLModel, table=True):
    """Which places an offer happens at, in order."""

    offer_id: UUID = public(foreign_key="offer.id", primary_key=True)
    site_id: UUID = public(foreign_key="site.id", primary_key=True, index=True)
    position: int = public(0)


class Assurance(SQLModel, table=True):
    """Somebody's word that an offer is true: who, in which role, how, when. Freshness is this."""

    id: UUID = public(default_factory=new_id, primary_key=True)
    offer_id: UUID = public(foreign_key="offer.id", index=True)
    at: datetime = public(type_=MOMENT)
    method: str = public(max_length=40)
    role: str = public(max_length=40)
    person: UUID | None = personal(None)
    parts: list[str] = codes()


class Pathway(SQLModel, table=True):
    """A way on from one offer to another, with a note by the host who drew it."""

    __table_args__ = (UniqueConstraint("from_offer", "to_offer"), one_of("kind", PathwayKind))

    id: UUID = public(default_factory=new_id, primary_key=True)
    from_offer: UUID = public(foreign_key="offer.id", index=True)
    to_offer: UUID = public(foreign_key="offer.id", index=True)
    kind: str = public(max_length=20)
    note: str = public("", max_length=240)
