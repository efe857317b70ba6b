"""What the tags of columns are for: finding all that is kept about one person, and erasing it.

No table is named here: a new one is found by the tags and the names of its columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Table,
    and_,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from network.core.fields import Privacy

PEOPLE = frozenset(
    {
        *("person_id", "person", "by"),
        *("granted_by", "invited_by", "accepted_by", "decided_by", "answered_by"),
    }
)
"""Columns that hold the id of a person, tagged personal. A house test knows no others."""

THEIRS = frozenset({"person_id", "person"})
"""Those of them whose row is about that person. By the others they only acted on somebody's row."""

ADDRESSES = frozenset({"email_key", "to"})
"""Columns that hold somebody's e-mail address as it is looked up."""

FOR_EVER = frozenset({"event"})
"""Tables nothing is taken out of: they hold ids and codes, and no word that somebody wrote."""

Row = Mapping[str, Any]


async def everything(
    db: AsyncSession, person: UUID, address: str | None
) -> Mapping[str, Sequence[Row]]:
    """Read every row that has to do with a person: table → rows, without what is secret.

    Of rows about somebody else that they only acted on (decided, invited, granted), no more than
    what is public: another person's words are not theirs to have.
    """
    found: dict[str, Sequence[Row]] = {}
    for table in SQLModel.metadata.sorted_tables:
        own, acted = _theirs(table, person, address)
        if own is not None and acted is not None:
            acted = and_(acted, not_(own))
        rows = await _read(db, table, own, {Privacy.PUBLIC, Privacy.PERSONAL, Privacy.SPECIAL})
        rows += await _read(db, table, acted, {Privacy.PUBLIC})
        if rows:
            found[str(table.name)] = rows  # plain text, fit to be written as JSON
    return found


async def _read(db: AsyncSession, table: Table, which: Any, tags: set[Privacy]) -> list[Row]:
    if which is None:
        return []
    shown = [column for column in table.columns if column.info.get("privacy") in tags]
    rows = await db.execute(select(*shown).where(which))
    return [_plain(row._mapping) for row in rows]  # noqa: SLF001  # its public name


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


async def addresses(db: AsyncSession) -> set[str]:
    """Read every e-mail address that lies somewhere without an account, in small letters."""
    found: set[str] = set()
    for column in _addressed():
        rows = await db.scalars(select(func.lower(column)).where(column.is_not(None)).distinct())
        found |= set(rows)
    return found


async def forget_address(db: AsyncSession, address: str, before: UUID) -> None:
    """Take what lies under an address away, where it was made before a moment (an id of then)."""
    for table in {column.table for column in _addressed()}:
        await _forget_address(db, table, address, before)


def _addressed() -> Iterator[Column[Any]]:
    for table in SQLModel.metadata.sorted_tables:
        if table.name != "person":
            yield from (column for column in table.columns if column.name in ADDRESSES)


async def _forget_address(
    db: AsyncSession, table: Table, address: str, before: UUID | None = None
) -> None:
    for column in table.columns:
        if column.name not in ADDRESSES:
            continue
        which = func.lower(column) == address
        if before is not None:
            which &= table.c.id < before  # ids come in the order of time
        # A letter stays as a number among those sent; an empty frame is all that is left of it.
        empty = {c.name: None for c in table.columns if _words(c) and c.nullable}
        if column.nullable and "state" in table.columns:
            gone = {**empty, "state": "dead"}
            await db.execute(update(table).where(which).values(gone))
        else:
            await db.execute(delete(table).where(which))


def _theirs(table: Table, person: UUID, address: str | None) -> tuple[Any, Any]:
    """Give the conditions of rows about a person, and of rows they only acted on (or None)."""
    if table.name == "person":
        return table.c.id == person, None
    ids = [c for c in table.columns if c.name in PEOPLE and _personal(c)]
    own = [c.is_not_distinct_from(person) for c in ids if c.name in THEIRS]
    if address is not None:
        known = [c for c in table.columns if c.name in ADDRESSES and _personal(c)]
        own += [func.lower(c).is_not_distinct_from(address) for c in known]
    acted = [c == person for c in ids if c.name not in THEIRS]
    return or_(*own) if own else None, or_(*acted) if acted else None


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
