"""What is asked: the same places, filters and fields of every contender, from one seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson

from network.core.geometry import Pair, to_grid
from network.directory.terms import Words
from network.directory.wanted import Asked, MadeForWanted, Near, OfferFilter
from seed.invented import Maker

WITHIN = 16_093  # metres: ten miles
KINDS = ("group", "one_to_one", "open_space")
COMMUNITIES = ("racialised", "black_african_caribbean", "south_asian")
TEXTS = ("kettle", "garden", "tea", "quiet", "hands", "ground floor", "evening", "company")
"""Plain words that lead to no term: a lay word would ask our own server for more than the rest."""

CARD = """
  slug title summary
  kind { code label } settings { code label } formats { code label } cost { code label }
  madeFor { level community { code label } }
  organisation { slug name sector }
  sites { name town outcode }
"""

PAGE = f"""query Page($near: Near!, $filter: OfferFilter!) {{
  offers(near: $near, filter: $filter, first: 20) {{
    edges {{ distance node {{ {CARD} }} }}
    pageInfo {{ hasNextPage }}
  }}
}}"""

COUNTED = f"""query Counted($near: Near!, $filter: OfferFilter!) {{
  offers(near: $near, filter: $filter, first: 20) {{
    edges {{ distance node {{ {CARD} }} }}
    pageInfo {{ hasNextPage }}
    totalCount
    facets {{ code values {{ code label count }} }}
  }}
}}"""

QUESTIONS = {"page": PAGE, "counted": COUNTED}

PEER_CARD = """
  offerByOfferId {
    slug title summary
    kindTerm { code label }
    settingTermsList { code label } formatTermsList { code label } costTermsList { code label }
    madeForTermsList { level code label }
    organisationByOrganisationId { slug name sector }
    offersitesByOfferId(orderBy: POSITION_ASC) {
      nodes { siteBySiteId { name town outcode } }
    }
  }
"""
_GIVEN = "x: $x, y: $y, far: $far, said: $said, district: $district"
_GROUPED = (
    "{ groupedAggregates(groupBy: [VOCABULARY, CODE, LABEL]) { keys distinctCount { offerId } } }"
)
_NAMED = (
    "$x: Float!, $y: Float!, $far: Float!, $said: String!, $district: String, "
    "$kind: BigInt, $community: BigInt"
)

PEER_PAGE = f"""query Page({_NAMED}) {{
  searchOffers({_GIVEN}, kind: $kind, community: $community, first: 20) {{
    edges {{ node {{ distance {PEER_CARD} }} }}
    pageInfo {{ hasNextPage }}
  }}
}}"""

PEER_COUNTED = f"""query Counted({_NAMED}) {{
  searchOffers({_GIVEN}, kind: $kind, community: $community, first: 20) {{
    edges {{ node {{ distance {PEER_CARD} }} }}
    pageInfo {{ hasNextPage }}
    totalCount
  }}
  all: searchTerms({_GIVEN}, kind: $kind, community: $community) {_GROUPED}
  kinds: searchTerms({_GIVEN}, community: $community, part: "kind") {_GROUPED}
  madeFor: searchTerms({_GIVEN}, kind: $kind, part: "community") {_GROUPED}
}}"""

PEER_QUESTIONS = {"page": PEER_PAGE, "counted": PEER_COUNTED}


@dataclass(frozen=True, slots=True)
class Case:
    """One search: a point (degrees and metres), a kind, a community, a word."""

    degrees: Pair
    point: Pair
    kind: str
    community: str
    text: str
    district: str | None = None

    def asked(self) -> Asked:
        """Put it as the directory's own question."""
        latitude, longitude = self.degrees
        filter_ = OfferFilter(
            text=self.text, kinds=(self.kind,), made_for=(MadeForWanted(self.community),)
        )
        return Asked(filter_, Near(latitude=latitude, longitude=longitude, within=WITHIN))


def cases(words: Words, many: int, seed: int = 7) -> list[Case]:
    """Make so many searches, around towns as people are."""
    chance, maker = Random(seed), Maker(words, seed)  # noqa: S311  # nothing secret
    made = []
    for _ in range(many):
        town = chance.choices(maker.towns, [t.people for t in maker.towns])[0]
        spot = (chance.gauss(town.middle[0], 4000), chance.gauss(town.middle[1], 4000))
        there = degrees(spot)
        made.append(
            Case(
                there,
                to_grid(*there),
                chance.choice(KINDS),
                chance.choice(COMMUNITIES),
                chance.choice(TEXTS),
            )
        )
    return made


