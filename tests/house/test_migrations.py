"""A database comes to our shape, goes back to nothing, and comes again."""

import asyncio

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from network.core import migrations
from tests import postgres

BEFORE = "0005"  # the revision before one that changes the listings
WAITING = text("select count(*) from pg_locks where not granted")
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


async def test_a_step_that_waits_for_a_table_lets_others_go_first_and_is_tried_again(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "PAUSE", 0.05)
    address = await postgres.make_database(server, "waiting")
    await migrations.downgrade(address, BEFORE)
    engine = create_async_engine(address, connect_args={"command_timeout": 30})
    async with engine.connect() as holding, engine.connect() as asking:
        await holding.execute(text("lock table listing in access share mode"))
        going = asyncio.create_task(migrations.upgrade(address))
        async with asyncio.timeout(60):
            while not (await asking.execute(WAITING)).scalar_one():
                await asking.rollback()
            await asking.execute(text("select count(*) from listing"))  # waits for a moment at most
        assert not going.done()
        await holding.rollback()
    await going
    await migrations.check(address)
    await engine.dispose()
    await postgres.drop_database(server, "waiting")


async def test_a_step_that_waits_for_ever_is_given_up(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "TRIES", 2)
    monkeypatch.setattr(migrations, "PAUSE", 0.05)
    address = await postgres.make_database(server, "waiting")
    await migrations.downgrade(address, BEFORE)
    engine = create_async_engine(address)
    async with engine.connect() as holding:
        await holding.execute(text("lock table listing in access share mode"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            await migrations.upgrade(address)
    await engine.dispose()
    await postgres.drop_database(server, "waiting")


async def count(address: str) -> int:
    engine = create_async_engine(address)
    async with engine.connect() as connection:
        many: int = (await connection.execute(TABLES)).scalar_one()
    await engine.dispose()
    return many
