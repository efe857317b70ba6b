"""The load: so many connections that each ask again as soon as they are answered."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import cast

import httptools


@dataclass
class Measured:
    """What one stretch of load gave: answers, seconds, and how long each answer took."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of answers came."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))] * 1000


class Caller(asyncio.Protocol):
    """One kept-alive connection."""

    def __init__(self, requests: Iterator[bytes], measured: Measured, until: float) -> None:
        self._requests = requests
        self._measured = measured
        self._until = until
        self._parser = httptools.HttpResponseParser(self)
        self._bytes = 0
        self._asked = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first time."""
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Take in a part of an answer."""
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up spoils the run."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))

    def on_message_begin(self) -> None:
        """Begin to read an answer."""
        self._begun = b""

    def on_body(self, body: bytes) -> None:
        """Read a part of an answer."""
        self._bytes += len(body)
        if len(self._begun) < 12:
            self._begun += body[:12]

    def on_message_complete(self) -> None:
        """Note an answer and ask again, or stop."""
        if self._parser.get_status_code() != 200 or self._begun.startswith(b'{"errors"'):
            if not self.done.done():
                status = self._parser.get_status_code()
                self.done.set_exception(RuntimeError(f"refused with {status}: {self._begun!r}"))
            self._transport.abort()
            return
        now = time.perf_counter()
        if now < self._until:
            self._measured.waits.append(now - self._asked)
            self._measured.size += self._bytes
            self._ask()
        elif not self.done.done():
            self.done.set_result(None)
            self._transport.abort()

    def _ask(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._bytes = 0
        self._asked = time.perf_counter()
        self._transport.write(next(self._requests))


async def press(
    port: int, requests: Sequence[bytes], seconds: float, connections: int, skip: int = 0
) -> Measured:
    """Ask over so many connections for so long; `skip` starts further on in the requests."""
    measured, following = Measured(), cycle([*requests[skip:], *requests[:skip]])
    begun = time.perf_counter()
    loop = asyncio.get_running_loop()
    callers = []
    for _ in range(connections):
        _, caller = await loop.create_connection(
            lambda: Caller(following, measured, begun + seconds), "127.0.0.1", port
        )
        callers.append(caller.done)
    await asyncio.gather(*callers)
    measured.seconds = seconds
    return measured
