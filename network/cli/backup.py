"""Commands that keep the data safe: a backup that was tried, and putting one back."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from network import keeping
from network.cli import audit, running
from network.cli.running import console
from network.core import backups, erased, events, migrations, secrets
from network.core.chain import Noted, Walked
from network.core.erased import Erased
from network.core.errors import Invalid
from network.core.outside import now
from network.core.settings import Settings
from network.people import erasures

NO_LIST = (
    "There is no list of erasures at {}. Put it there, or name it with --erased. If nobody was "
    "erased since the backup, say --without-erasures."
)
ERASED = typer.Option("--erased", help="The list of whom was erased; else the one in DATA.")
NOTED = typer.Option(help="What the backup, or a later check, said of the end of the record.")
WITHOUT = typer.Option("--without-erasures", help="Nobody was erased since this backup.")
File = Annotated[Path, typer.Argument(help="The backup file.")]


def backup(file: File) -> None:
    """Write the whole database to a file, and see that it can be put back."""
    running.run(_backup(running.settings(), file))


async def _backup(settings: Settings, file: Path) -> None:
    async with running.database(settings) as address:
        await running.check(address)
        async with running.unit(address, "backup") as unit:
            found = await unit.read(events.verify)  # before: what comes meanwhile is in the file
        console.print(f"Writing {file}, then restoring it elsewhere to see that it is whole …")
        counts = await backups.write(address, file)
    rows = sum(counts.values())
    console.print(
        f"{file} holds {rows:,} rows of {len(counts)} tables. Keep it where few can read."
    )
    console.print("Keep the list of erasures apart from it. The record goes on from:")
    typer.echo(found.end)


def restore(
    file: File,
    erased_: Annotated[Path | None, ERASED] = None,
    noted: Annotated[str, NOTED] = "",
    *,
    without_erasures: Annotated[bool, WITHOUT] = False,
) -> None:
    """Put a backup back, into an empty database, and erase again whoever was erased since."""
    settings = secrets.settled(running.settings())
    given = erased_ or settings.erased
    if not without_erasures and not given.is_file():
        raise Invalid(NO_LIST.format(given))
    end = audit.read(noted)
    found = running.run(_restore(settings, file, erased.read(given), end))
    if found.broken_at is not None:
        console.print(f"The record does not hold at entry {found.broken_at:,}: {found.why}.")
        sys.exit(1)


async def _restore(
    settings: Settings, file: Path, noted: Sequence[Erased], end: Noted | None
) -> Walked:
    erased.keep(settings.erased, noted, now() - erasures.KEPT)
    async with running.database(settings) as address:
        await running.check(address)
        counts = await backups.restore(address, file)
        await migrations.upgrade(address)
        console.print(f"{sum(counts.values()):,} rows of {len(counts)} tables are back.")
        async with running.unit(address, "restore") as unit:
            found = await unit.read(events.verify, end)
            if found.broken_at is None:
                console.print(f"The record holds: {found.end.seq:,} entries, none is changed.")
            again = await keeping.uphold(unit, settings, now())
            console.print(f"Erased again: {again:,} people whom the backup knew still.")
    return found
