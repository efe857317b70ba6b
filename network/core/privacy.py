"""What the tags of columns are for: finding all that is kept about one person, and erasing it.

No table is named here: a new one is found by the tags and the names of its columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from network.core.fields import Privacy

PEOPLE = frozenset(
    {"person_id", "person", "by", "decided_by", "granted_by", "invited_by", "accepted_by"}
)
"""Columns that hold the id of a person, tagged personal. A house test knows no others."""

ADDRESSES = frozenset({"email_key", "to"})
"""Columns that hold somebody's e-mail address as it is looked up."""

FOR_EVER = frozenset({"event"})
"""Tables nothing is taken out of: they hold ids and codes, and no word that somebody wrote."""

Row = Mapping[str, Any]


async def everything(
    db: AsyncSession, person: UUID, address: str | None
) -> Mapping[str, Sequence[Row]]:
    """Read every row that has to do with a person: table → rows, without what is secret."""
    found: dict[str, Sequence[Row]] = {}
    for table in SQLModel.metadata.sorted_tables:
        theirs = _theirs(table, person, address)
        if not theirs:
            continue
        shown = [c for c in table.columns if c.info.get("privacy") is not Privacy.SECRET]
        rows = await db.execute(select(*shown).where(or_(*theirs)))
        if plain := [_plain(row._mapping) for row in rows]:  # noqa: SLF001  # its public name
            found[table.name] = plain
    return found


async def forget(db: AsyncSession, person: UUID, address: str | None) -> None:
    """Take a person out of every table: their rows, their name on others' rows, their letters.

    Rows that hang on the person go with the person's own row.
    """
    for table in SQLModel.metadata.sorted_tables:
        if table.name in FOR_EVER or table.name == "person":
            continue
        if address is not None:
            await _forget_address(db, table, address)
        for column in _loose(table):
            await db.execute(update(table).where(column == person).values({column.name: None}))
    own = SQLModel.metadata.tables["person"]
    await db.execute(delete(own).where(own.c.id == person))


async def _forget_address(db: AsyncSession, table: Table, address: str) -> None:
    for column in table.columns:
        if column.name not in ADDRESSES:
            continue
        # A letter stays as a number among those sent; an empty frame is all that is left of it.
        empty = {c.name: None for c in table.columns if _words(c) and c.nullable}
        if column.nullable and "state" in table.columns:
            gone = {**empty, "state": "dead"}
            await db.execute(update(table).where(func.lower(column) == address).values(gone))
        else:
            await db.execute(delete(table).where(func.lower(column) == address))


def _theirs(table: Table, person: UUID, address: str | None) -> list[Any]:
    if table.name == "person":
        return [table.c.id == person]
    by_id = [c == person for c in table.columns if c.name in PEOPLE and _personal(c)]
    known = [c for c in table.columns if c.name in ADDRESSES and _personal(c)]
    by_address = [func.lower(c) == address for c in known] if address is not None else []
    return by_id + by_address


def _loose(table: Table) -> Iterator[Column[Any]]:
    """Name the columns that point at a person and are not taken along when the person goes."""
    for column in table.columns:
        if column.name in PEOPLE and _personal(column) and column.nullable:
            yield column


def _personal(column: Column[Any]) -> bool:
    return column.info.get("privacy") is Privacy.PERSONAL


def _words(column: Column[Any]) -> bool:
    return column.info.get("privacy") in {Privacy.PERSONAL, Privacy.SPECIAL}


def _plain(row: Mapping[Any, Any]) -> Row:
    return {str(name): _written(value) for name, value in row.items()}


def _written(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | bytes) else value
