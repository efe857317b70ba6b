"""Inventing offers for measuring: the same every time, spread over England's towns as people are.

Nothing is real but the towns. Districts and middles of towns are from general knowledge.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from network.core.geometry import Pair
from network.directory.organisations import SECTORS
from network.directory.parts import LONDON, Contact, FocusLevel, MadeFor, Means, Session, Step
from network.directory.slugs import slug
from network.directory.tables import (
    Assurance,
    Offer,
    OfferSite,
    OfferState,
    Organisation,
    Sector,
    Site,
    Standing,
)
from network.directory.terms import Words

FOLDER = Path(__file__).parent / "generated"

MOMENT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
"""When everything generated was written."""

LEVELS = {
    FocusLevel.BY_AND_FOR: 30,
    FocusLevel.FOR_ONLY: 15,
    FocusLevel.MADE_WITH: 20,
    FocusLevel.WELCOMES: 35,
}
STATES = {OfferState.PUBLISHED: 92, OfferState.PAUSED: 4, OfferState.ENDED: 4}
HOSTS = {"charity": 30, "community_group": 22, "user_led": 18, "nhs": 14, "council": 6}
ACROSS = 6_000  # metres: how far a town's offers spread


@dataclass
class Batch:
    """Some offers and all they hang on, as rows of the tables."""

    organisations: list[Organisation] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    placed: list[OfferSite] = field(default_factory=list)
    given: list[Assurance] = field(default_factory=list)


@dataclass(frozen=True)
class Town:
    """A town of England: its middle, its people in thousands, its district and postcode area."""

    name: str
    middle: Pair
    people: int
    district: str
    area: str


class Maker:
    """Makes offers from one seed: the same seed makes the same offers."""

    def __init__(self, words: Words, seed: int, now: datetime = MOMENT) -> None:
        self.words = words
        self.now = now
        self.chance = Random(seed)  # noqa: S311  # made-up data, no secret
        self.slugs: set[str] = set()
        self.sessions: dict[tuple[int, int, str], Session] = {}

    @cached_property
    def said(self) -> dict[str, list[str]]:
        """The words that titles and sentences are put together from."""
        read: dict[str, list[str]] = json.loads((FOLDER / "words.json").read_text("utf-8"))
        return read

    @cached_property
    def towns(self) -> list[Town]:
        """The towns there are, one as often as its people."""
        with (FOLDER / "towns.csv").open(encoding="utf-8", newline="") as file:
            return [_town(cells) for cells in csv.DictReader(file)]

    def batches(self, offers: int, size: int) -> Iterator[Batch]:
        """Make so many offers, a batch at a time."""
        while offers > 0:
            batch = Batch()
            while len(batch.offers) < min(size, offers):
                self._organisation(batch, min(size, offers))
            yield batch
            offers -= len(batch.offers)

    def _organisation(self, batch: Batch, most: int) -> None:
        town = self.chance.choices(self.towns, [t.people for t in self.towns])[0]
        name = f"{town.name} {self.one('adjectives')} {self.one('of')}"
        host = self.weighed(HOSTS)
        id, short = self._id(name)
        run_by = Organisation.model_construct(
            id=id,
            slug=short,
            name=name,
            host=host,
            sector=SECTORS.get(host, Sector.OTHER),
            standing=self.weighed({Standing.CONFIRMED: 9, Standing.NEW: 1}),
            about=self.one("happens"),
            contacts=[Contact(means=Means.EMAIL, value="hello@example.org", who=None)],
            demonstration=True,
            created_at=self.now,
            updated_at=self.now,
        )
        batch.organisations.append(run_by)
        sites = [self._site(run_by, town) for _ in range(self.chance.choice((1, 1, 2, 3)))]
        batch.sites += sites
        for _ in range(min(self.chance.randint(1, 7), most - len(batch.offers))):
            self._offer(batch, run_by, town, sites)

    def _site(self, run_by: Organisation, town: Town) -> Site:
        withheld = self.chance.random() < 0.04
        x, y = (round(self.chance.gauss(middle, ACROSS / 2)) for middle in town.middle)
        features = self.some("access_feature", 8)
        return Site.model_construct(
            id=self._uuid(),
            organisation_id=run_by.id,
            name=f"{self.one('adjectives')} {self.one('halls')}",
            address=None if withheld else f"{self.chance.randint(1, 90)} {self.one('streets')}",
            town=town.name,
            outcode=f"{town.area}{self.chance.randint(1, 20)}",
            district=town.district,
            withheld=withheld,
            access={code: self.chance.choice(("yes", "yes", "no", "unsure")) for code in features},
            at=(float(x), float(y)),
            approximate=withheld,
        )

    def _offer(self, batch: Batch, run_by: Organisation, town: Town, sites: Sequence[Site]) -> None:
        chosen = self.chance.choices((0, 1, 2), (12, 78, 10))[0]
        places = self.chance.sample(sites, min(chosen, len(sites)))
        filled = self._filled(town, remote=not places)
        id, short = self._id(filled["title"])
        offer = Offer.model_construct(
            **filled,
            id=id,
            organisation_id=run_by.id,
            slug=short,
            state=self.weighed(STATES),
            demonstration=True,
            space_as_of=self.before(90) if filled["space"] else None,
            published_at=self.now,
            version=2,
            created_at=self.now,
            updated_at=self.now,
        )
        batch.offers.append(offer)
        batch.placed += [
            OfferSite.model_construct(offer_id=id, site_id=site.id, position=n)
            for n, site in enumerate(places)
        ]
        if self.chance.random() < 0.8:
            batch.given.append(
                Assurance.model_construct(
                    id=self._uuid(),
                    offer_id=id,
                    at=self.before(200),
                    method="signed_in",
                    role="host",
                    parts=[],
                )
            )

    def _filled(self, town: Town, *, remote: bool) -> dict[str, Any]:
        kinds = self.some("kind", 3)
        near = self.chance.random()
        title = " ".join((self.one("days" if near < 0.4 else "adjectives"), self.one("nouns")))
        return {
            "title": title,
            "summary": self.one("summaries"),
            "what_happens": " ".join(self.chance.sample(self.said["happens"], 3)),
            "kind": kinds[0],
            "also_kinds": kinds[1:],
            "settings": self.some("setting", 2),
            "formats": ["video", "phone"] if remote else ["in_person"],
            "access_routes": self.some("access_route", 2),
            "themes": self.some("theme", 3),
            "made_for": self._made_for(),
            "first_time": self.some("first_time", 4),
            "first_visit": [Step(title=step, line="") for step in self.said["steps"][:3]],
            "records": self.some("records", 1),
            "cost": ["free"] if self.chance.random() < 0.8 else self.some("cost", 1),
            "languages": ["eng", *self.some("language", 1)[: near < 0.1]],
            "districts": [town.district] if near < 0.3 else [],
            "anywhere": remote and near < 0.05,
            "schedule": [] if near > 0.9 else [self._session()],
            "contacts": [Contact(means=Means.PHONE, value="01632 960000", who=None)],
            "values": [],
            "space": self.some("space_now", 1)[0] if near < 0.6 else None,
        }

    def _made_for(self) -> list[MadeFor]:
        """Name no community half the time, else one to three, each at one level."""
        if self.chance.random() < 0.5:
            return []
        named = self.some("community", 3)
        return [MadeFor(community=one, level=self.weighed(LEVELS), words=None) for one in named]

    def _session(self) -> Session:
        """Give one of a hundred-odd times, as real ones cluster on few hours of the week."""
        day, hour = self.chance.randrange(7), self.chance.choice((10, 11, 13, 14, 18, 19))
        rule = self.chance.choice(("FREQ=WEEKLY", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2"))
        key = (day, hour, rule)
        if key not in self.sessions:
            starts = datetime(2026, 9, 7 + day, hour, tzinfo=LONDON)
            self.sessions[key] = Session(starts=starts, minutes=90, rule=rule)
        return self.sessions[key]

    def one(self, name: str) -> str:
        """Choose one of our words."""
        return self.chance.choice(self.said[name])

    def some(self, vocabulary: str, most: int) -> list[str]:
        """Choose one to so many codes of a vocabulary, the first ones oftener."""
        codes, weights = self._codes[vocabulary]
        many = min(self.chance.randint(1, most), len(codes))
        return list(dict.fromkeys(self.chance.choices(codes, weights, k=many)))

    @cached_property
    def _codes(self) -> dict[str, tuple[list[str], list[float]]]:
        each = {name: [t.code for t in self.words.listed(name)] for name in self.words.terms}
        return {n: (codes, [1 / (2 + i) for i in range(len(codes))]) for n, codes in each.items()}

    def weighed(self, weights: dict[Any, int]) -> Any:
        """Choose by weight."""
        return self.chance.choices([*weights], [*weights.values()])[0]

    def before(self, days: int) -> datetime:
        """Choose a moment in the days before now."""
        return self.now - timedelta(minutes=self.chance.randrange(days * 24 * 60))

    def _uuid(self) -> UUID:
        """Make an id like `ids.new_id`, but from the seed."""
        bits = self.chance.getrandbits(74)
        moment = int(self.now.timestamp() * 1000)
        high, low = bits >> 62, bits & (1 << 62) - 1
        return UUID(int=moment << 80 | 7 << 76 | high << 64 | 2 << 62 | low)

    def _id(self, name: str) -> tuple[UUID, str]:
        while (short := slug(name, id := self._uuid())) in self.slugs:
            pass
        self.slugs.add(short)
        return id, short


def _town(cells: dict[str, str]) -> Town:
    middle = (float(cells["easting"]), float(cells["northing"]))
    return Town(cells["name"], middle, int(cells["people"]), cells["district"], cells["area"])
