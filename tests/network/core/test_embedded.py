"""The bundled PostgreSQL: kept, alone on its folder, and there again when it is killed."""

import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from network.core import embedded
from network.core import embedded_process as processes
from network.core.embedded import EmbeddedError
from network.core.embedded_account import Account, as_, own
from network.core.embedded_folder import alive
from tests.asking_postgres import ask, asked_again, process_of

ENDED = 2**22 + 1  # no process has a number this high


@pytest.mark.parametrize("major", [16, 18])
async def test_data_survive_a_stop_and_stay_with_the_version_that_made_them(
    tmp_path: Path, major: int
) -> None:
    async with embedded.supervised(tmp_path, major, durable=False) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
    other = {16: 18, 18: 16}[major]
    async with embedded.supervised(tmp_path, other, durable=False) as server:
        assert await ask(server, "SELECT word FROM kept") == "tea"
        assert (await ask(server, "SHOW server_version")).startswith(f"{major}.")


@pytest.mark.parametrize("major", [16, 18])
async def test_it_is_made_as_decided(tmp_path: Path, major: int) -> None:
    async with embedded.supervised(tmp_path, major) as server:
        assert await ask(server, "SHOW data_checksums") == "on"
        assert await ask(server, "SHOW listen_addresses") == ""
        assert await ask(server, "SHOW max_wal_size") == "128MB"
        assert await ask(server, "SHOW fsync") == "on"
        assert await ask(server, "SELECT lower('ÉLAN')") == "élan"
        assert await ask(server, "SELECT 'Z' < 'a' AND 'z' < 'É'")
        for private in (server.socket, tmp_path / "postgres"):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700


async def test_a_second_supervisor_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    async with embedded.supervised(tmp_path, durable=False) as server:
        with pytest.raises(EmbeddedError, match=rf"process {os.getpid()}\) is using the data"):
            async with embedded.running(tmp_path):
                pass
        with pytest.raises(EmbeddedError, match="is using the data"):
            await embedded.fresh(tmp_path)
        assert await ask(server, "SELECT 1") == 1


async def test_others_find_the_server_while_it_runs_and_not_afterwards(tmp_path: Path) -> None:
    assert embedded.served(tmp_path) is None
    async with embedded.running(tmp_path, durable=False) as address:
        assert embedded.served(tmp_path) == address
    (tmp_path / "postgres.lock").write_text(f"{ENDED}\n{tmp_path}/socket")
    assert embedded.served(tmp_path) is None


async def test_fresh_throws_the_data_away_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    async with embedded.supervised(tmp_path, durable=False) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
    await embedded.fresh(tmp_path)
    assert (tmp_path / "letter.txt").exists()
    async with embedded.supervised(tmp_path, durable=False) as server:
        assert await ask(server, "SELECT to_regclass('kept') IS NULL")


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGQUIT, signal.SIGINT])
async def test_a_killed_postgres_is_started_again(tmp_path: Path, sign: signal.Signals) -> None:
    said: list[str] = []
    async with embedded.supervised(tmp_path, tell=said.append) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
        before = process_of(server)
        os.kill(before, sign)
        assert await asked_again(server, before, "SELECT word FROM kept") == "tea"
    assert said[0] == "PostgreSQL stopped; starting it again …"


async def test_one_that_no_longer_answers_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "ASK", 0.1)
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    monkeypatch.setattr(processes, "BREAKING_OFF", ((signal.SIGQUIT, 0.2), (signal.SIGKILL, 5)))
    async with embedded.supervised(tmp_path, durable=False) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
        before = process_of(server)
        os.kill(before, signal.SIGSTOP)
        assert await asked_again(server, before, "SELECT word FROM kept") == "tea"


@pytest.mark.skipif(sys.platform != "linux", reason="finds a process's children in /proc")
async def test_one_that_was_frozen_with_all_its_helpers_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "ASK", 0.1)
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    async with embedded.supervised(tmp_path) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
        before = process_of(server)
        helpers = children_of(before)
        assert len(helpers) > 2
        for one in (before, *helpers):
            os.kill(one, signal.SIGSTOP)
        assert await asked_again(server, before, "SELECT word FROM kept") == "tea"
        assert not any(map(alive, helpers))


