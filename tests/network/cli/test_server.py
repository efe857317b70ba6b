"""`make run`, as a person meets it: up, told where, stopped, and up again with the same data."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from network.core import embedded
from network.core.embedded_folder import alive

HOUSE = Path(__file__).parents[3]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def demo(data: Path, port: int, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the demonstration; gives the process and all it said until it was up (or ended)."""
    process = subprocess.Popen(  # every word of it is ours
        [sys.executable, "-m", "network.cli", "demo"],
        cwd=HOUSE,
        env=os.environ | {"DATA": str(data), "PORT": str(port), "COLUMNS": "200"} | more,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield process, said(process)
        finally:
            process.kill()


def test_a_script_that_started_it_with_an_ampersand_can_stop_it(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does for what it starts so
    try:
        with demo(tmp_path, free_port()) as (process, _):
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    finally:
        signal.signal(signal.SIGINT, before)


def said(process: subprocess.Popen[str]) -> str:
    lines: list[str] = []
    assert process.stderr is not None
    for line in process.stderr:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_comes_up_says_where_and_stops_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    port = free_port()
    with demo(tmp_path, port) as (process, words):
        assert f"http://127.0.0.1:{port}" in words
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
        assert httpx.get(f"http://127.0.0.1:{port}/readyz").json()["mail"] is False
        assert f"http://127.0.0.1:{port}/dev/inbox" in words
        assert httpx.get(f"http://127.0.0.1:{port}/dev/inbox").status_code == 200
        postgres = int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0])
        process.send_signal(sign)
        assert process.stderr is not None
        assert "Stopped. The data are kept." in process.stderr.read()
        assert process.wait(30) == 0
        assert not alive(postgres)


def test_killed_and_started_again_it_holds_the_same(tmp_path: Path) -> None:
    with demo(tmp_path, free_port()) as (process, first):
        assert "offers" in first
        process.kill()
    with demo(tmp_path, free_port()) as (_, second):
        assert first.splitlines()[-7:-5] == second.splitlines()[-7:-5]


async def first_host(folder: Path) -> int:
    """Wait until one host of the demonstration is in, with more to come; gives PostgreSQL's id."""
    async with asyncio.timeout(60):
        while not await hosts(embedded.served(folder)):  # noqa: ASYNC110  # it gives no sign
            await asyncio.sleep(0.01)
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


async def hosts(address: str | None) -> int:
    if address is None:
        return 0
    asking = await asyncpg.connect(address.replace("+asyncpg", ""), timeout=5)
    try:
        return int(await asking.fetchval("SELECT count(*) FROM organisation"))
    except asyncpg.UndefinedTableError:
        return 0
    finally:
        await asking.close()


def test_when_postgresql_is_killed_while_loading_it_says_so_and_goes_on_the_next_time(
    tmp_path: Path,
) -> None:
    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(lambda: os.kill(asyncio.run(first_host(tmp_path)), signal.SIGKILL))
        with demo(tmp_path, free_port()) as (process, words):
            waiting.result()
            assert "The database went away in the middle of this." in words
            assert "Traceback" not in words
            assert process.wait(30) == 1
    with demo(tmp_path, free_port()) as (_, words):
        assert "offers of" in words


def test_a_second_one_on_the_same_port_or_data_says_why_it_cannot(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port):
        with demo(tmp_path / "other", port) as (process, words):
            assert f"Something else already answers at 127.0.0.1, port {port}." in words
            assert process.wait(30) == 1
        with demo(tmp_path, free_port()) as (process, words):
            assert "is using the data in" in words
            assert process.wait(30) == 1


def test_starting_over_is_not_for_a_database_of_somebodys_own(tmp_path: Path) -> None:
    named = {"FRESH": "1", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    with demo(tmp_path, free_port(), **named) as (process, words):
        assert "throws away the bundled database only" in words
        assert process.wait(30) == 1
