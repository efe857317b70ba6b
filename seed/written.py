"""The made-up hosts of the demonstration, read from files a volunteer can write and mend.

One TOML file for each host in `seed/demonstration/`. Days are counted from the day of loading
(`confirmed_days_ago = 12`), so each load shows every freshness. How to write one: docs/seeds.md.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError
from sqlmodel import Field, SQLModel

from network.core.errors import Invalid
from network.directory import schedule
from network.directory.organisations import Origin
from network.directory.parts import LONDON, Session
from network.directory.sites import Whereabouts
from network.directory.tables import (
    OfferFields,
    OfferState,
    OrganisationFields,
    PathwayKind,
    SiteFields,
    Standing,
)
from seed.hosts import Host, Life, Listed, Place, Way
from seed.sussex import districts

FOLDER = Path(__file__).parent / "demonstration"
EVERYWHERE = "all of Sussex"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Table = Mapping[str, Any]


class Strict(SQLModel):
    """A table of a file: a word we do not know is refused, for it is a slip of the pen."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]  # SQLModel's is private


class WayOn(Strict):
    """A way on, as written: to which offer (its `ref`), of what kind, with a note."""

    to: str
    kind: PathwayKind
    note: str = Field("", max_length=240)


class WrittenSite(SiteFields, Strict):
    """A place, as written: what a site holds, and its own `ref` and postcode."""

    ref: str
    postcode: str


class WrittenOffer(OfferFields, Strict):
    """An offer, as written: what an offer holds, and how far it has come, in days from today."""

    ref: str
    places: list[str] = Field(default_factory=list)
    state: OfferState = OfferState.PUBLISHED
    confirmed_days_ago: int | None = Field(None, ge=0)
    space_days_ago: int | None = Field(None, ge=0)
    closes_in_days: int | None = Field(None, ge=1)
    ended_days_ago: int | None = Field(None, ge=1)
    ending_reason: str | None = None
    back_in_days: int | None = Field(None, ge=1)
    ways_on: list[WayOn] = Field(default_factory=list)


class WrittenHost(OrganisationFields, Strict):
    """A host, as written: what an organisation holds, its places and its offers."""

    standing: Standing = Standing.CONFIRMED
    source: str | None = None
    described: str | None = None
    places: list[WrittenSite] = Field(default_factory=list)
    offers: list[WrittenOffer] = Field(default_factory=list)


def hosts(now: datetime) -> list[Host]:
    """Read every made-up host, those first that others' ways lead to."""
    written = [read(path, now) for path in sorted(FOLDER.glob("*.toml"))]
    titles = {offer.ref: offer.title for host in written for offer in host.offers}
    return [_host(host, titles, now) for host in _in_order(written)]


def read(path: Path, now: datetime) -> WrittenHost:
    """Read one host's file; what cannot be taken is refused with the file's name."""
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
        return WrittenHost.model_validate(_worked_out(table, now))
    except (tomllib.TOMLDecodeError, ValidationError, KeyError, ValueError) as wrong:
        raise Invalid(f"{path.name}: {wrong}") from wrong


def _in_order(written: Iterable[WrittenHost]) -> Iterable[WrittenHost]:
    by_name = {host.name: host for host in written}
    run_by = {offer.ref: host.name for host in by_name.values() for offer in host.offers}
    graph = {
        host.name: {run_by[way.to] for offer in host.offers for way in offer.ways_on} - {host.name}
        for host in by_name.values()
    }
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]


def _worked_out(table: Table, now: datetime) -> Table:
    """Put codes for the names of districts, and dates for days counted from now."""
    placed = dict(table)
    if "home_district" in table:
        placed["home_district"] = districts()[table["home_district"]]
    placed["places"] = [_site(place) for place in table.get("places", [])]
    placed["offers"] = [_offer(offer, now) for offer in table.get("offers", [])]
    return placed


def _site(table: Table) -> Table:
    named = table.get("district")
    return {**table, "district": districts()[named] if named else None}


def _offer(table: Table, now: datetime) -> Table:
    named = table.get("districts", [])
    every = list(districts().values())
    return {
        **table,
        "districts": every if named == [EVERYWHERE] else [districts()[n] for n in named],
        "schedule": [_session(one, now) for one in table.get("schedule", [])],
    }


def _session(table: Table, now: datetime) -> Session:
    """Work out a time: `starts`, or so many weeks from now; `miss_next` leaves one date out."""
    known = dict(table)
    missed = known.pop("miss_next", None)
    if "starts_in_weeks" in known:
        weeks, weekday = known.pop("starts_in_weeks"), known.pop("weekday")
        known["starts"] = _start(now, weeks, WEEKDAYS.index(weekday), known.pop("at"))
    if unknown := set(known) - set(Session.model_fields):
        raise ValueError(f"We do not know {', '.join(sorted(unknown))} of a time.")
    session = Session.model_validate(known)
    if missed is None:
        return session
    ahead = schedule.occurrences([session], now, now + timedelta(days=400), missed)
    return session.model_copy(update={"except_on": [ahead[-1].date()]})


def _start(now: datetime, weeks: int, weekday: int, clock: str) -> datetime:
    today = now.astimezone(LONDON).date()
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(weeks=weeks, days=weekday)
    return datetime.combine(day, time.fromisoformat(clock), LONDON)


def _host(written: WrittenHost, titles: Mapping[str, str], now: datetime) -> Host:
    fields = OrganisationFields.model_validate(_only(written, OrganisationFields))
    origin = Origin(written.standing, True, written.source, written.described)
    places = [
        Place(
            one.ref,
            SiteFields.model_validate({**_only(one, SiteFields), "address": None}),
            Whereabouts(address=one.address, postcode=one.postcode),
        )
        for one in written.places
    ]
    return Host(fields, origin, places, [_listed(one, titles, now) for one in written.offers])


def _listed(written: WrittenOffer, titles: Mapping[str, str], now: datetime) -> Listed:
    ways = [Way(titles[way.to], way.kind, way.note) for way in written.ways_on]
    fields = OfferFields.model_validate(_only(written, OfferFields))
    return Listed(fields, written.places, _life(written, now), ways)


def _life(written: WrittenOffer, now: datetime) -> Life:
    today = now.astimezone(LONDON).date()
    return Life(
        state=written.state,
        confirmed_at=_ago(now, written.confirmed_days_ago),
        space_as_of=_ago(now, written.space_days_ago),
        back_on=_day(today, written.back_in_days),
        last_day=_day(today, written.closes_in_days) or _day(today, _back(written.ended_days_ago)),
        reason=written.ending_reason,
    )


def _ago(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _back(days: int | None) -> int | None:
    return None if days is None else -days


def _only(written: SQLModel, fields: type[SQLModel]) -> Table:
    return written.model_dump(include=set(fields.model_fields))
