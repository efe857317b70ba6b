"""The PostgreSQL the tests run on: an embedded one each run, or the one TEST_DATABASE_URL names.

Version by ALONGSIDE_PG (18, else 16). Under pytest-xdist each worker has a server of its own.
`TEST_DATABASE_URL` names a database from which others may be made (`postgresql+asyncpg://…`).
"""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from network.core import embedded, migrations

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE = f"alongside_test_{WORKER}_template"


@asynccontextmanager
async def running() -> AsyncIterator[str]:
    """Run a server for the tests and give its address; throw it away afterwards."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="alongside-test-") as folder:
        async with embedded.running(Path(folder), durable=False) as address:
            yield address


async def make_template(address: str) -> None:
    """Make the database the others are copied from, migrated to the newest revision."""
    await _make(address, TEMPLATE, "template0")
    await migrations.upgrade(_named(address, TEMPLATE))


async def make_database(address: str, name: str) -> str:
    """Copy the template into a database of its own and give its address."""
    whole = f"alongside_test_{WORKER}_{name}"
    await _make(address, whole, TEMPLATE)
    return _named(address, whole)


async def make_empty(address: str, name: str) -> str:
    """Make a database with nothing in it and give its address."""
    whole = f"alongside_test_{WORKER}_{name}"
    await _make(address, whole, "template0")
    return _named(address, whole)


async def drop_database(address: str, name: str) -> None:
    """Throw a database made by `make_database` away."""
    await _say(address, f'DROP DATABASE IF EXISTS "alongside_test_{WORKER}_{name}" WITH (FORCE)')


async def _make(address: str, name: str, template: str) -> None:
    await _say(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await _say(address, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


async def _say(address: str, sentence: str) -> None:
    engine = create_async_engine(
        address,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"timeout": 30, "command_timeout": 60},
    )
    async with engine.connect() as connection:
        await connection.execute(text(sentence))
    await engine.dispose()


def _named(address: str, name: str) -> str:
    url = make_url(address).set(database=name)
    return url.render_as_string(hide_password=False)
