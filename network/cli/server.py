"""Commands that serve: for an operator, and with everything a first look needs."""

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

import typer
import uvicorn

from network.app import create, work
from network.cli import data, running
from network.cli.running import console
from network.core import embedded, migrations, tasks
from network.core.errors import Invalid
from network.core.settings import Settings

MOST_AT_ONCE = 1_000  # connections; more are told to come back
GRACE = 10  # seconds a request that is being answered may still take when we stop


def serve() -> None:
    """Serve. The database must be up to date (`alongside migrate`)."""
    settings = running.settings()
    with reserved(settings) as door, suppress(KeyboardInterrupt):
        running.run(_serve(settings, door))


async def _serve(settings: Settings, door: socket.socket) -> None:
    async with running.database(settings, shared=False) as address:
        await answer(settings, address, door, lambda: console.print(f"Serving {at(door)}"))


def worker() -> None:
    """Send letters, and do what is done by the clock: dates ahead, forgetting what is old."""
    settings = running.settings()
    with suppress(KeyboardInterrupt):
        running.run(_worker(settings))


async def _worker(settings: Settings) -> None:
    async with running.database(settings) as address:
        console.print("Working. Ctrl-C stops it.")
        await work(_at(settings, address))


def demo(
    *,
    fresh: Annotated[
        bool, typer.Option(envvar="FRESH", help="Throw the data away and start over.")
    ] = False,
) -> None:
    """Start everything with the Sussex demonstration."""
    settings = running.settings().model_copy(update={"inbox": True})
    with reserved(settings) as door, suppress(KeyboardInterrupt):
        running.run(_demo(settings, door, fresh=fresh))
    console.print("Stopped. The data are kept.")


async def _demo(settings: Settings, door: socket.socket, *, fresh: bool) -> None:
    if fresh:
        await _start_over(settings)
    console.print("Starting PostgreSQL …")
    async with running.database(settings, shared=False) as address:
        await running.check(address)
        await migrations.upgrade(address)
        loaded = await data.load(address)

        def announce() -> None:
            console.print(f"\n{loaded}\n\n  [bold]{at(door)}[/bold]\n")
            console.print(f"{_letters(settings, door)}\n\nCtrl-C stops it.")

        working = asyncio.create_task(work(_at(settings, address)))
        try:
            await answer(settings, address, door, announce)
        finally:
            await tasks.end(working)


def _letters(settings: Settings, door: socket.socket) -> str:
    """Say where letters go: nobody can sign in who cannot read theirs."""
    if settings.letters_shown:
        return f"Letters, such as sign-in links, are not sent. Read them at {at(door)}/dev/inbox"
    if settings.smtp_url:
        return "Letters are sent by the mail server of SMTP_URL."
    return "Letters wait: set SMTP_URL, or HOST=127.0.0.1 to read them here."


def _at(settings: Settings, address: str) -> Settings:
    return settings.model_copy(update={"database_url": address})


async def _start_over(settings: Settings) -> None:
    if settings.database_url:
        raise Invalid("FRESH=1 throws away the bundled database only; DATABASE_URL names another.")
    await embedded.fresh(settings.data)


def reserved(settings: Settings) -> socket.socket:
    """Take the port before anything else is started, or say that it is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((settings.host, settings.port))
    except (OSError, OverflowError) as error:
        door.close()
        raise Invalid(_why(error, settings), field="PORT") from error
    return door


def _why(error: Exception, settings: Settings) -> str:
    where = f"{settings.host}, port {settings.port}"
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"Something else already answers at {where}. Choose another with PORT=8123."
    return f"Alongside cannot answer at {where}: {error}. Choose another with HOST= or PORT=."


async def answer(
    settings: Settings, address: str, door: socket.socket, announce: Callable[[], None]
) -> None:
    """Answer requests until we are told to stop, then finish those that are being answered."""
    app = create(_at(settings, address))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            access_log=False,  # it would write down what people searched for
            log_level="warning",
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            limit_concurrency=MOST_AT_ONCE,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[door]))
    while not (server.started or serving.done()):  # noqa: ASYNC110  # it offers no event
        await asyncio.sleep(0.02)
    if server.started:
        announce()
    await serving


def at(door: socket.socket) -> str:
    """Write the address to open in a browser."""
    host, port = door.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
