"""What every command needs: a loop, a database and a voice."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import uvloop
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from network.core import embedded
from network.core.actor import service
from network.core.database import engine
from network.core.errors import Invalid
from network.core.settings import Settings
from network.core.unit import EngineSessions, Unit

T = TypeVar("T")
OLDEST = 16
console = Console(stderr=True, highlight=False)


def settings() -> Settings:
    """Read what the operator chose; a wrong choice is named in a sentence."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name, why = str(first["loc"][0]).upper(), first["msg"].removeprefix("Input ")
        raise Invalid(f"{name} cannot be “{first['input']}”: it {why}.", field=name) from None


def run(doing: Coroutine[Any, Any, T]) -> T:
    """Run to the end, or until ctrl-C or SIGTERM: both let everything be put away first.

    A script that starts us with `&` has us ignore ctrl-C, and so SIGTERM too: that is undone.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(doing)


@asynccontextmanager
async def database(settings: Settings, *, shared: bool = True) -> AsyncIterator[str]:
    """Give the address of the database the settings name, else of the bundled PostgreSQL.

    `shared`: where another `alongside` runs that one already, ask it through that.
    """
    address = written(settings.database_url)
    if not address and shared:
        address = embedded.served(settings.data) or ""
    if address:
        yield address
        return
    async with embedded.running(settings.data, tell=console.print) as address:
        yield address


def written(address: str) -> str:
    """Write a database's address as our driver reads it; operators are given several forms."""
    if not address:
        return ""
    try:
        url = make_url(address)
    except ArgumentError:
        raise Invalid(
            "DATABASE_URL is not an address: postgresql://user:password@host:5432/name",
            field="DATABASE_URL",
        ) from None
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise Invalid("DATABASE_URL must name a PostgreSQL.", field="DATABASE_URL")
    query = {"ssl" if key == "sslmode" else key: value for key, value in url.query.items()}
    url = url.set(drivername="postgresql+asyncpg", query=query)
    return url.render_as_string(hide_password=False)


async def check(address: str) -> None:
    """Refuse a database that does not answer or is too old, in a sentence."""
    asking = create_async_engine(address, poolclass=NullPool, connect_args={"timeout": 5})
    try:
        async with asking.connect() as connection:
            found = (await connection.execute(text("SHOW server_version_num"))).scalar_one()
    except (OSError, DBAPIError) as error:
        shown = make_url(address).render_as_string()
        raise Invalid(f"No PostgreSQL answers at {shown}: {error}", field="DATABASE_URL") from error
    finally:
        await asking.dispose()
    if int(found) // 10000 < OLDEST:
        raise Invalid(f"This PostgreSQL is older than {OLDEST}.", field="DATABASE_URL")


@asynccontextmanager
async def unit(address: str, task: str) -> AsyncIterator[Unit]:
    """Open a unit for the service itself, with no limit on how long a statement takes."""
    pool = engine(address, size=1, patient=True)
    try:
        async with Unit(EngineSessions(pool), service(task)) as opened:
            yield opened
    finally:
        await pool.dispose()


def bar() -> Progress:
    """Make a progress display."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
    )
