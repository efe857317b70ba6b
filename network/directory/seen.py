"""Seen: how often an offer's page was opened and how often it was found, told to its hosts.

Counted without knowing who looks: a web process keeps numbers in memory and adds them up here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, allows, require
from network.core import disclosure
from network.core.actor import Actor
from network.directory import offers, visible
from network.directory.kept import Seen
from network.directory.parts import today
from network.directory.tables import Offer

QUARTERS = 4
Asked = tuple[UUID, datetime]
_ADD = text(
    """
    insert into seen (offer_id, day, pages, results, lists)
    select one.* from unnest(
        cast(:ids as uuid[]), cast(:days as date[]),
        cast(:pages as int[]), cast(:results as int[]), cast(:lists as int[])
    ) as one (offer_id, day, pages, results, lists)
    join offer on offer.id = one.offer_id
    order by one.offer_id
    on conflict (offer_id, day) do update set
        pages = seen.pages + excluded.pages,
        results = seen.results + excluded.results,
        lists = seen.lists + excluded.lists
    """
)


@dataclass
class Tally:
    """Counts in memory since they were last taken. It holds numbers of offers and no visitor."""

    pages: Counter[UUID] = field(default_factory=Counter)
    results: Counter[UUID] = field(default_factory=Counter)
    lists: Counter[UUID] = field(default_factory=Counter)

    def opened(self, offer_id: UUID) -> None:
        """Count that an offer's page was opened."""
        self.pages[offer_id] += 1

    def found(self, ids: Iterable[UUID]) -> None:
        """Count that offers were among what was found."""
        self.results.update(ids)

    def kept(self, ids: Iterable[UUID]) -> None:
        """Count that offers were on somebody's list."""
        self.lists.update(ids)

    def taken(self) -> "Tally":
        """Give the counts, and begin at nothing again."""
        counted = Tally(self.pages, self.results, self.lists)
        self.pages, self.results, self.lists = Counter(), Counter(), Counter()
        return counted

    def back(self, counted: "Tally") -> None:
        """Take counts back that could not be added."""
        self.pages += counted.pages
        self.results += counted.results
        self.lists += counted.lists

    def __bool__(self) -> bool:
        return bool(self.pages or self.results or self.lists)


@dataclass(frozen=True, slots=True)
class Quarter:
    """How often an offer was seen in a calendar quarter, as it may be told (core/disclosure.py)."""

    begins: date
    pages: str
    results: str
    lists: str


async def add(db: AsyncSession, actor: Actor, counted: Tally, now: datetime) -> None:
    """Add what a web process counted. Ask it by `unit.count`: it is nobody's act."""
    require(actor, Act.COUNT_SEEN)
    ids = sorted({*counted.pages, *counted.results, *counted.lists})
    columns: Mapping[str, Sequence[object]] = {
        "ids": ids,
        "days": [today(now)] * len(ids),
        "pages": [counted.pages[id] for id in ids],
        "results": [counted.results[id] for id in ids],
        "lists": [counted.lists[id] for id in ids],
    }
    await db.execute(_ADD, columns)


async def forget(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget the days that no host is told of any more, and say how many rows there were."""
    require(actor, Act.COUNT_SEEN)
    old = delete(Seen).where(col(Seen.day) < _quarters(now)[-1]).returning(col(Seen.offer_id))
    return len((await db.scalars(old)).all())


async def of(db: AsyncSession, actor: Actor, offer_id: UUID, now: datetime) -> Sequence[Quarter]:
    """Say how often an offer was seen, this quarter and the three before it, the newest first.

    For its hosts and those who look after it. No shorter time is told: it could tell of somebody.
    """
    require(actor, Act.SEE_SEEN, await offers.get(db, actor, offer_id))
    return (await _told(db, [offer_id], now))[offer_id]


async def of_many(
    db: AsyncSession, actor: Actor, asked: Sequence[Asked]
) -> Mapping[Asked, Sequence[Quarter]]:
    """Say it of many offers, each at a moment; those of others are left out."""
    wanted = visible.offers(actor).where(col(Offer.id).in_([id for id, _ in asked]))
    rows = (await db.scalars(wanted)).all()
    own = {offer.id for offer in rows if allows(actor, Act.SEE_SEEN, offer)}
    found: dict[Asked, Sequence[Quarter]] = {}
    for now in dict.fromkeys(at for _, at in asked):
        ids = [id for id, at in asked if at == now and id in own]
        told = await _told(db, ids, now) if ids else {}
        found |= {(id, now): told[id] for id in ids}
    return found


async def _told(
    db: AsyncSession, ids: Sequence[UUID], now: datetime
) -> Mapping[UUID, Sequence[Quarter]]:
    begins = _quarters(now)
    quarter = func.date_trunc("quarter", col(Seen.day))
    sums = [func.sum(col(count)) for count in (Seen.pages, Seen.results, Seen.lists)]
    own = (col(Seen.offer_id).in_(ids), col(Seen.day) >= begins[-1])
    query = select(col(Seen.offer_id), quarter, *sums).where(*own)
    rows = await db.execute(query.group_by(col(Seen.offer_id), quarter))
    known = {(id, at.date()): counts for id, at, *counts in rows}
    return {
        id: [Quarter(at, *map(disclosure.shown, known.get((id, at), (0, 0, 0)))) for at in begins]
        for id in ids
    }


def _quarters(now: datetime) -> Sequence[date]:
    """Give the first days of the quarters that are told of, the newest first."""
    begins = [disclosure.quarter(today(now))]
    while len(begins) < QUARTERS:
        begins.append(disclosure.quarter(begins[-1] - timedelta(days=1)))
    return begins
