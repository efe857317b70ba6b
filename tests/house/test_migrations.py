"""A database comes to our shape, goes back to nothing, and comes again."""

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from network.core import migrations
from tests import postgres

ADDRESS = "postgresql+asyncpg://"
TABLES = text(
    "select count(*) from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'"
)


def test_there_is_one_last_revision() -> None:
    assert len(ScriptDirectory.from_config(migrations.config(ADDRESS)).get_heads()) == 1


async def test_up_down_and_up_again_ends_where_the_tables_say(server: str) -> None:
    address = await postgres.make_database(server, "migrating")
    assert await count(address) > 10
    await migrations.downgrade(address)
    assert await count(address) == 0
    await migrations.upgrade(address)
    await migrations.check(address)
    await postgres.drop_database(server, "migrating")


async def count(address: str) -> int:
    engine = create_async_engine(address)
    async with engine.connect() as connection:
        many: int = (await connection.execute(TABLES)).scalar_one()
    await engine.dispose()
    return many
