"""Changes while things are killed: the service, PostgreSQL's backends, PostgreSQL itself.

    python -m tests.faults.mutations --changes 2000 --kills 20

Clients give up early, lose answers, and ask again with the same word until they hear an answer.
Counts what was lost, doubled or half done afterwards; ends with 1 if anything was. With
`--without-words` they repeat without one, as a control: then things are doubled.
"""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from network.core import embedded, migrations, tasks
from network.core.embedded import Server
from network.core.ids import new_id
from tests.asking_postgres import ask, asked_again, process_of
from tests.faults.counting import Found, count
from tests.faults.hosts import Host, hosts

HOUSE = Path(__file__).parents[2]
AT_ONCE = 8
PATIENCE = 8.0
GIVES_UP = 0.3  # of all tries
LOSES = 0.1  # of all answers
AGAIN = 0.05  # seconds before the next try
STUCK = 180.0  # seconds after which one change will never be heard

START = """mutation($input: OrganisationInput!) {
  createOrganisation(input: $input) { organisation { id } problems { code message } } }"""
WRITE = """mutation($input: CreateOffer!) {
  createOffer(input: $input) { offer { id } problems { code message } } }"""
CHANGE = """mutation($input: UpdateOffer!) {
  updateOffer(input: $input) { offer { id version } problems { code message } } }"""


