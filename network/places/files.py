"""Postcode files as they are published, read row by row.

Known: the ONS Postcode Directory (its columns are named anew each year: `oslaua`, `LAD25CD`), OS
Code-Point Open (no headings; 10 columns in a known order), and plain CSV with postcode, easting,
northing and district. Each may be plain, gzipped or zipped.
"""

import csv
import gzip
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from network.core.errors import Invalid

Progress = Callable[[int, int], None]
"""Told bytes read and bytes in all, now and then."""

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? *[0-9][A-Z]{2}")
HEADINGS = {
    "postcode": re.compile(r"pcds?|pcd7|postcode"),
    "easting": re.compile(r"oseast1m|east1m|eastings?"),
    "northing": re.compile(r"osnrth1m|north1m|northings?"),
    "district": re.compile(r"oslaua|laua|lad\d\dcd|district_gss|admin_district_code"),
    "ended": re.compile(r"doterm"),
}
NEEDED = ("postcode", "easting", "northing", "district")
CODE_POINT = {"postcode": 0, "easting": 2, "northing": 3, "district": 8}
BESIDES = re.compile(r"(^|/)(doc|documents|multi_csv)/", re.IGNORECASE)
AT_ONCE = 2_000_000  # bytes
BROKEN = (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error, zipfile.BadZipFile)
UNREADABLE = "This file cannot be read as CSV. Give the CSV as it was published, or its .gz or .zip"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines of a file: the row the first stands on (from 1), and which column is what."""

    file: str
    start: int
    width: int
    columns: Mapping[str, int]
    lines: list[bytes]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Read the lines one by one, with the number of each. Slow and exact."""
        for row, line in enumerate(self.lines, self.start):
            yield row, _cells(line)


def _cells(line: bytes) -> list[str]:
    try:
        return next(csv.reader([line.decode(errors="replace")]), [])
    except csv.Error:
        return [""]


def batches(path: Path, progress: Progress) -> Iterator[Batch]:
    """Read a file, or every data file of an archive, some lines at a time.

    Invalid: there is no such file, it is not what it says, or its columns are not known.
    """
    if not path.is_file():
        raise Invalid(f"There is no file {path}.", field="file")
    try:
        with _opened(path) as parts:
            for part in parts:
                yield from _batches(part, progress)
    except BROKEN as fault:
        raise Invalid(f"{UNREADABLE} ({type(fault).__name__}).", field="file") from fault


Told = Callable[[], tuple[int, int]]
Part = tuple[str, IO[bytes] | gzip.GzipFile, Told]


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[Part]]:
    whole = path.stat().st_size
    with path.open("rb") as raw:
        begin = raw.read(4)
        raw.seek(0)

        def told() -> tuple[int, int]:
            return raw.tell(), whole

        if begin.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(raw) as archive:
                yield _members(archive, told)
        elif begin.startswith(b"\x1f\x8b"):
            with gzip.open(raw) as unpacked:
                yield iter([(path.name, unpacked, told)])
        else:
            yield iter([(path.name, raw, told)])


def _members(archive: zipfile.ZipFile, told: Told) -> Iterator[Part]:
    """Open the data files of an archive: not its documents, nor the same rows cut by area."""
    inside = [name for name in archive.namelist() if name.lower().endswith(".csv")]
    data = [name for name in inside if not BESIDES.search(name)]
    if not data:
        raise Invalid("There is no CSV of postcodes in this archive.", field="file")
    for name in sorted(data):
        with archive.open(name) as member:
            yield name, member, told


def _batches(part: Part, progress: Progress) -> Iterator[Batch]:
    name, raw, told = part
    first = raw.readline()
    cells = next(csv.reader([first.decode("utf-8-sig")], strict=True), [])
    if not cells:
        raise Invalid(f"{name} is empty.", field="file")
    bare = POSTCODE.fullmatch(cells[0].upper()) is not None
    columns = CODE_POINT if bare else _columns(name, cells)
    start, begun = (1, [first]) if bare else (2, [])
    while lines := begun + raw.readlines(AT_ONCE):
        yield Batch(name, start, len(cells), columns, lines)
        start, begun = start + len(lines), []
        progress(*told())


def _columns(name: str, headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        for column, pattern in HEADINGS.items():
            if pattern.fullmatch(heading.strip().lower()):
                found.setdefault(column, place)
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise Invalid(
            f"{name} has no column for {', '.join(missing)}. Give an ONS Postcode Directory, "
            "OS Code-Point Open, or a CSV with postcode, easting, northing and district_gss.",
            field="file",
        )
    return found
