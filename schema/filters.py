"""What can be asked of the directory, as the API words it; the room checks and answers it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import strawberry
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from network.directory import organisations, wanted
from schema.base import read_global_id
from schema.enums import FocusLevel, OfferState, Sector


@strawberry.input(description="Near a postcode, outward code or place name, or near a point.")
class Near:
    text: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: int | None = strawberry.field(
        default=None, description="Metres; ten miles if not said."
    )

    def plain(self) -> wanted.Near:
        """Put it in the room's own terms."""
        return wanted.Near(self.text, self.latitude, self.longitude, self.within)


@strawberry.input(description="A community; the levels are the first three unless you name them.")
class MadeFor:
    community: str
    levels: list[FocusLevel] | None = None


@strawberry.input(description="Values of one filter are OR, filters are AND; empty means any.")
class OfferFilter:
    text: str | None = None
    kinds: list[str] | None = None
    settings: list[str] | None = None
    formats: list[str] | None = None
    access_routes: list[str] | None = None
    themes: list[str] | None = None
    made_for: list[MadeFor] | None = None
    made_for_all: bool | None = False
    sectors: list[Sector] | None = None
    hosts: list[str] | None = None
    first_time: list[str] | None = None
    records: list[str] | None = None
    cost: list[str] | None = None
    space_now: list[str] | None = None
    when: list[str] | None = None
    languages: list[str] | None = None
    access_features: list[str] | None = None
    districts: list[str] | None = None
    organisation: strawberry.ID | None = None
    confirmed_since: date | None = None
    states: list[OfferState] | None = None
    all: "list[OfferFilter] | None" = None
    any: "list[OfferFilter] | None" = None
    none: "list[OfferFilter] | None" = None

    def plain(self) -> wanted.OfferFilter:
        """Put it in the room's own terms."""
        return wanted.OfferFilter(
            text=self.text or "",
            made_for=tuple(
                wanted.MadeForWanted(m.community, tuple(m.levels or wanted.FIRST_THREE))
                for m in self.made_for or ()
            ),
            made_for_all=bool(self.made_for_all),
            sectors=tuple(self.sectors or ()),
            states=tuple(self.states or ()),
            organisation=read_global_id(self.organisation, "Organisation", field="organisation")[1]
            if self.organisation is not None
            else None,
            confirmed_since=self.confirmed_since,
            all=_inner(self.all),
            any=_inner(self.any),
            none=_inner(self.none),
            **self._codes(),
        )

    def _codes(self) -> dict[str, Any]:
        return {name: tuple(getattr(self, name) or ()) for name in CODES}


CODES = (
    "kinds",
    "settings",
    "formats",
    "access_routes",
    "themes",
    "hosts",
    "first_time",
    "records",
    "cost",
    "space_now",
    "when",
    "languages",
    "access_features",
    "districts",
)


def _inner(filters: Sequence[OfferFilter] | None) -> tuple[wanted.OfferFilter, ...]:
    return tuple(one.plain() for one in filters or ())


def _quickly(kind: type[OfferFilter], given: Mapping[str, Any], _: object) -> OfferFilter:
    """Fill in a filter from what graphql-core has checked already.

    Strawberry's own way asks each of the 24 fields for its type at every request.
    """
    named = {WORDED[name]: value for name, value in given.items()}
    named["made_for"] = [_made_for(one) for one in named.get("made_for") or ()]
    for name in ("all", "any", "none"):
        named[name] = [_quickly(kind, one, None) for one in named.get(name) or ()]
    return kind(**named)


def _made_for(given: Mapping[str, Any]) -> MadeFor:
    return MadeFor(community=given["community"], levels=given.get("levels"))


_filter = get_object_definition(OfferFilter, strict=True)
_filter.from_input = _quickly
WORDED = {to_camel_case(field.python_name): field.python_name for field in _filter.fields}
"""The API's names of a filter's fields → ours."""


@strawberry.input(description="Which organisations; empty means any.")
class OrganisationFilter:
    text: str | None = None
    sectors: list[Sector] | None = None

    def plain(self, locality: str | None) -> organisations.OrganisationFilter:
        """Put it in the room's own terms."""
        return organisations.OrganisationFilter(
            self.text or "", tuple(self.sectors or ()), locality
        )
