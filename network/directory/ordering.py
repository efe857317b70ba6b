"""Order: how offers follow each other, the same for everyone on one day, and never by "best".

After the chosen order come how sure the listing is (fresh and due first, then unconfirmed for a
while, then never confirmed), then a shuffle drawn anew each day, then the id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from network.core.errors import Invalid
from network.core.paging import RUBBISH, Page, cursor
from network.directory.parts import LONDON
from network.directory.wanted import Order

FAR = 1e12
"""Stands for "no distance" and "no next time": after everything that has one."""

HOLDS, A_MINUTE = 24 * 3600, 60
"""Seconds a page link holds: for the evening it was made in, not as a bookmark, since it asks what
fitted at that moment. Clocks of two machines may differ by a minute."""

KEYS = {
    Order.NEAREST: f"coalesce(dist, {FAR})",
    Order.RELEVANCE: "-relevance",
    Order.NEXT_TO_HAPPEN: f"coalesce(next_in, {FAR})",
    Order.RECENTLY_CONFIRMED: "coalesce(-extract(epoch from l.confirmed_at), 0)::float8",
    Order.TITLE: "l.title_key",
    Order.FAIR_SHUFFLE: "0::float8",
}


@dataclass(frozen=True, slots=True)
class Edge:
    """The row a page starts after or ends before, and the moment the first page was asked at."""

    key: float | str
    rank: int
    shuffle: int
    id: UUID


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order at one moment. `now` stays that of the first page, so nothing moves between."""

    order: Order
    now: datetime
    edge: Edge | None = None
    backwards: bool = False

    @property
    def seed(self) -> int:
        """The day's number: it changes at midnight in London."""
        return self.now.astimezone(LONDON).date().toordinal()

    def cursor(self, key: float | str, rank: int, shuffle: int, id: UUID) -> str:
        """Write where a row stands in this order."""
        return cursor(self.order.value, int(self.now.timestamp()), key, rank, shuffle, id.hex)

    def rank(self, bind: Callable[[Any], str]) -> str:
        """Give the SQL of how sure a listing is: 0 checked, 1 not lately, 2 never."""
        return (
            "(case when l.confirmed_at is null then 2"
            f" when l.stale_at > {bind(self.now)} then 0 else 1 end)"
        )

    def shuffle(self, bind: Callable[[Any], str]) -> str:
        """Give the SQL of the day's shuffle: a new order each day, the same for everyone."""
        return f"hashtextextended(l.offer_id::text, {bind(self.seed)})"

    def beyond(self, bind: Callable[[Any], str]) -> str:
        """Give the SQL that leaves out what came on earlier pages."""
        if self.edge is None:
            return "true"
        e, sign = self.edge, "<" if self.backwards else ">"
        kind = "text" if self.order is Order.TITLE else "float8"
        return (
            f"(key, rank, shuffle, offer_id) {sign} (cast({bind(e.key)} as {kind}),"
            f" cast({bind(e.rank)} as int8), cast({bind(e.shuffle)} as int8), {bind(e.id)})"
        )

    @property
    def sql(self) -> str:
        """Give the SQL to sort by."""
        way = " desc" if self.backwards else ""
        return ", ".join(name + way for name in ("key", "rank", "shuffle", "offer_id"))


def ordering(order: Order, page: Page, now: datetime) -> Ordering:
    """Make the order of a page, going on from a cursor if there is one.

    Refuses a cursor that is not ours or that belongs to another order.
    """
    known = page.before if page.backwards else page.after
    if known is None:
        whole = now.replace(microsecond=0)
        return Ordering(order, whole, backwards=page.backwards)
    field = "before" if page.backwards else "after"
    try:
        name, at, key, rank, shuffle, id = known
        edge = Edge(_key(order, key), _small(rank), _large(shuffle), UUID(id))
        asked_at = datetime.fromtimestamp(int(at), UTC)
    except (ValueError, TypeError, AttributeError, OverflowError, OSError):
        raise Invalid(RUBBISH, field=field) from None
    if name != order.value or not -A_MINUTE <= now.timestamp() - int(at) < HOLDS:
        raise Invalid("This page link is too old. Start again from the first page.", field=field)
    return Ordering(order, asked_at, edge, page.backwards)


def _key(order: Order, key: Any) -> float | str:
    return str(key)[:200] if order is Order.TITLE else float(key)


def _small(number: Any) -> int:
    return max(-1, min(9, int(number)))


def _large(number: Any) -> int:
    return max(-(2**63), min(2**63 - 1, int(number)))
