"""What an operator may choose, and the sentence for what cannot be chosen."""

import socket
from pathlib import Path

import pytest

from network.cli import running, server
from network.core.errors import Invalid
from network.core.settings import Settings


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("", ""),
        ("postgres://u:p%40ss@db:5433/x", "postgresql+asyncpg://u:p%40ss@db:5433/x"),
        ("postgresql://u@db/x?sslmode=require", "postgresql+asyncpg://u@db/x?ssl=require"),
        ("postgresql+asyncpg://u@/x?host=%2Frun", "postgresql+asyncpg://u@/x?host=%2Frun"),
    ],
)
def test_a_database_may_be_named_in_the_usual_ways(given: str, read: str) -> None:
    assert running.written(given) == read


@pytest.mark.parametrize("given", ["db:5432", "mysql://db/x"])
def test_what_is_no_address_of_a_postgresql_is_refused(given: str) -> None:
    with pytest.raises(Invalid, match=r"^DATABASE_URL "):
        running.written(given)


async def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(Invalid, match="No PostgreSQL answers at") as refused:
        await running.check("postgresql+asyncpg://u:hush@127.0.0.1:1/x")
    assert "hush" not in refused.value.sentence


def test_a_wrong_setting_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(Invalid, match="PORT cannot be “eight”: it should be a valid integer"):
        running.settings()


def test_a_port_that_is_taken_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Invalid, match=f"already answers at 127.0.0.1, port {port}"):
            server.reserved(Settings(port=port))


@pytest.mark.parametrize("settings", [Settings(port=99_999), Settings(host="no.such.invalid")])
def test_an_address_that_cannot_be_is_refused(settings: Settings) -> None:
    with pytest.raises(Invalid, match="Alongside cannot answer at"):
        server.reserved(settings)


async def test_short_commands_share_the_postgresql_that_runs_and_serving_ones_do_not(
    tmp_path: Path,
) -> None:
    chosen = Settings(data=tmp_path)
    async with running.database(chosen, shared=False) as first:
        async with running.database(chosen) as second:
            assert first == second
            await running.check(second)
        with pytest.raises(Exception, match="is using the data"):
            async with running.database(chosen, shared=False):
                pass
