"""The small parts of an offer: steps, times, contacts, who it is made for, ways on."""

from datetime import date, datetime
from typing import ClassVar

import strawberry

from network.directory import schedule, sites
from network.directory.cards import SiteCard
from network.directory.tables import Site as SiteRow
from schema.base import Made, Scene, Shaped, described, shape
from schema.enums import AccessAnswer, FocusLevel, Means
from schema.places import District, district
from schema.terms import Term, term, term_or_none


@strawberry.type(description="A community an offer names, and how it is made for it.")
class MadeForStated(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    community: Term
    level: FocusLevel
    words: str | None

    made: ClassVar[Made] = {"community": lambda row, scene: term(scene, "community", row.community)}


@strawberry.type(description="One step of a first visit.")
class Step(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    title: str
    line: str


@strawberry.type(description="A time it happens: RFC 5545, read in Europe/London.")
class Session(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    starts: datetime
    minutes: int
    rule: str | None
    except_on: list[date]
    on_bank_holidays: bool | None
    words: str

    made: ClassVar[Made] = {"words": lambda row, _: schedule.words(row)}


@strawberry.type(description="One way to get in touch.")
class Contact(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    means: Means
    value: str
    who: str | None

    made: ClassVar[Made] = {"means": lambda row, _: Means(row.means)}


@strawberry.type(description="Who does the work; null means not stated.")
class PeerStaffing(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    paid: int | None
    volunteers: int | None
    members: bool | None
    supervised_by_peer: bool | None


@strawberry.type(description="How a value of peer support is lived here, in the host's words.")
class ValueLived(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    value: Term
    words: str

    made: ClassVar[Made] = {"value": lambda row, scene: term(scene, "value", row.value)}


@strawberry.type(description="Space for new people; a null term means: ask.")
class SpaceNow(Shaped):
    term: Term | None
    wait_weeks: int | None
    as_of: datetime | None

    made: ClassVar[Made] = {
        "term": lambda row, scene: term_or_none(scene, "space_now", row.space_now(scene.now)),
        "wait_weeks": lambda row, scene: row.wait_weeks if row.space_now(scene.now) else None,
        "as_of": lambda row, _: row.space_as_of,
    }


@strawberry.type(description="Whether a place has an access feature.")
class AccessFact(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    feature: Term
    answer: AccessAnswer
    site: str

    made: ClassVar[Made] = {
        "feature": lambda row, scene: term(scene, "access_feature", row[0]),
        "answer": lambda row, _: AccessAnswer(row[1]),
        "site": lambda row, _: row[2],
    }


@strawberry.type(description="A place where an offer happens. A withheld address is never given.")
class Site(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset({"district", "version"})

    id: strawberry.ID
    name: str
    address: str | None
    town: str | None
    outcode: str | None
    district: District | None
    withheld: bool
    approximate: bool
    getting_there: str
    access_features: list[AccessFact]
    access_words: str

    @described("The version an updateSite is made from.")
    async def version(self) -> int | None:
        whole = await self._scene.load.one(sites.by_id, self._row.id)
        return whole.version if whole else None

    made: ClassVar[Made] = {
        "id": lambda row, _: strawberry.ID(str(row.id)),
        "district": lambda row, scene: district(scene, row.district),
        "access_features": lambda row, scene: access_facts(row, scene),  # noqa: PLW0108  # below
    }


def access_facts(site: SiteCard | SiteRow, scene: Scene) -> list[AccessFact]:
    """Show what is known of getting in at one place."""
    return [
        shape(AccessFact, (code, answer, site.name), scene) for code, answer in site.access.items()
    ]
