"""Kill -9 at bad moments: nothing acknowledged is lost, and nothing of ours stays behind."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from network.core import embedded, embedded_process, tasks
from network.core.embedded import Server
from network.core.embedded_folder import alive
from tests.asking_postgres import ask, asked_again, process_of

PARENT = """
import asyncio, sys
from pathlib import Path
from network.core import embedded

async def live():
    async with embedded.running(Path(sys.argv[1])):
        print("up", flush=True)
        await asyncio.sleep(600)

asyncio.run(live())
"""


def parent_over(folder: Path) -> subprocess.Popen[str]:
    """Start another Python with a PostgreSQL of its own, and wait until it is up."""
    parent = subprocess.Popen(  # noqa: S603  # every word of it is ours
        [sys.executable, "-c", PARENT, folder], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "up\n"
    return parent


async def test_when_our_own_process_is_killed_postgres_ends_and_the_next_start_recovers(
    tmp_path: Path,
) -> None:
    async with embedded.supervised(tmp_path) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
    for _ in range(2):
        with parent_over(tmp_path) as parent:
            orphan = int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0])
            assert alive(orphan)
            parent.kill()
        async with embedded.supervised(tmp_path) as server:  # waits until the orphan has gone
            assert not alive(orphan)
            assert await ask(server, "SELECT word FROM kept") == "tea"


async def test_both_killed_at_once_and_the_next_start_recovers(tmp_path: Path) -> None:
    async with embedded.supervised(tmp_path) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
    with parent_over(tmp_path) as parent:
        os.kill(int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0]), 9)
        parent.kill()
    async with embedded.supervised(tmp_path) as server:
        assert await ask(server, "SELECT word FROM kept") == "tea"


async def test_no_acknowledged_row_is_lost_over_kills_of_postgres(tmp_path: Path) -> None:
    acknowledged: list[int] = []
    async with embedded.supervised(tmp_path) as server:
        await ask(server, "CREATE TABLE kept (n int PRIMARY KEY)")
        writer = asyncio.create_task(write_for_ever(server, acknowledged))
        for _ in range(4):
            await more(acknowledged, 30, writer)
            before = process_of(server)
            os.kill(before, signal.SIGKILL)
            await asked_again(server, before, "SELECT 1")
        await more(acknowledged, 30, writer)
        await tasks.end(writer)
        lost = f"SELECT count(*) FROM unnest('{set(acknowledged)}'::int[]) n"  # noqa: S608
        lost += " WHERE n NOT IN (SELECT n FROM kept)"
        assert await ask(server, lost) == 0


async def write_for_ever(server: Server, acknowledged: list[int]) -> None:
    for number in range(10**9):
        try:
            await ask(server, f"INSERT INTO kept VALUES ({number})")  # noqa: S608
        except embedded_process.GONE:
            await asyncio.sleep(0.01)
        else:
            acknowledged.append(number)


async def more(acknowledged: list[int], rows: int, writer: asyncio.Task[None]) -> None:
    """Wait until so many more rows are acknowledged."""
    until = len(acknowledged) + rows
    while len(acknowledged) < until:
        await asyncio.wait([writer], timeout=0.01)
        assert not writer.done(), writer.exception()


async def test_a_backend_killed_under_a_question_does_not_end_the_service(tmp_path: Path) -> None:
    async with embedded.supervised(tmp_path) as server:
        await ask(server, "CREATE TABLE kept AS SELECT 'tea' AS word")
        backend = await ask(
            server, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
        )
        os.kill(backend, signal.SIGKILL)
        assert await asked_again(server, -1, "SELECT word FROM kept") == "tea"


async def test_elsewhere_than_linux_a_watcher_stops_postgres_when_we_are_gone() -> None:
    process = await asyncio.create_subprocess_exec("sleep", "600")
    watcher = embedded_process.guard(process.pid)
    assert watcher.stdin is not None
    watcher.stdin.close()  # as the system does when we end
    async with asyncio.timeout(20):
        assert await process.wait() == -signal.SIGINT
    assert watcher.wait(20) == 0


async def test_a_watcher_is_sent_away_when_nothing_is_left_to_watch(tmp_path: Path) -> None:
    async with embedded.supervised(tmp_path, durable=False) as server:
        server.guard = embedded_process.guard(process_of(server))
        watcher = server.guard
    assert watcher.poll() is not None
