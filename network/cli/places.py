"""Commands about what is known of places."""

from pathlib import Path
from typing import Annotated

import typer

from network.cli import running
from network.cli.running import console
from network.core.settings import Settings
from network.places import imports
from network.places.imports import Loaded

app = typer.Typer(no_args_is_help=True)


@app.callback()
def places() -> None:
    """What is known of postcodes and places."""


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="An ONS Postcode Directory or OS Code-Point Open.")],
) -> None:
    """Put every postcode of a published file (CSV, .gz, .zip) in place of those there are."""
    loaded = running.run(_import(running.settings(), file))
    console.print(
        f"{loaded.postcodes:,} postcodes loaded. Left out: {loaded.ended:,} no longer in use, "
        f"{loaded.nowhere:,} without a position, {loaded.abroad:,} outside Great Britain."
    )


async def _import(settings: Settings, file: Path) -> Loaded:
    async with running.database(settings) as address, running.unit(address, "places import") as u:
        with running.bar() as bar:
            task = bar.add_task(f"Reading {file.name}", total=None)

            def moved(done: int, whole: int) -> None:
                bar.update(task, completed=done, total=whole)

            return await u.write(imports.load, file, moved)