@dataclass
class Run:
    """One run: how many changes, who asks, and what came of it."""

    changes: int
    kills: int
    words: bool
    chance: random.Random
    address: str = ""
    started: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    tries: int = 0
    given_up: int = 0
    faults: list[str] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Count the changes whose answer was heard."""
        return len(self.started) + len(self.written) + self.changed

    changed: int = 0


async def run(folder: Path, changes: int, kills: int, *, words: bool = True) -> tuple[Run, Found]:
    """Make changes under kills over a data folder of its own, and count what became of them."""
    whole = Run(changes, kills, words, random.Random(changes))  # noqa: S311  # the same each time
    async with embedded.supervised(folder, tell=lambda _: None) as server:
        address = embedded.url_of(server)
        await migrations.upgrade(address)
        asking = await hosts(address, AT_ONCE)
        async with service(address, whole) as app:
            work = [asyncio.create_task(_client(whole, host)) for host in asking]
            try:
                await _kill(whole, server, app, work)
                await asyncio.gather(*work)
            finally:
                await tasks.end(*work)
        return whole, await count(server, whole.started, whole.written, asking)


class App:
    """The service in a process of its own, started again whenever it was killed."""

    def __init__(self, address: str, port: int) -> None:
        self._env = os.environ | {"DATABASE_URL": address, "PORT": str(port), "LOG_LEVEL": "error"}
        self.process = self._start()

    def kill(self) -> None:
        """Kill it, and start it again at once."""
        self.process.kill()
        self.process.wait()
        self.process = self._start()

    def end(self) -> None:
        """Stop for good."""
        self.process.kill()
        self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # every word of it is ours
            [sys.executable, "-m", "network.cli", "serve"],
            cwd=HOUSE,
            env=self._env,
            stderr=subprocess.DEVNULL,
        )


@asynccontextmanager
async def service(address: str, whole: Run) -> AsyncIterator[App]:
    """Run the service."""
    port = _free_port()
    whole.address = f"http://127.0.0.1:{port}"
    app = App(address, port)
    try:
        yield app
    finally:
        app.end()


async def _client(whole: Run, host: Host) -> None:
    """Make changes, one after the other, until enough are made."""
    async with httpx.AsyncClient(base_url=whole.address, headers=host.headers) as http:
        while whole.done < whole.changes:
            await whole.chance.choice((_start, _write, _change))(whole, http, host)


async def _start(whole: Run, http: httpx.AsyncClient, _: Host) -> None:
    name = f"Group {new_id()}"
    await _until_heard(whole, http, START, {"name": name})
    whole.started.append(name)


async def _write(whole: Run, http: httpx.AsyncClient, host: Host) -> None:
    title = f"Offer {new_id()}"
    plain = {"title": title, "summary": "Tea and talk.", "kind": "group"}
    await _until_heard(whole, http, WRITE, {"organisation": host.organisation} | plain)
    whole.written.append(title)


async def _change(whole: Run, http: httpx.AsyncClient, host: Host) -> None:
    said = {"version": host.version, "peopleWords": f"About {new_id()}"}
    made = await _until_heard(whole, http, CHANGE, {"id": host.offer} | said)
    host.version = made["offer"]["version"]
    host.changed += 1
    whole.changed += 1


async def _until_heard(
    whole: Run, http: httpx.AsyncClient, query: str, input: dict[str, Any]
) -> Any:
    """Ask until an answer is heard: with the same word each time, or with none."""
    word = {"idempotencyKey": str(new_id())} if whole.words else {}
    body = {"query": query, "variables": {"input": input | word}}
    async with asyncio.timeout(STUCK):
        while True:
            whole.tries += 1
            patience = PATIENCE
            if whole.chance.random() < GIVES_UP:
                patience = whole.chance.uniform(0.001, 0.04)
            made = await _try(whole, http, body, patience)
            if made is not None and whole.chance.random() > LOSES:
                return made
            whole.given_up += 1


async def _try(whole: Run, http: httpx.AsyncClient, body: dict[str, Any], patience: float) -> Any:
    try:
        answer = await http.post("/graphql", json=body, timeout=patience)
    except httpx.TimeoutException:
        return None  # asked again at once: the first may still be at work
    except httpx.TransportError:
        await asyncio.sleep(AGAIN)
        return None
    if answer.status_code != 200:
        if answer.status_code != 503:
            whole.faults.append(f"{answer.status_code}: {answer.text[:200]}")
        await asyncio.sleep(AGAIN)
        return None
    (made,) = answer.json()["data"].values()
    return made if not made["problems"] else await _refused(whole, body, made)


async def _refused(whole: Run, body: dict[str, Any], made: Any) -> Any:
    """Nothing is refused here, but a change made twice without a word: its version is old."""
    if whole.words:
        whole.faults.append(str(made["problems"])[:200])
        await asyncio.sleep(AGAIN)
        return None
    return {"offer": {"id": "", "version": body["variables"]["input"].get("version", 0) + 1}}


async def _kill(whole: Run, server: Server, app: App, work: list[asyncio.Task[None]]) -> None:
    """Kill one thing after another, spread over the whole run."""
    for number in range(whole.kills):
        due = (number + 1) * whole.changes // (whole.kills + 1)
        while whole.done < due:
            await asyncio.sleep(0.01)
            if any(task.done() for task in work):
                return
        match number % 3:
            case 0:
                whole.killed.append("service")
                app.kill()
            case 1:
                whole.killed.append("backend")
                await _kill_backend(server)
            case _:
                whole.killed.append("PostgreSQL")
                before = process_of(server)
                os.kill(before, signal.SIGKILL)
                await asked_again(server, before, "SELECT 1")


async def _kill_backend(server: Server) -> None:
    """Kill the backend that is writing, or was last: PostgreSQL then starts over by itself."""
    backend = await ask(
        server,
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
        " AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC, xact_start LIMIT 1",
    )
    if backend is not None:
        os.kill(backend, signal.SIGKILL)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def main(
    *,
    changes: int = 2_000,
    kills: int = 20,
    without_words: Annotated[bool, typer.Option("--without-words")] = False,
) -> None:
    """Change, kill, count and say."""
    with tempfile.TemporaryDirectory(prefix="alongside-kills-") as folder:
        whole, found = asyncio.run(run(Path(folder), changes, kills, words=not without_words))
    typer.echo(
        f"{whole.done} changes heard, {whole.tries} tries, {whole.given_up} given up or lost"
    )
    typer.echo(f"killed: {', '.join(whole.killed)}")
    typer.echo(f"{found.lost} lost, {found.doubled} doubled, {found.half_done} half done")
    for fault in whole.faults[:20]:
        typer.echo(f"  {fault}")
    raise typer.Exit(1 if whole.faults or found.bad else 0)


if __name__ == "__main__":
    typer.run(main)
