"""Commands for measuring."""

from typing import Annotated

import typer

from network.cli import running
from network.cli.running import console
from network.core import migrations
from network.core.settings import Settings
from seed import generated

app = typer.Typer(no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Made-up data in quantity."""


@app.command()
def generate(
    offers: Annotated[int, typer.Option(min=1, help="How many.")] = 100_000,
    seed: Annotated[int, typer.Option(help="The same number makes the same offers.")] = 1,
) -> None:
    """Write made-up offers into the database, beside what is there."""
    running.run(_generate(running.settings(), offers, seed))
    console.print(f"{offers:,} made-up offers written.")


async def _generate(settings: Settings, offers: int, seed: int) -> None:
    async with running.database(settings) as address:
        await running.check(address)
        await migrations.upgrade(address)
        with running.bar() as bar:
            task = bar.add_task("Writing offers", total=offers)

            def moved(done: int, whole: int) -> None:
                bar.update(task, completed=done, total=whole)

            await generated.generate(address, offers, seed, moved)
