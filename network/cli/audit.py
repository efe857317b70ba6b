"""Commands about the record of what was done."""

import sys
from typing import Annotated

import typer

from network.cli import running
from network.cli.running import console
from network.core import events
from network.core.chain import Noted, Walked
from network.core.errors import Invalid
from network.core.settings import Settings

app = typer.Typer(no_args_is_help=True)
NOTED = typer.Option(help="What an earlier check said of the end: it must still be so.")


@app.callback()
def audit() -> None:
    """The record of what was done."""


@app.command()
def verify(noted: Annotated[str, NOTED] = "") -> None:
    """Walk along the whole record and say where, if anywhere, it was changed or cut."""
    found = running.run(_verify(running.settings(), read(noted)))
    if found.broken_at is not None:
        console.print(f"The record does not hold at entry {found.broken_at:,}: {found.why}.")
        console.print("It holds up to:")
        typer.echo(found.end)
        sys.exit(1)
    console.print(f"{found.end.seq:,} entries: none is changed, none is missing between them.")
    console.print("Note the end elsewhere, and give it to the next check with --noted:")
    typer.echo(found.end)


async def _verify(settings: Settings, noted: Noted | None) -> Walked:
    async with running.database(settings) as address:
        await running.check(address)
        async with running.unit(address, "audit") as unit:
            return await unit.read(events.verify, noted)


def read(noted: str) -> Noted | None:
    """Read what an earlier check said of the end of the record; nothing where none is given."""
    try:
        return Noted.read(noted) if noted else None
    except ValueError:
        raise Invalid("--noted is what an earlier check said, such as 12:ab34….") from None
