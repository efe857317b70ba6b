"""The postman: the worker's loop that sends the letters that wait, and outlives all that fails.

The database says when a letter is posted; besides, it is looked for every few seconds.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from network.core import logs, tasks
from network.core.actor import service
from network.core.away import away
from network.core.outside import Mailer, NotSentError, Why
from network.core.unit import EngineSessions, Unit
from network.keeping import House, once
from network.post import letters, sending
from network.post.sending import Taken

log = structlog.get_logger("postman")
ITSELF = service("postman")
LOOK = 5.0  # seconds
AT_ONCE = 4


@dataclass
class Round:
    """One postman's day: the bell that rings for a letter, and what kept the server from us."""

    house: House
    mailer: Mailer
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    kept_by: str = ""

    async def walk(self) -> None:
        """Send what is due. One letter goes first: a server that is away is asked once a round."""
        self.bell.clear()
        if await self._one():
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(once("letters", self._rest()))

    async def _rest(self) -> None:
        while await self._one():
            pass

    async def _one(self) -> bool:
        """Send one letter; gives False where none is due or the server is away."""
        tasks.heed()
        async with Unit(self.house.sessions, ITSELF) as unit:
            taken = await unit.count(sending.take, self.house.outside.clock())
            if taken is None:
                return False
            why = await self._sent(taken)
            now = self.house.outside.clock()
            if why is None:
                await unit.write(sending.sent, taken.mail.id, now)
                self._heard("")
                return True
            state = await unit.count(sending.failed, taken, why, now)
            if why.why is Why.AWAY:
                self._heard(why.code)
                return False
            log.info("not sent", letter=str(taken.mail.id), code=why.code, state=state)
            self._heard("")
            return True

    async def _sent(self, taken: Taken) -> NotSentError | None:
        """Send, with no transaction open; what no mailer should raise counts as a failed try."""
        try:
            await self.mailer.send(taken.mail)
        except NotSentError as why:
            return why
        except Exception as error:  # noqa: BLE001  # one odd letter must not stop the others
            logs.fault("postman", error)
            return NotSentError(Why.NOT_NOW, "fault")
        return None

    def _heard(self, code: str) -> None:
        """Say once that the mail server is away, and once that it is back."""
        if code and not self.kept_by:
            log.warning("mail server away: letters wait", code=code)
        elif self.kept_by and not code:
            log.warning("mail server back")
        self.kept_by = code


async def deliver(house: House) -> None:
    """Send letters as they are posted, until told to stop."""
    mailer = house.outside.mailer
    if mailer is None:
        log.warning("letters wait: SMTP_URL is not set")
        return
    today = Round(house, mailer)
    async with asyncio.TaskGroup() as group:
        group.create_task(_listen(house, today.bell))
        while True:
            tasks.heed()
            await once("letters", today.walk())
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):  # wait_for may swallow a cancellation
                    await today.bell.wait()


async def _listen(house: House, bell: asyncio.Event) -> None:
    sessions = house.sessions
    while isinstance(sessions, EngineSessions):
        try:
            async with sessions.listening() as raw:
                await raw.add_listener(letters.CHANNEL, lambda *_: bell.set())
                while not raw.is_closed():
                    await asyncio.sleep(LOOK)
                    await raw.fetchval("select 1")
        except Exception as error:  # noqa: BLE001  # it is to listen again, whatever happens
            if not away(error):
                logs.fault("postman", error)
        await asyncio.sleep(LOOK)


upkeep = (deliver,)
"""What the worker does for letters."""
