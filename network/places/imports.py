"""Loading every postcode from a published file: all of it, or nothing.

The new postcodes are copied into a table of their own, checked there and put in the old one's
place in one transaction: nobody waits for it, and doing it again leaves the same.
"""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.events import record
from network.core.ids import new_id
from network.places.files import NEEDED, POSTCODE, Batch, Progress, batches

SHOWN = 20  # problems named one by one; the rest are counted
EAST, NORTH = range(700_001), range(1_300_001)  # the National Grid, in metres
ABROAD = ("BT", "GY", "IM", "JE")  # a UK-wide file holds them; their grids are not ours
NULL = r"\N"  # as COPY writes it
GSS = re.compile(r"[ENSW]\d{8}")
# What the cells of a good row hold: a postcode of Great Britain and a spot on its grid.
GOOD = {
    "postcode": "(?!BT|GY|IM|JE)(?P<out>[A-Z]{1,2}[0-9][A-Z0-9]?) *(?P<in>[0-9][A-Z]{2})",
    "easting": "(?P<east>[1-9][0-9]{4}|[1-6][0-9]{5})",
    "northing": "(?P<north>[1-9][0-9]{3,5}|1[0-2][0-9]{5})",
    "district": "(?P<district>[ENSW][0-9]{8})",
    "ended": "",
}
AS_COPIED = rb"\g<out>\g<in>\t(\g<east>,\g<north>)\t\g<district>\n"
MADE = "mean of the postcodes of an imported file"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where: a row (from 1, headings included), a column and a sentence."""

    file: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.column}: {self.sentence}"


class Faulty(Invalid):
    """A file with problems, of which the first few are named. Nothing was written."""

    def __init__(self, problems: list[Problem], more: int) -> None:
        rest = f"\n… and {more} more." if more else ""
        listed = "\n".join(map(str, problems))
        super().__init__(f"Nothing was loaded. Put these right:\n{listed}{rest}", field="file")
        self.problems = problems
        self.more = more


@dataclass(slots=True)
class Loaded:
    """What was loaded, and what was left out on purpose.

    `ended`: postcodes no longer in use. `nowhere`: without a position. `abroad`: not Great
    Britain. `outcodes`: outward codes that were not known before and now are.
    """

    postcodes: int = 0
    ended: int = 0
    nowhere: int = 0
    abroad: int = 0
    outcodes: int = 0
    problems: list[Problem] = field(default_factory=list)
    more: int = 0

    def fault(self, file: str, row: int, column: str, sentence: str) -> None:
        """Note a problem."""
        if len(self.problems) < SHOWN:
            self.problems.append(Problem(file, row, column, sentence))
        else:
            self.more += 1


async def load(
    db: AsyncSession, actor: Actor, path: Path, progress: Progress = lambda _done, _all: None
) -> Loaded:
    """Put the postcodes of a file in place of those there are.

    `progress` is told bytes read and bytes in all. The session must be on a patient engine (no
    statement limits). Faulty: the file has problems, and everything stays as it was.
    """
    require(actor, Act.KEEP_PLACES)
    loaded = Loaded()
    await db.execute(text("create table postcode_next (like postcode)"))
    await _copied(db, loaded, batches(path, progress))
    if not loaded.problems:
        await _unique(db, loaded, path)
    if loaded.problems:
        raise Faulty(loaded.problems, loaded.more)
    if not loaded.postcodes:
        raise Invalid("There is no postcode of Great Britain in this file.", field="file")
    loaded.outcodes = await _outcodes(db)
    await _put_in_place(db)
    record(db, actor, "postcodes.imported", new_id(), count=loaded.postcodes, ended=loaded.ended)
    return loaded


async def _copied(db: AsyncSession, loaded: Loaded, parts: Iterable[Batch]) -> None:
    async def lines() -> AsyncIterator[bytes]:
        for part in parts:
            yield _quickly(loaded, part)

    connection: Any = await (await db.connection()).get_raw_connection()
    await connection.driver_connection.copy_to_table("postcode_next", source=lines())


def _quickly(loaded: Loaded, part: Batch) -> bytes:
    """Check a batch with one expression where all its rows are good; else look row by row."""
    whole = b"".join(part.lines).translate(None, b'"\r')
    if whole.count(b",") != len(part.lines) * (part.width - 1):
        return "".join(_lines(loaded, part)).encode()
    whole, ended = _ended(part).subn(b"", whole) if "ended" in part.columns else (whole, 0)
    lines, good = _good(part).subn(AS_COPIED, whole)
    if good + ended != len(part.lines) or lines.count(b"\n") != good:
        return "".join(_lines(loaded, part)).encode()
    loaded.postcodes += good
    loaded.ended += ended
    return lines


def _good(part: Batch) -> re.Pattern[bytes]:
    names = {place: name for name, place in part.columns.items()}
    cells = (GOOD.get(names.get(place, ""), "[^,\\n]*") for place in range(part.width))
    return re.compile(f"^{','.join(cells)}(?:\\n|\\Z)".encode(), re.MULTILINE)


def _ended(part: Batch) -> re.Pattern[bytes]:
    before = part.columns["ended"]
    return re.compile(rf"^(?:[^,\n]*,){{{before}}}[^,\n]+(?:,.*)?(?:\n|\Z)".encode(), re.MULTILINE)


def _lines(loaded: Loaded, part: Batch) -> Iterator[str]:
    """Turn a batch into COPY's own text, noting what is wrong where."""
    take = itemgetter(*(part.columns[name] for name in NEEDED))
    ended_at, needed = part.columns.get("ended"), max(part.columns.values())
    for row, cells in part.rows():
        if not cells:
            continue
        if len(cells) <= needed:
            sentence = f"This row has only {len(cells)} of its columns."
            loaded.fault(part.file, row, "all", sentence)
        elif ended_at is not None and cells[ended_at]:
            loaded.ended += 1
        elif line := _line(loaded, (part.file, row), take(cells)):
            loaded.postcodes += 1
            yield line