def children_of(process: int) -> list[int]:
    return [
        int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


async def test_a_start_that_gets_stuck_is_broken_off_and_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    with tempfile.TemporaryDirectory() as name:
        mark = stuck_the_first_time(Path(name), embedded.programs(18, embedded.chosen(tmp_path)))
        monkeypatch.setattr(embedded, "programs", lambda *_: Path(name))
        async with embedded.supervised(tmp_path, 18, durable=False) as server:
            assert mark.exists()
            assert await ask(server, "SELECT 1") == 1


def stuck_the_first_time(folder: Path, real: Path) -> Path:
    """Put a PostgreSQL into a folder that does nothing when first called."""
    folder.chmod(0o777)
    mark, script = folder / "tried", folder / "postgres"
    first = f"[ -e {mark} ] || {{ : >{mark}; exec sleep 600; }}"
    script.write_text(f'#!/bin/sh\n{first}\nexec {real}/postgres "$@"\n')
    script.chmod(0o755)
    return mark


async def test_a_mark_left_by_a_crash_does_not_stop_the_next_start(tmp_path: Path) -> None:
    async with embedded.supervised(tmp_path, durable=False) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getppid()}\n{tmp_path}\n")
    async with embedded.supervised(tmp_path, durable=False) as server:
        assert await ask(server, "SELECT word FROM kept") == "tea"


async def test_the_lock_of_a_dead_server_that_nobody_buried_does_not_stop_the_next_start(
    tmp_path: Path,
) -> None:
    async with embedded.supervised(tmp_path, durable=False) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
    account = embedded.chosen(tmp_path / "postgres")
    with dead(account) as process:
        lock = tmp_path / "socket" / ".s.PGSQL.5432.lock"
        lock.write_text(f"{process}\n{tmp_path}/postgres\n1\n5432\n")
        os.chown(lock, account.uid, account.gid)
        async with embedded.supervised(tmp_path, durable=False) as server:
            assert await ask(server, "SELECT word FROM kept") == "tea"


@contextmanager
def dead(account: Account) -> Iterator[int]:
    """Give the number of a process that has ended and is not buried until this is over."""
    with subprocess.Popen(["/bin/true"], **as_(account)) as process:
        yield process.pid


async def test_a_postgres_of_somebody_else_on_the_folder_is_left_alone(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    async with embedded.running(mine, durable=False):
        pass
    async with embedded.supervised(theirs, durable=False) as server:
        (mine / "postgres" / "postmaster.pid").write_text(f"{process_of(server)}\n")
        with pytest.raises(EmbeddedError, match="that we did not start is using"):
            async with embedded.running(mine):
                pass


async def test_a_half_made_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.new" / "base").mkdir(parents=True)
    async with embedded.supervised(tmp_path, durable=False) as server:
        assert await ask(server, "SELECT 1") == 1


async def test_a_long_path_gets_a_short_socket_that_is_tidied_away(tmp_path: Path) -> None:
    folder = tmp_path / ("a quiet room " * 10).strip()
    async with embedded.supervised(folder, durable=False) as server:
        socket = server.socket
        assert folder not in socket.parents
        assert await ask(server, "SELECT 1") == 1
    assert not socket.exists()


async def test_broken_data_are_reported_in_postgres_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "ATTEMPTS", 1)
    async with embedded.running(tmp_path, durable=False):
        pass
    (tmp_path / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedError, match=r"(?s)did not start over .*pg_control"):
        async with embedded.running(tmp_path):
            pass


@pytest.mark.parametrize("wish", ["15", "newest"])
async def test_a_version_we_do_not_carry_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: str
) -> None:
    monkeypatch.setenv("ALONGSIDE_PG", wish)
    with pytest.raises(EmbeddedError, match="may be 16 or 18"):
        async with embedded.running(tmp_path):
            pass


async def test_the_version_is_chosen_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_PG", "16")
    async with embedded.supervised(tmp_path, durable=False) as server:
        assert (await ask(server, "SHOW server_version")).startswith("16.")


async def test_a_file_in_the_place_of_the_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a letter")
    with pytest.raises(EmbeddedError, match=re.escape(f"{taken} cannot be used for data")):
        async with embedded.running(taken):
            pass


async def test_the_log_keeps_what_was_asked_to_itself(tmp_path: Path) -> None:
    async with embedded.supervised(tmp_path, durable=False) as server:
        await ask(server, "CREATE TABLE kept (word text UNIQUE)")
        for _ in range(2):
            await ask(server, "INSERT INTO kept VALUES ('bn1-secret') ON CONFLICT DO NOTHING")
        with pytest.raises(Exception, match="duplicate key"):
            await ask(server, "INSERT INTO kept VALUES ('bn1-secret')")
        said = server.log.read_text()
    assert "duplicate key" in said
    assert "bn1-secret" not in said


async def test_a_folder_made_for_an_account_is_its_own(tmp_path: Path) -> None:
    account = embedded.chosen(tmp_path / "none")
    own(account, tmp_path / "room")
    own(account, tmp_path / "room")
    found = (tmp_path / "room").stat()
    assert (found.st_uid, stat.S_IMODE(found.st_mode)) == (account.uid, 0o700)
