"""The audit: what was done, by whom and to what, for stewards. It holds codes, and no words.

Of every entry that is shown it is said whether its seal fits the one before.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core import chain
from network.core.actor import Actor
from network.core.chain import BEGIN, Noted, Walked
from network.core.errors import Invalid
from network.core.events import AT_A_TIME, Event
from network.core.paging import RUBBISH, Page

LONDON = ZoneInfo("Europe/London")
MOST_CHECKED = 20_000
"""Entries that are walked along while somebody waits; `alongside audit verify` walks them all."""
MOST_SEQ = 2**62

_NAMES = text(
    "with recursive known as (select min(name) as name from event union all"
    " select (select min(name) from event where name > known.name) from known"
    " where known.name is not null) select name from known where name is not null"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: by whom, what was done, to what, and from which day to which (in London)."""

    by: UUID | None = None
    name: str = ""
    about: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `holds`: its seal fits what it says, and the entry before it."""

    event: Event
    holds: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A walk along the newest entries: how many there were, of how many, and what was found."""

    walked: int
    of: int
    found: Walked


async def entries(
    db: AsyncSession, actor: Actor, wanted: Wanted, page: Page
) -> tuple[Sequence[Entry], bool]:
    """List what was done, the newest first, and say whether there is more. Cursor: (seq,)."""
    require(actor, Act.SEE_RECORD)
    query = select(Event).where(*_asked(wanted))
    if page.after is not None:
        query = query.where(col(Event.seq) < _edge(page.after))
    rows = (await db.scalars(query.order_by(col(Event.seq).desc()).limit(page.size + 1))).all()
    shown = rows[: page.size]
    seals = await _seals(db, [row.seq - 1 for row in shown])
    return [Entry(row, _holds(row, seals)) for row in shown], len(rows) > page.size


async def names(db: AsyncSession, actor: Actor) -> Sequence[str]:
    """List everything that was ever done, by its name, A to Z."""
    require(actor, Act.SEE_RECORD)
    return (await db.scalars(_NAMES)).all()


async def check(db: AsyncSession, actor: Actor) -> Checked:
    """Walk along the newest entries and say whether each is sealed to the one before."""
    require(actor, Act.SEE_RECORD)
    last = await db.scalar(select(func.max(Event.seq))) or 0
    before = max(0, last - MOST_CHECKED)
    seals = await _seals(db, [before])
    if before not in seals:
        return Checked(0, last, Walked(Noted(before, BEGIN.seal), before, "missing"))
    begin = Noted(before, seals[before])
    found = await chain.walk(_after(db, before), begin=begin)
    return Checked(last - before, last, found)


def _asked(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.by is not None:
        yield col(Event.by) == wanted.by
    if wanted.name:
        yield col(Event.name) == wanted.name
    if wanted.about is not None:
        yield col(Event.about) == wanted.about
    if wanted.since is not None:
        yield col(Event.at) >= _midnight(wanted.since)
    if wanted.until is not None:
        yield col(Event.at) < _midnight(wanted.until + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON)


async def _seals(db: AsyncSession, places: Sequence[int]) -> Mapping[int, bytes]:
    query = select(Event.seq, Event.chain).where(col(Event.seq).in_(places))
    return {0: BEGIN.seal} | {row.seq: row.chain for row in await db.execute(query)}


def _holds(event: Event, seals: Mapping[int, bytes]) -> bool:
    before = seals.get(event.seq - 1)
    return before is not None and chain.seal(before, event.model_dump()) == event.chain


async def _after(db: AsyncSession, seq: int) -> AsyncIterator[Mapping[str, Any]]:
    columns = Event.__table__.columns  # type: ignore[attr-defined]
    query = select(*columns).where(col(Event.seq) > seq).order_by(col(Event.seq))
    async for row in await db.stream(query.execution_options(yield_per=AT_A_TIME)):
        yield dict(row._mapping)  # noqa: SLF001  # its public name


def _edge(key: tuple[Any, ...]) -> int:
    if len(key) != 1 or type(key[0]) is not int or not 0 <= key[0] < MOST_SEQ:
        raise Invalid(RUBBISH, field="after")
    return key[0]
