"""A mail server on this machine: a real one (aiosmtpd), that behaves as a test says."""

import asyncio
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as LINES
from typing import Any

from aiosmtpd.smtp import SMTP

TAKEN = "250 OK"


class PostOffice:
    """What came, and what is answered. It can be closed and opened again at the same port.

    `answers`: to whom → the answers to RCPT TO, one for each try, then it is taken. `from_answer`:
    what it says to us, whatever we bring. `after_data`: the answer to a whole letter. `hanging`: it
    takes all and does not say so until `let_go`.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.tries: list[str] = []
        self.answers: dict[str, list[str]] = {}
        self.from_answer = self.after_data = TAKEN
        self.hanging = False
        self.let_go = asyncio.Event()
        self.came = asyncio.Event()
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Transport] = set()
        self.options: dict[str, Any] = {}

    @property
    def to(self) -> list[str]:
        """Whom the letters that came are for, in order of coming."""
        return [str(letter["To"]) for letter in self.letters]

    async def open(self) -> None:
        """Open the door: on any port the first time, on the same afterwards."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._counter, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def kill(self) -> None:
        """Be gone in the middle of whatever is going on."""
        if self._server is not None:
            self._server.close()
        for transport in list(self._open):
            transport.abort()
        if self._server is not None:
            async with asyncio.timeout(20):
                await self._server.wait_closed()
        self._server = None

    def _counter(self) -> SMTP:
        office = self

        class Counter(SMTP):
            def connection_made(self, transport: Any) -> None:
                office._open.add(transport)
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                office._open.discard(self.transport)
                super().connection_lost(error)

        return Counter(self, hostname="sink.invalid", **self.options)

    async def handle_MAIL(self, *said: Any) -> str:  # noqa: N802  # the library's name
        _, _, envelope, sender, _ = said
        envelope.mail_from = sender
        return self.from_answer

    async def handle_RCPT(self, *said: Any) -> str:  # noqa: N802  # the library's name
        _, _, envelope, to, _ = said
        self.tries.append(to)
        answers = self.answers.get(to)
        answer = answers.pop(0) if answers else TAKEN
        if answer == TAKEN:
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(self, *said: Any) -> str:  # noqa: N802  # the library's name
        if self.hanging:
            self.came.set()
            await self.let_go.wait()
        if self.after_data == TAKEN:
            letter = message_from_bytes(said[2].content, policy=LINES)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return self.after_data
