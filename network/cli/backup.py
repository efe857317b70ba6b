"""Commands that keep the data safe: a backup that was tried, and putting one back."""

from pathlib import Path
from typing import Annotated

import typer

from network.cli import running
from network.cli.running import console
from network.core import backups, migrations
from network.core.settings import Settings

File = Annotated[Path, typer.Argument(help="The backup file.")]


def backup(file: File) -> None:
    """Write the whole database to a file, and see that it can be put back."""
    running.run(_backup(running.settings(), file))


async def _backup(settings: Settings, file: Path) -> None:
    async with running.database(settings) as address:
        await running.check(address)
        console.print(f"Writing {file}, then restoring it elsewhere to see that it is whole …")
        counts = await backups.write(address, file)
    rows = sum(counts.values())
    console.print(
        f"{file} holds {rows:,} rows of {len(counts)} tables. Keep it where few can read."
    )


def restore(file: File) -> None:
    """Put a backup back, into an empty database."""
    running.run(_restore(running.settings(), file))


async def _restore(settings: Settings, file: Path) -> None:
    async with running.database(settings) as address:
        await running.check(address)
        counts = await backups.restore(address, file)
        await migrations.upgrade(address)
    console.print(f"{sum(counts.values()):,} rows of {len(counts)} tables are back.")
