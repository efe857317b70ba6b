"""Commands about the data as a whole: their shape, the demonstration, a look inside."""

import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import TaskID

from network.cli import running
from network.cli.running import console
from network.core import backups, embedded, embedded_binaries, migrations
from network.core.outside import now
from network.core.settings import Settings
from seed import demonstration


def migrate(
    new: Annotated[str, typer.Option(help="Write a new revision with this title.")] = "",
    *,
    check: Annotated[bool, typer.Option(help="Only see that revisions and tables agree.")] = False,
) -> None:
    """Bring the database to the shape this version works with."""
    if check:
        running.run(_check())
    elif new:
        running.run(_new(new))
    else:
        running.run(_migrate(running.settings()))


async def _migrate(settings: Settings) -> None:
    async with running.database(settings) as address:
        await running.check(address)
        await migrations.upgrade(address)
    console.print("The database is up to date.")


async def _check() -> None:
    with tempfile.TemporaryDirectory() as name:
        async with embedded.running(Path(name), durable=False) as address:
            await migrations.upgrade(address)
            await migrations.check(address)


async def _new(title: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        async with embedded.running(Path(name), durable=False) as address:
            await migrations.upgrade(address)
            await migrations.write(address, title)


def seed() -> None:
    """Load the Sussex demonstration into an empty database."""
    running.run(_seed(running.settings()))


async def _seed(settings: Settings) -> None:
    async with running.database(settings) as address:
        await running.check(address)
        await migrations.upgrade(address)
        console.print(await load(address))


async def load(address: str) -> str:
    """Load what is missing of the demonstration, and say in a sentence what there is."""
    async with running.unit(address, "seed") as unit:
        with running.bar() as bar:
            tasks: dict[str, TaskID] = {}

            def told(what: str, done: int, whole: int) -> None:
                if what not in tasks:
                    for before in tasks.values():
                        bar.update(before, completed=1, total=1)
                    tasks[what] = bar.add_task(what)
                bar.update(tasks[what], completed=done, total=whole)

            loaded = await demonstration.load(unit, now(), told)
    return loaded.words()


def sql() -> None:
    """Open the database in psql."""
    signal.signal(signal.SIGINT, lambda *_: None)  # ctrl-C is psql's: it breaks off a question
    sys.exit(running.run(_sql(running.settings())))


async def _sql(settings: Settings) -> int:
    async with running.database(settings) as address:
        shown, secret = backups.for_programs(address)
        psql = await asyncio.create_subprocess_exec(
            embedded_binaries.psql(), shown, env=os.environ | secret
        )
        return await psql.wait()
