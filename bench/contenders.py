"""The contenders: ours, the bare reference and PostGraphile, each on a core of its own."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import make_url

from bench import asked
from bench.asked import Case
from network.directory.terms import Words

CACHE = Path(".cache/bench")
PEER = Path(__file__).parent / "peer"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Contender:
    """One server that answers the questions."""

    name: str
    path: str
    port: int
    write: Callable[[str, Case], bytes]
    process: "subprocess.Popen[bytes]"

    def request(self, question: str, case: Case) -> bytes:
        """Write a whole HTTP request."""
        body = self.write(question, case)
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Content-Type: application/json\r\nAccept: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def seconds(self) -> float:
        """Say how much processor time it has used (all its threads)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def ask(self, question: str, case: Case) -> dict[str, Any]:
        """Ask once and read the answer."""
        with socket.create_connection(("127.0.0.1", self.port), 30) as raw:
            raw.sendall(
                self.request(question, case).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            )
            received = b"".join(iter(lambda: raw.recv(1 << 20), b""))
        head, _, body = received.partition(b"\r\n\r\n")
        if b"chunked" in head.lower():
            body = _unchunked(body)
        answer: dict[str, Any] = orjson.loads(body)
        if b" 200 " not in head.split(b"\r\n", 1)[0] or "errors" in answer:
            raise RuntimeError(f"{self.name} answered {head[:80]!r} {body[:600]!r}")
        return answer


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        whole, body = whole + rest[:length], rest[length + 2 :]
        if not length:
            break
    return whole


@asynccontextmanager
async def standing(address: str, words: Words, core: int | None) -> AsyncIterator[list[Contender]]:
    """Start every contender; PostGraphile is left out, loudly, where Node cannot be had."""
    with ExitStack() as stack:
        found = [_ours(address, core), _reference(address, core)]
        peer = _peer(address, words, core)
        found += [peer] if peer else []
        for contender in found:
            stack.callback(_end, contender.process)
        for contender in found:
            await _up(contender)
        yield found


def _ours(address: str, core: int | None) -> Contender:
    port = _free()
    data = CACHE / "ours"
    given = {"DATABASE_URL": address, "PORT": str(port), "DATA": str(data), "POOL_SIZE": "16"}
    command = [sys.executable, "-m", "network.cli", "serve"]
    process = _start(command, given, core)
    return Contender("Alongside", "/graphql", port, asked.ours, process)


def _reference(address: str, core: int | None) -> Contender:
    port = _free()
    command = [sys.executable, "-m", "bench.reference.app"]
    process = _start(command, {"DATABASE_URL": address, "PORT": str(port)}, core)
    return Contender("reference", "/", port, asked.reference, process)


def _peer(address: str, words: Words, core: int | None) -> Contender | None:
    folder = installed()
    if folder is None:
        return None
    port = _free()
    url = make_url(address).set(drivername="postgres").render_as_string(hide_password=False)
    command = [
        str(folder / "node_modules/node/bin/node"),
        str(folder / "node_modules/postgraphile/dist/cli-run.js"),
        "-C",
        str(folder / "graphile.config.mjs"),
    ]
    given = {"PEER_DATABASE_URL": url, "PORT": str(port), "GRAPHILE_ENV": "production"}
    process = _start(command, given | {"NODE_ENV": "production"}, core)

    def write(question: str, case: Case) -> bytes:
        return asked.peer(question, case, words)

    return Contender("PostGraphile", "/graphql", port, write, process)


def installed() -> Path | None:
    """Install PostGraphile and the Node it needs beside our cache, unless they are there."""
    folder = (CACHE / "peer").absolute()
    npm = shutil.which("npm")
    if npm is None and not (folder / "node_modules").exists():
        print("\n!! No npm on this machine: PostGraphile is LEFT OUT of this run.\n")
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "graphile.config.mjs"):
        shutil.copy(PEER / name, folder / name)
    if not (folder / "node_modules/postgraphile").exists():
        print("Installing PostGraphile (a minute) …")
        # Its aggregates plugin still names release candidates of version 5 as what it works with.
        command = [str(npm), "install", "--legacy-peer-deps", "--no-audit", "--no-fund"]
        done = subprocess.run(  # noqa: S603  # our own command
            command, cwd=folder, capture_output=True, check=False
        )
        if done.returncode:
            print(f"\n!! npm failed: PostGraphile is LEFT OUT of this run.\n{done.stderr.decode()}")
            return None
    return folder


def _start(
    command: list[str], given: dict[str, str], core: int | None
) -> "subprocess.Popen[bytes]":
    pinned = ["taskset", "-c", str(core), *command] if core is not None else command
    (CACHE / "logs").mkdir(parents=True, exist_ok=True)
    log = (CACHE / "logs" / f"{given['PORT']}.log").open("wb")
    return subprocess.Popen(  # noqa: S603  # our own commands
        pinned, env=os.environ | given, stdout=log, stderr=log
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def _up(contender: Contender) -> None:
    async with asyncio.timeout(90):
        while True:
            if contender.process.poll() is not None:
                raise RuntimeError(f"{contender.name} did not start; see {CACHE / 'logs'}")
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", contender.port)
            except OSError:
                await asyncio.sleep(0.2)
            else:
                writer.close()
                return
