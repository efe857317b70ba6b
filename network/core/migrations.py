"""The steps by which a database comes to the shape this version works with."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

TRIES, PAUSE = 120, 0.5  # a minute, between steps that wait a moment each
HELD = "55P03"  # lock_not_available
FOLDER = Path(__file__).parents[2] / "migrations"


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision; what is done already is not done again.

    A step that waits for a table holds up all who come after it. So each gives up after a moment
    (`lock_timeout` in migrations/env.py), lets the others go first, and is tried again.
    """
    for _ in range(TRIES - 1):
        try:
            await asyncio.to_thread(command.upgrade, config(url), revision)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != HELD:
                raise
        else:
            return
        await asyncio.sleep(PAUSE)
    await asyncio.to_thread(command.upgrade, config(url), revision)


async def downgrade(url: str, revision: str = "base") -> None:
    """Take a database back to a revision. For trials only: it throws data away."""
    await asyncio.to_thread(command.downgrade, config(url), revision)


async def check(url: str) -> None:
    """Fail unless an upgraded database is exactly what the tables in the code say."""
    await asyncio.to_thread(command.check, config(url))


async def write(url: str, title: str) -> None:
    """Write a new revision: the steps from an upgraded database to what the tables say."""
    await asyncio.to_thread(command.revision, config(url), title, autogenerate=True)


def config(url: str) -> Config:
    """Point Alembic at our folder of revisions and at one database."""
    said = Config()
    said.set_main_option("script_location", str(FOLDER))
    said.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return said
