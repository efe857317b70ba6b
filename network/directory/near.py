"""Near: which offers could do around a point, read from the index as far as it goes.

Around a city thousands of places are within reach and few fit. The index on the point carries the
masks that most people filter by, so a place that does not fit is passed over without a look at its
row; only those left are looked up, for what the index does not hold (words above all).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from network.directory.listed import CARRIED
from network.directory.question import Question, Spot

ONE_AT_MOST = "miss & (miss - 1) = 0"
"""An offer that misses two filters is in nobody's count."""

COLUMN = re.compile(r"\bl\.(\w+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions every offer must meet, those chosen (one a filter), and what is counted."""

    base: Sequence[str]
    chosen: Sequence[str]
    apart: Mapping[str, str]


def missed(each: Sequence[str]) -> str:
    """Write which of these are missed, a bit for each."""
    return _bits(list(enumerate(each)))


def held(question: Question, wanted: Wanted) -> str:
    """Write the floors `spots`, `hits` and `held` of a question about a place."""
    spot = question.spot
    assert spot is not None  # noqa: S101  # asked only near a place
    fit = "filter (where miss = 0)"  # a place without the access asked for says nothing of how far
    carried = "".join(f", min({name}) as {name}" for name in wanted.apart)
    floors, hits = _hits(question, spot, wanted)
    return (
        f"{floors}hits as ({hits}),\n"
        f"held as materialized (select offer_id, min(dist) {fit} as dist, bool_or(near) {fit}"
        f" as near, bool_or(serves) {fit} as serves, array_agg(access) {fit} as accesses,"
        f" bit_and(miss) as miss{carried} from hits where {ONE_AT_MOST} group by offer_id)"
    )


def _hits(question: Question, spot: Spot, wanted: Wanted) -> tuple[str, str]:
    x, y, far = (question.bind(v) for v in (*spot.point, float(spot.within)))
    away = f"(l.at <-> point({x}, {y})) as dist"
    around = f"l.at <@ circle(point({x}, {y}), {far})"
    own = _Looking(question, wanted, away)
    floors = ""
    if own.first:
        every = f"{own.early(around, near=True)} union all {own.early(ANYWHERE, near=False)}"
        floors, by = f"spots as materialized ({every}),\n", [own.late()]
    else:
        by = [own.whole(around, near=True), own.whole(ANYWHERE, near=False)]
    if spot.district is not None:
        covers = f"l.serves @> {question.bind([spot.district])}"
        by.append(own.whole(covers, near=False, serves=True))
    return floors, " union all ".join(by)


ANYWHERE = "l.anywhere and l.n = 0"


class _Looking:
    """The same conditions asked at once, or first of the index and then of the rows left."""

    def __init__(self, question: Question, wanted: Wanted, away: str) -> None:
        self.counting, self.away = question.counting, away
        self.base, self.apart = wanted.base, wanted.apart
        numbered = list(enumerate(wanted.chosen))
        self.known = [(i, c) for i, c in numbered if _in_index(c)]
        self.rest = [(i, c) for i, c in numbered if not _in_index(c)]
        self.looked = bool(self.rest) or not all(map(_in_index, self.base))
        # Else all of a city would pass the index, and be looked up row by row.
        few = len(self.known) > (1 if self.counting else 0) or not self.looked
        self.first = few and all(map(_in_index, self.apart.values()))

    def whole(self, where: str, *, near: bool, serves: bool = False) -> str:
        """Ask everything of the rows themselves."""
        miss, narrowed = self._narrowed([*self.known, *self.rest])
        return _select(
            [
                *("l.offer_id", self.away, "l.access", f"{miss} as miss", *self._apart()),
                *(f"{str(near).lower()} as near", f"{str(serves).lower()} as serves"),
            ],
            "listing l",
            [where, *narrowed, *self.base],
        )

    def early(self, where: str, *, near: bool) -> str:
        """Ask of the index what it knows."""
        miss, narrowed = self._narrowed(self.known)
        inside = _select(
            [
                *("l.offer_id", "l.n", self.away, "l.access", f"{miss} as miss"),
                *(*self._apart(), f"{str(near).lower()} as near"),
            ],
            "listing l",
            [where, *narrowed, *filter(_in_index, self.base)],
        )
        return f"select * from ({inside}) e where {ONE_AT_MOST}" if self.counting else inside

    def late(self) -> str:
        """Ask the rest of the rows that are left."""
        miss, narrowed = self._narrowed(self.rest)
        left = [*narrowed, *(c for c in self.base if not _in_index(c))]
        rows = "spots s join listing l on l.offer_id = s.offer_id and l.n = s.n"
        own = ["s.offer_id", "s.dist", "s.access", f"s.miss | {miss} as miss"]
        return _select(
            [*own, *(f"s.{name}" for name in self.apart), "s.near", "false as serves"],
            rows if self.looked else "spots s",
            left,
        )

    def _narrowed(self, each: list[tuple[int, str]]) -> tuple[str, list[str]]:
        if self.counting:
            return _bits(each), []
        return "0", [condition for _, condition in each]

    def _apart(self) -> list[str]:
        return [f"{column} as {name}" for name, column in self.apart.items()]


def _bits(each: Sequence[tuple[int, str]]) -> str:
    bits = [f"(case when {condition} then 0 else {1 << bit} end)" for bit, condition in each]
    return f"({' | '.join(bits)})" if bits else "0"


def _in_index(condition: str) -> bool:
    """Say whether the index holds every column a condition asks about."""
    return CARRIED.issuperset(COLUMN.findall(condition))


def _select(columns: Sequence[str], rows: str, conditions: Sequence[str]) -> str:
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"select {', '.join(columns)} from {rows}{where}"
