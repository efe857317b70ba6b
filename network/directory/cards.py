"""The public card of an offer: all that anyone may read of it, and nothing else.

A card is made once, when something changes (`listing.refresh`), and read by every door. What
depends on the moment (fresh or not, space or not) is worked out when it is read.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
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


@dataclass(frozen=True)
class OfferCard:
    """An offer as the public sees it. Lists hold codes; an empty list means not stated.

    Parts that are more than words and codes are read from `raw` when somebody asks for them. What
    a door has made of it (finished JSON, say) it may keep in `shown`, as long as the card lives.
    """

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
    who_words: str
    age_from: int | None
    age_to: int | None
    leadership: str | None
    first_time: list[str]
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
    schedule_words: str
    space: str | None
    wait_weeks: int | None
    state: str
    demonstration: bool
    source: str | None
    described: str | None
    confirmed_by: str | None
    version: int
    raw: Json = field(repr=False)
    shown: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def id(self) -> UUID:
        """The offer's id."""
        return UUID(self.raw["id"])

    @cached_property
    def made_for(self) -> list[MadeFor]:
        """The communities it names, and how it is made for them."""
        return [_made_for(known) for known in self.raw["made_for"]]

    @cached_property
    def first_visit(self) -> list[Step]:
        """The steps of a first visit."""
        return [Step.model_construct(**known) for known in self.raw["first_visit"]]

    @cached_property
    def schedule(self) -> list[Session]:
        """When it happens."""
        return [Session.model_validate(known) for known in self.raw["schedule"]]

    @cached_property
    def contacts(self) -> list[Contact]:
        """How to get in touch, as far as anyone may know."""
        return [Contact.model_construct(**known) for known in self.raw["contacts"]]

    @cached_property
    def values(self) -> list[ValueLived]:
        """How it lives the values of peer support, in the host's words."""
        return [ValueLived.model_construct(**known) for known in self.raw["values"]]

    @cached_property
    def peers(self) -> Peers | None:
        """Who does the work, if that was said."""
        known = self.raw["peers"]
        return Peers.model_construct(**known) if known else None

    @cached_property
    def organisation(self) -> OrganisationCard:
        """Who runs it."""
        return organisation(self.raw["organisation"])

    @cached_property
    def sites(self) -> list[SiteCard]:
        """Where it happens."""
        return [_site(known) for known in self.raw["sites"]]

    @cached_property
    def pathways(self) -> list[PathwayCard]:
        """What it leads on to."""
        return [PathwayCard(**known) for known in self.raw["pathways"]]

    @cached_property
    def space_as_of(self) -> datetime | None:
        """When its host said whether there is space."""
        return _moment(self.raw["space_as_of"])

    @cached_property
    def confirmed_at(self) -> datetime | None:
        """When its host last gave their word."""
        return _moment(self.raw["confirmed_at"])

    @cached_property
    def due_at(self) -> datetime | None:
        """When it is to be checked again."""
        return _moment(self.raw["due_at"])

    @cached_property
    def stale_at(self) -> datetime | None:
        """When it counts as not checked lately."""
        return _moment(self.raw["stale_at"])

    @cached_property
    def updated_at(self) -> datetime:
        """When something on it last changed."""
        return datetime.fromisoformat(self.raw["updated_at"])

    @cached_property
    def back_on(self) -> date | None:
        """When it is back from a break, if that is known."""
        return _day(self.raw["back_on"])

    @cached_property
    def ends_on(self) -> date | None:
        """Its last day, if it has one."""
        return _day(self.raw["ends_on"])

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

    def life(self, today: date) -> OfferState:
        """Say where it is in its life: past its last day it has ended, whatever else was said."""
        return OfferState.ENDED if self.ended(today) else OfferState(self.state)


PLAIN = tuple(part.name for part in fields(OfferCard) if part.name not in {"raw", "shown"})

MOST_KEPT = 3_072
"""Cards kept in memory: about 10 kB each, and what doors made of them. A locality has hundreds."""

_kept: OrderedDict[int, OfferCard] = OrderedDict()


def known(stamp: int) -> OfferCard | None:
    """Find a card that was read before. A stamp is given to one card only, so it never tires."""
    card = _kept.get(stamp)
    if card is not None:
        _kept.move_to_end(stamp)
    return card


def keep(stamp: int, card: OfferCard) -> OfferCard:
    """Keep a card in memory; the longest unused one goes."""
    _kept[stamp] = card
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return card


def read(card: Json) -> OfferCard:
    """Turn a card as kept (JSON of our own making, so not checked again) into an offer."""
    return OfferCard(**{name: card[name] for name in PLAIN}, raw=card)


def organisation(known: Json) -> OrganisationCard:
    """Turn the organisation of a card as kept into one that is read."""
    return OrganisationCard(**{**known, "id": UUID(known["id"])})


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _made_for(known: Json) -> MadeFor:
    return MadeFor.model_construct(**{**known, "level": FocusLevel(known["level"])})


def _site(known: Json) -> SiteCard:
    at = tuple(known["at"]) if known["at"] else None
    return SiteCard(**{**known, "id": UUID(known["id"]), "at": at})
