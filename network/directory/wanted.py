"""What a person asks of the directory: filters, a place, an order. Plain data, nothing kept."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from network.core.errors import Invalid
from network.directory.parts import FocusLevel
from network.directory.tables import OfferState, Sector

FIRST_THREE = (FocusLevel.BY_AND_FOR, FocusLevel.FOR_ONLY, FocusLevel.MADE_WITH)
"""The levels searched unless a person asks for all, so that ticking every box gains nothing."""

TEN_MILES = 16_093
FARTHEST = 100_000
LONGEST_TEXT = 200
MOST_CODES = 60
MOST_NESTED = 20


class Order(StrEnum):
    """In which order offers are shown. None of them says that one is better."""

    RELEVANCE = "relevance"
    NEAREST = "nearest"
    NEXT_TO_HAPPEN = "next_to_happen"
    RECENTLY_CONFIRMED = "recently_confirmed"
    TITLE = "title"
    FAIR_SHUFFLE = "fair_shuffle"


@dataclass(frozen=True, slots=True)
class MadeForWanted:
    """A community, and how an offer may be made for it."""

    community: str
    levels: tuple[FocusLevel, ...] = FIRST_THREE


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """Which offers are asked for. Values of one filter are OR, filters are AND; empty is any.

    `access_features` are all needed at one place. `or_not_stated` names filters (by the API's
    names) that let offers through which have not said. `real` leaves out what was made up for the
    demonstration.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    access_routes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    made_for: tuple[MadeForWanted, ...] = ()
    made_for_all: bool = False
    sectors: tuple[Sector, ...] = ()
    hosts: tuple[str, ...] = ()
    first_time: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    space_now: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access_features: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    organisation: UUID | None = None
    confirmed_since: date | None = None
    states: tuple[OfferState, ...] = ()
    all: tuple["OfferFilter", ...] = ()
    any: tuple["OfferFilter", ...] = ()
    none: tuple["OfferFilter", ...] = ()
    or_not_stated: frozenset[str] = frozenset()
    real: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Near what: words or degrees (WGS84), and how far in metres."""

    text: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Which costly parts of an answer are wanted."""

    total: bool = False
    facets: bool = False
    widen: bool = False
    dates: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the directory, whole."""

    filter: OfferFilter = field(default_factory=OfferFilter)
    near: Near | None = None
    locality: str | None = None
    order: Order | None = None


def check(wanted: OfferFilter, depth: int = 0) -> int:
    """Refuse what is too much to answer, in a sentence; gives the number of filters within."""
    if len(wanted.text) > LONGEST_TEXT:
        raise Invalid(
            f"Shorten this to {LONGEST_TEXT} characters. You have {len(wanted.text)}.",
            field="text",
        )
    if "\x00" in wanted.text:
        raise Invalid("This holds characters we cannot read.", field="text")
    for part in fields(wanted):
        _check_length(part.name, getattr(wanted, part.name))
    inner = (*wanted.all, *wanted.any, *wanted.none)
    many = 1 + sum(check(one, depth + 1) for one in inner)
    if depth > 3 or many > MOST_NESTED:
        raise Invalid("This asks too many things at once. Take some away.", field="filter")
    return many


def districts(wanted: OfferFilter) -> tuple[str, ...]:
    """Gather the districts a filter names, however deep."""
    inner = (*wanted.all, *wanted.any, *wanted.none)
    return (*wanted.districts, *(code for one in inner for code in districts(one)))


def _check_length(name: str, value: Any) -> None:
    if isinstance(value, tuple) and len(value) > MOST_CODES:
        raise Invalid(f"Choose at most {MOST_CODES} of these.", field=name)


def distance(within: int | None) -> int:
    """Check how far a person would go, in metres; ten miles when they did not say."""
    if within is None:
        return TEN_MILES
    if not 0 < within <= FARTHEST:
        raise Invalid("Choose a distance from 1 metre to 100 kilometres.", field="within")
    return within
