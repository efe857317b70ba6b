"""Backups: the whole database in one file, believed only once it was restored and counted.

PostgreSQL's own `pg_dump` and `pg_restore` do the work, in the version of the server. The count of
every table is taken in the very snapshot that is dumped, so that a copy which lost a row shows.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from network.core import embedded
from network.core.embedded_binaries import FOLDERS, package
from network.core.errors import Conflict, Invalid

PASSING = ("pace",)
"""Tables whose rows are of no use a day later; they are made again, empty."""

Counts = Mapping[str, int]


async def write(address: str, file: Path) -> Counts:
    """Write a backup and see that it can be restored; gives how many rows each table holds.

    Refuses to write over a file. The file is for its owner's eyes only (mode 0600), and appears
    only when it is whole and was restored into a PostgreSQL of its own.
    """
    with _beside(file) as part:
        counts = await _dump(address, part)
        await verify(part, counts)
    return counts


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Give a file to write to; it takes the name it is for only when all went well."""
    if file.exists():
        raise Conflict(f"{file} is there already. Choose another name.")
    if not file.parent.is_dir():
        raise Invalid(f"There is no folder {file.parent}.")
    part = file.with_name(f".{file.name}.part")
    try:
        part.touch(mode=0o600)
        yield part
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)


async def verify(file: Path, expected: Counts) -> None:
    """Restore a backup into a PostgreSQL that is thrown away, and count."""
    with tempfile.TemporaryDirectory(prefix="alongside-verify-") as folder:
        async with embedded.running(Path(folder), durable=False) as address:
            found = await restore(address, file)
    lost = [name for name, rows in expected.items() if found.get(name) != rows]
    if lost:
        raise Invalid(f"The backup does not hold all of: {', '.join(lost)}. It was not kept.")


async def restore(address: str, file: Path) -> Counts:
    """Restore a backup into an empty database, all of it or nothing."""
    _check_file(file)
    connection = await _connected(address)
    try:
        if await _counts(connection):
            raise Conflict("This database holds something already. Restore into an empty one.")
        major = connection.get_server_version().major
        chosen = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        await _run(address, major, "pg_restore", *chosen, str(file))
        return await _counts(connection)
    finally:
        await connection.close()


def _check_file(file: Path) -> None:
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")


async def _dump(address: str, file: Path) -> Counts:
    connection = await _connected(address)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            counts = await _counts(connection)
            snapshot = await connection.fetchval("select pg_export_snapshot()")
            left = [f"--exclude-table-data={name}" for name in PASSING]
            chosen = ("--format=custom", "--no-owner", "--no-privileges", *left)
            major = connection.get_server_version().major
            into = (f"--snapshot={snapshot}", f"--file={file}")
            await _run(address, major, "pg_dump", *chosen, *into)
    finally:
        await connection.close()
    return counts


async def _connected(address: str) -> asyncpg.Connection:
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return await asyncpg.connect(plain, timeout=10)


async def _counts(connection: asyncpg.Connection) -> Counts:
    tables = await connection.fetch(
        "select tablename from pg_tables where schemaname = 'public' order by tablename"
    )
    names = [row["tablename"] for row in tables if row["tablename"] not in PASSING]
    return {
        name: await connection.fetchval(f'select count(*) from "{name}"')  # noqa: S608  # our names
        for name in names
    }


async def _run(address: str, major: int, program: str, *options: str) -> None:
    """Run one of PostgreSQL's programs; what it complains of is the operator's to read."""
    folder = package() / FOLDERS.get(major, FOLDERS[max(FOLDERS)]) / "bin"
    shown, secret = for_programs(address)
    process = await asyncio.create_subprocess_exec(
        *(str(folder / program), f"--dbname={shown}", *options),
        env=os.environ | secret,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode:
        raise Invalid(f"{program} did not finish: {said.decode(errors='replace').strip()[-600:]}")


def for_programs(address: str) -> tuple[str, dict[str, str]]:
    """Write an address as PostgreSQL's own programs read it, the password apart: `ps` shows it."""
    url = make_url(address)
    query = {"sslmode" if key == "ssl" else key: value for key, value in url.query.items()}
    shown = url.set(drivername="postgresql", query=query)._replace(password=None)
    secret = {"PGPASSWORD": url.password} if url.password else {}
    return shown.render_as_string(), secret