def _line(loaded: Loaded, where: tuple[str, int], cells: tuple[str, ...]) -> str | None:
    code, east, north, district = cells
    code = code.upper()
    if not POSTCODE.fullmatch(code):
        loaded.fault(*where, "postcode", f"“{code[:12]}” is not a postcode.")
    elif code.startswith(ABROAD):
        loaded.abroad += 1
    elif east == north and east in ("", "0"):
        loaded.nowhere += 1
    elif _checked(loaded, where, east, north, district):
        return f"{code.replace(' ', '')}\t({east},{north})\t{district or NULL}\n"
    return None


def _checked(loaded: Loaded, where: tuple[str, int], east: str, north: str, district: str) -> bool:
    for column, value, allowed in (("easting", east, EAST), ("northing", north, NORTH)):
        if not (value.isascii() and value.isdecimal() and int(value) in allowed):
            sentence = f"“{value[:12]}” is not in Great Britain (0 to {allowed[-1]} metres)."
            loaded.fault(*where, column, sentence)
            return False
    if district and not GSS.fullmatch(district):
        loaded.fault(*where, "district", f"“{district[:12]}” is not a district's code.")
        return False
    return True


async def _unique(db: AsyncSession, loaded: Loaded, path: Path) -> None:
    """Make the new table's key; where that fails, find the rows that say a postcode twice."""
    key = text("alter table postcode_next add constraint pk_postcode_next primary key (code)")
    try:
        async with db.begin_nested():
            await db.execute(key)
    except IntegrityError:
        twice = text("select code from postcode_next group by code having count(*) > 1")
        _find(loaded, set(await db.scalars(twice)), batches(path, lambda _done, _all: None))


def _find(loaded: Loaded, twice: set[str], parts: Iterable[Batch]) -> None:
    first: dict[str, tuple[str, int]] = {}
    for part in parts:
        for row, cells in part.rows():
            code = cells[part.columns["postcode"]].upper().replace(" ", "") if cells else ""
            here = (part.file, row)
            if code in twice and (there := first.setdefault(code, here)) != here:
                sentence = f"This postcode is on row {there[1]} of {there[0]} already."
                loaded.fault(*here, "postcode", sentence)


async def _put_in_place(db: AsyncSession) -> None:
    """Exchange the tables, last of all: who looks a postcode up waits from `drop` to the end."""
    for sentence in (
        "analyze postcode_next",
        "drop table postcode",
        "alter table postcode_next rename to postcode",
        "alter table postcode rename constraint pk_postcode_next to pk_postcode",
    ):
        await db.execute(text(sentence))


async def _outcodes(db: AsyncSession) -> int:
    """Make outward codes known that were not: the middle and commonest district of each."""
    await db.execute(text("delete from outcode where imported"))
    done = await db.execute(
        text("""
        insert into outcode
            (code, centroid, main_district, post_town, basis, geographic, shares, imported)
        select code, point(sum(east) / sum(many), sum(north) / sum(many)),
               (array_agg(district order by many desc))[1], '', :basis, true, '{}', true
        from (select left(code, length(code) - 3) as code, district, count(*) as many,
                     sum(at[0]) as east, sum(at[1]) as north from postcode_next group by 1, 2) part
        group by code on conflict (code) do nothing returning code
        """),
        {"basis": MADE},
    )
    return len(done.all())
