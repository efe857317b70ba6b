"""The offer: one thing a person can join or receive, with everything its page says."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, cast

import strawberry

from network.core.errors import Invalid
from network.core.paging import MOST, asked
from network.directory import cards, schedule, search
from network.directory.parts import today
from network.places import districts
from schema.base import Made, Node, Scene, Shaped, described, global_id, shape
from schema.clashes import Difference
from schema.enums import Freshness, OfferState, PathwayKind
from schema.organisations import Organisation
from schema.parts import (
    AccessFact,
    Contact,
    MadeForStated,
    PeerStaffing,
    Session,
    Site,
    SpaceNow,
    Step,
    ValueLived,
    access_facts,
)
from schema.places import District
from schema.revisions import RevisionConnection, past, waiting
from schema.seen import SeenQuarter, looks
from schema.terms import Term, said_or_not, some_terms, term_or_none

AHEAD = timedelta(days=400)


@strawberry.type(description="Who pays for an offer, and until when.")
class Funding:
    funder: str
    ends_on: date | None


@strawberry.type(description="One thing a person can join or receive.")
class Offer(Node, Shaped):
    moving: ClassVar[frozenset[str]] = frozenset(
        {
            *("districts", "spaceNow", "freshness", "state", "nextOccurrences"),
            *("funding", "revisions", "waits", "seen"),
        }
    )

    slug: str
    title: str
    summary: str
    what_happens: str | None
    organisation: Organisation
    kind: Term
    also_kinds: list[Term]
    settings: list[Term]
    formats: list[Term]
    access_routes: list[Term]
    themes: list[Term]
    made_for: list[MadeForStated]
    who_words: str | None
    age_from: int | None
    age_to: int | None
    leadership: Term | None
    first_time: list[Term]
    records: list[Term]
    records_words: str | None
    reply_time: Term | None
    how_long: Term | None
    cost: list[Term]
    cost_words: str | None
    session_limit: int | None
    usual_size: int | None
    people_words: str | None
    join_words: str | None
    first_visit: list[Step]
    languages: list[str]
    access_features: list[AccessFact]
    sites: list[Site]
    districts: list[District]
    anywhere: bool
    schedule: list[Session]
    schedule_words: str | None
    contacts: list[Contact]
    peers: PeerStaffing | None
    values: list[ValueLived]
    space_now: SpaceNow
    freshness: Freshness
    confirmed_at: datetime | None
    confirmed_by: str | None
    provenance: str | None
    pathways: "list[Pathway]"
    state: OfferState
    back_on: date | None
    ends_on: date | None
    demonstration: bool
    version: int
    updated_at: datetime

    @described("The next times it happens.")
    def next_occurrences(self, first: int | None = 3) -> list[datetime]:
        if first is None or not 0 <= first <= MOST:
            raise Invalid(f"Ask for 0 to {MOST} at a time.", field="first")
        now = self._scene.now
        known = [at for at in self._more.get("upcoming", ()) if at >= now]  # not the first page's
        if len(known) < first:
            known = schedule.ahead(self._row, now, now + AHEAD, most=first)
        return known[:first]

    @described("Null unless you may see it.")
    def funding(self) -> list[Funding] | None:
        return None

    @described("What it said before, for its editors; null to everyone else.")
    def revisions(
        self, first: int | None = 20, after: str | None = None
    ) -> RevisionConnection | None:
        if self._scene.load.nobody:
            return None  # at once: most ask as nobody, and nothing is to wait for this
        return cast("RevisionConnection", past(self._scene, self._row.id, asked(first, after)))

    @described("Words that wait for a steward, for its editors; null to everyone else.")
    def waits(self) -> list[Difference] | None:
        if self._scene.load.nobody:
            return None
        return cast("list[Difference]", waiting(self._scene, self._row.id))

    @described("How often it was seen, for its hosts when signed in; null to everyone else.")
    def seen(self) -> list[SeenQuarter] | None:
        if self._scene.load.nobody:
            return None
        return cast("list[SeenQuarter]", looks(self._scene, self._row.id))


@strawberry.type(description="A way on from one offer to another.")
class Pathway(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset({"offer"})

    kind: PathwayKind
    note: str
    slug: str
    title: str
    organisation: str

    made: ClassVar[Made] = {"kind": lambda row, _: PathwayKind(row.kind)}

    @described("The offer it leads to.")
    async def offer(self) -> Offer | None:
        found = await self._scene.load.one(search.by_slugs, self._row.slug)
        return shape(Offer, found, self._scene) if found else None


def _terms_of(vocabulary: str, name: str) -> Any:
    return lambda row, scene: some_terms(scene, vocabulary, getattr(row, name))


def _term_of(vocabulary: str, name: str) -> Any:
    return lambda row, scene: term_or_none(scene, vocabulary, getattr(row, name))


def _each(kind: type[Shaped], name: str) -> Any:
    return lambda row, scene: [shape(kind, one, scene) for one in getattr(row, name)]


def _stated(name: str) -> Any:
    return lambda row, _: getattr(row, name) or None


def _districts(row: cards.OfferCard, scene: Scene) -> Any:
    """Show the districts covered: at once if all were read beside, else when they come."""
    known = [scene.districts.get(code) for code in row.districts]
    if None in known:
        return _fetched_districts(row, scene)
    return [shape(District, one, scene) for one in known]


async def _fetched_districts(row: cards.OfferCard, scene: Scene) -> list[District]:
    found = await scene.load.many(districts.by_codes, row.districts)
    return [shape(District, one, scene) for one in found]


def _access(row: cards.OfferCard, scene: Scene) -> list[AccessFact]:
    return [fact for site in row.sites for fact in access_facts(site, scene)]


def _confirmed_by(row: cards.OfferCard, scene: Scene) -> str | None:
    if row.confirmed_by is None:
        return None
    known = scene.words.terms.get("role", {}).get(row.confirmed_by)
    return known.label if known else row.confirmed_by


def _provenance(row: cards.OfferCard, scene: Scene) -> str | None:  # noqa: ARG001  # they are called alike
    if row.demonstration:
        return "Made up for the demonstration."
    if row.source is None:
        return None
    when = f" in {row.described}" if row.described else ""
    unsure = "" if row.confirmed_at else "; not confirmed by the people who run it"
    return f"Described at {row.source}{when}{unsure}."


Offer.made = {
    "id": lambda row, _: global_id("Offer", row.id),
    "organisation": lambda row, scene: shape(Organisation, row.organisation, scene),
    "kind": lambda row, scene: said_or_not(scene, "kind", row.kind),
    "also_kinds": _terms_of("kind", "also_kinds"),
    "settings": _terms_of("setting", "settings"),
    "formats": _terms_of("format", "formats"),
    "access_routes": _terms_of("access_route", "access_routes"),
    "themes": _terms_of("theme", "themes"),
    "first_time": _terms_of("first_time", "first_time"),
    "records": _terms_of("records", "records"),
    "cost": _terms_of("cost", "cost"),
    "leadership": _term_of("leadership", "leadership"),
    "reply_time": _term_of("reply_time", "reply_time"),
    "how_long": _term_of("how_long", "how_long"),
    "made_for": _each(MadeForStated, "made_for"),
    "first_visit": _each(Step, "first_visit"),
    "sites": _each(Site, "sites"),
    "schedule": _each(Session, "schedule"),
    "contacts": _each(Contact, "contacts"),
    "values": _each(ValueLived, "values"),
    "pathways": _each(Pathway, "pathways"),
    "peers": lambda row, scene: shape(PeerStaffing, row.peers, scene) if row.peers else None,
    "space_now": lambda row, scene: shape(SpaceNow, row, scene),
    "access_features": _access,
    "districts": _districts,
    "freshness": lambda row, scene: row.freshness(scene.now),
    "confirmed_by": _confirmed_by,
    "provenance": _provenance,
    "state": lambda row, scene: row.life(today(scene.now)),
    **{
        name: _stated(name)
        for name in (
            "what_happens",
            "who_words",
            "records_words",
            "cost_words",
            "people_words",
            "join_words",
            "schedule_words",
        )
    },
}
