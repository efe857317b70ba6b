"""The steps by which a database comes to the shape this version works with."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config

FOLDER = Path(__file__).parents[2] / "migrations"


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision; what is done already is not done again."""
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
