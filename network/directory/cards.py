"""The public card of an offer: all that anyone may read of it, and nothing else.

A card is made once, when something changes (`listing.refresh`), and read by every door. What
depends on the moment (fresh or not, space or not) is worked out when it is read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from network.directory.freshness import Freshness, freshness, space_until
from network.directory.parts import Contact, FocusLevel, MadeFor, Peers, Session, Step, ValueLived
from network.directory.tables import OfferState

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """Who runs it, as the offer's page shows it."""

    id: UUID
    slug: str
    name: str
    host: str | None
    sector: str
    standing: str
    website: str | None
    demonstration: bool


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A place, as anyone may see it: `at` is an area's middle when `approximate` is true."""

    id: UUID
    name: str
    address: str | None
    town: str | None
    outcode: str | None
    district: str | None
    withheld: bool
    approximate: bool
    at: tuple[float, float] | None
    getting_there: str
    access: dict[str, str]
    access_words: str


@dataclass(frozen=True, slots=True)
class PathwayCard:
    """A way on to another offer."""

    kind: str
    note: str
    slug: str
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class OfferCard:
    """An offer as the public sees it. Lists hold codes; an empty list means not stated."""

    id: UUID
    slug: str
    title: str
    summary: str
    what_happens: str
    kind: str
    also_kinds: list[str]
    settings: list[str]
    formats: list[str]
    access_routes: list[str]
    themes: list[str]
    made_for: list[MadeFor]
    who_words: str
    age_from: int | None
    age_to: int | None
    leadership: str | None
    first_time: list[str]
    first_visit: list[Step]
    records: list[str]
    records_words: str
    reply_time: str | None
    how_long: str | None
    cost: list[str]
    cost_words: str
    session_limit: int | None
    usual_size: int | None
    people_words: str
    join_words: str
    languages: list[str]
    districts: list[str]
    anywhere: bool
    schedule: list[Session]
    schedule_words: str
    contacts: list[Contact]
    peers: Peers | None
    values: list[ValueLived]
    space: str | None
    wait_weeks: int | None
    space_as_of: datetime | None
    state: str
    back_on: date | None
    ends_on: date | None
    demonstration: bool
    source: str | None
    described: str | None
    confirmed_at: datetime | None
    confirmed_by: str | None
    due_at: datetime | None
    stale_at: datetime | None
    version: int
    updated_at: datetime
    organisation: OrganisationCard
    sites: list[SiteCard]
    pathways: list[PathwayCard]

    def freshness(self, now: datetime) -> Freshness:
        """Say how sure this listing is at a moment."""
        return freshness(self.confirmed_at, self.due_at, self.stale_at, now)

    def space_now(self, now: datetime) -> str | None:
        """Say what is known of space at a moment: a code, or None for "ask"."""
        if self.space is None or self.space_as_of is None:
            return None
        return self.space if now < space_until(self.space_as_of) else None

    def ended(self, today: date) -> bool:
        """Say whether it is over: ended by its host, or past its last date."""
        return self.state == OfferState.ENDED or (self.ends_on is not None and self.ends_on < today)


_MOMENTS = ("space_as_of", "confirmed_at", "due_at", "stale_at", "updated_at")
_DAYS = ("back_on", "ends_on")


def read(card: Json) -> OfferCard:
    """Turn a card as kept (JSON of our own making, so not checked again) into an offer."""
    known = dict(card)
    for name in _MOMENTS:
        if known[name] is not None:
            known[name] = datetime.fromisoformat(known[name])
    for name in _DAYS:
        if known[name] is not None:
            known[name] = date.fromisoformat(known[name])
    known["id"] = UUID(known["id"])
    known["made_for"] = [_made_for(m) for m in known["made_for"]]
    known["first_visit"] = [Step.model_construct(**s) for s in known["first_visit"]]
    known["schedule"] = [Session.model_validate(s) for s in known["schedule"]]
    known["contacts"] = [Contact.model_construct(**c) for c in known["contacts"]]
    known["values"] = [ValueLived.model_construct(**v) for v in known["values"]]
    known["peers"] = Peers.model_construct(**known["peers"]) if known["peers"] else None
    known["organisation"] = organisation(known["organisation"])
    known["sites"] = [_site(s) for s in known["sites"]]
    known["pathways"] = [PathwayCard(**p) for p in known["pathways"]]
    return OfferCard(**known)


def organisation(known: Json) -> OrganisationCard:
    """Turn the organisation of a card as kept into one that is read."""
    return OrganisationCard(**{**known, "id": UUID(known["id"])})


def _made_for(known: Json) -> MadeFor:
    return MadeFor.model_construct(**{**known, "level": FocusLevel(known["level"])})


def _site(known: Json) -> SiteCard:
    at = tuple(known["at"]) if known["at"] else None
    return SiteCard(**{**known, "id": UUID(known["id"]), "at": at})
