"""How a database is brought to the shape this version works with. Alembic, over asyncpg."""

import asyncio
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

from network.core import events, idempotency, pace
from network.core.fields import Listed, Whole
from network.core.geometry import Point
from network.directory import kept, listed, tables
from network.forum import asked, dated, deciding, minuted
from network.forum import tables as forum
from network.notices import tables as notices
from network.people import kept as agreed
from network.people import tables as people
from network.places import tables as places
from network.post import tables as post

MOMENT = "150"  # milliseconds; `network.core.migrations` tries again
TABLES = (
    *(events, idempotency, pace, kept, listed, people, places, post, tables),
    *(forum, dated, minuted, deciding, asked),
    *(agreed, notices),
)
"""Named so that each room's tables are known to the metadata."""


def rendered(kind: str, thing: Any, shown: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the plain ones they are, so revisions name no code of ours."""
    if kind == "type" and isinstance(thing, Listed | Whole):
        shown.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    if kind == "type" and isinstance(thing, Point):
        shown.imports.add("from network.core.geometry import Point")
        return "Point()"
    if kind == "type" and type(thing).__module__.startswith("sqlmodel"):
        return f"sa.String(length={thing.length})"
    return False


def migrate(connection: Connection) -> None:
    """Run the steps on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_item=rendered,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def online() -> None:
    """Open the database that the command names."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_async_engine(
        url, poolclass=pool.NullPool, connect_args={"server_settings": {"lock_timeout": MOMENT}}
    )
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
        await connection.commit()
    await engine.dispose()


asyncio.run(online())