def degrees(spot: Pair) -> Pair:
    """Turn metres on the grid into degrees by asking `to_grid` until it agrees."""
    latitude, longitude = 52.0, -1.5
    for _ in range(12):
        x, y = to_grid(latitude, longitude)
        latitude += (spot[1] - y) / 111_200
        longitude += (spot[0] - x) / 68_500
    return round(latitude, 6), round(longitude, 6)


def ours(question: str, case: Case) -> bytes:
    """Write a search as our API takes it."""
    latitude, longitude = case.degrees
    near = {"latitude": latitude, "longitude": longitude, "within": WITHIN}
    wanted = {
        "kinds": [case.kind],
        "madeFor": [{"community": case.community}],
        "text": case.text,
    }
    variables = {"near": near, "filter": wanted}
    return orjson.dumps({"query": QUESTIONS[question], "variables": variables})


def reference(question: str, case: Case) -> bytes:
    """Write a search as the bare handler takes it."""
    chosen = [case.kind, case.community, case.text, case.district]
    return orjson.dumps([question, *case.point, WITHIN, *chosen])


def peer(question: str, case: Case, words: Words) -> bytes:
    """Write a search as PostGraphile takes it; its function works on the same masks as ours."""
    variables: dict[str, Any] = {
        "x": case.point[0],
        "y": case.point[1],
        "far": float(WITHIN),
        "said": case.text,
        "district": case.district,
        "kind": str(words.mask("kind", [case.kind])),
        "community": str(words.mask("community", [case.community])),
    }
    return orjson.dumps({"query": PEER_QUESTIONS[question], "variables": variables})


def hits(found: dict[str, Any]) -> list[tuple[str, int | None]]:
    """Read which offers an answer gave, in order, with their distances in metres."""
    data = found["data"]
    if "offers" in data:
        return [(e["node"]["slug"], e["distance"]) for e in data["offers"]["edges"]]
    nodes = [edge["node"] for edge in data["searchOffers"]["edges"]]
    return [
        (n["offerByOfferId"]["slug"], None if n["distance"] is None else round(n["distance"]))
        for n in nodes
    ]


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> list[tuple[Any, ...]]:
    """List the counts that are not the same, of those the other gives at all.

    PostGraphile's link table knows an offer's access, not that of its places within reach: it
    counts that, but otherwise than we do.
    """
    own, other = counts(ours), counts(theirs)
    known = {facet for facet, _ in other}
    if "offers" not in theirs["data"]:
        known -= {"accessFeatures"}
    return [
        (key, own.get(key, 0), other.get(key, 0))
        for key in own | other
        if key[0] in known and own.get(key, 0) != other.get(key, 0)
    ]


def counts(found: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Read the counts of an answer: (facet, code) → how many, noughts left out."""
    data = found["data"]
    if "offers" in data:
        return {
            (facet["code"], value["code"]): value["count"]
            for facet in data["offers"]["facets"]
            for value in facet["values"]
            if value["count"]
        }
    return {
        (FACET_OF.get(vocabulary, vocabulary), code): int(group["distinctCount"]["offerId"])
        for part, takes in PARTS.items()
        for group in data[part]["groupedAggregates"]
        for vocabulary, code, _ in [group["keys"]]
        if takes(vocabulary)
    }


PARTS: dict[str, Callable[[str], bool]] = {
    "all": lambda vocabulary: vocabulary not in {"kind", "community"},
    "kinds": lambda vocabulary: vocabulary == "kind",
    "madeFor": lambda vocabulary: vocabulary == "community",
}
FACET_OF = {
    "kind": "kinds",
    "community": "madeFor",
    "setting": "settings",
    "format": "formats",
    "access_route": "accessRoutes",
    "theme": "themes",
    "first_time": "firstTime",
    "records": "records",
    "space_now": "spaceNow",
    "language": "languages",
    "host": "hosts",
    "sector": "sectors",
    "district": "districts",
    "access_feature": "accessFeatures",
}


def total(found: dict[str, Any]) -> int:
    """Read the total of an answer."""
    data = found["data"]
    return int(data["offers" if "offers" in data else "searchOffers"]["totalCount"])


def same(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Compare two pages; a metre of rounding is no difference."""
    return len(one) == len(other) and all(
        a[0] == b[0] and (a[1] is None) is (b[1] is None) and abs((a[1] or 0) - (b[1] or 0)) <= 1
        for a, b in zip(one, other, strict=True)
    )
