"""The unit: one request's way to the rooms. It opens transactions; nothing else does.

Reads of a request share one REPEATABLE READ, READ ONLY snapshot, so a page never contradicts
itself. Strawberry resolves siblings concurrently and a session is not safe for that: a lock lets
one statement stream through at a time.
"""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Protocol, Self, TypeVar, overload

import asyncpg
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from network.core import events, idempotency
from network.core.actor import ANYONE, Actor
from network.core.errors import Conflict
from network.core.events import RECORDED
from network.core.idempotency import Key, Remembered

P = ParamSpec("P")
R = TypeVar("R")
Verb = Callable[Concatenate[AsyncSession, Actor, P], Awaitable[R]]

SAID: dict[str, str] = {}
"""Constraint name → the sentence a person gets when it is broken. Rooms add theirs."""


class NothingRecordedError(RuntimeError):
    """A write that recorded no event: a fault of ours, never shown to a person."""


class Sessions(Protocol):
    """Where sessions come from: an engine in production, one outer transaction in tests."""

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Give a session for one snapshot."""
        ...

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Give a session for one change."""
        ...


class EngineSessions:
    """Sessions on engines; reads may have one of their own (a replica)."""

    def __init__(self, engine: AsyncEngine, reads: AsyncEngine | None = None) -> None:
        self._write = engine
        self.full = False
        self._read = (reads or engine).execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def reading(self) -> AsyncSession:
        """Give a session for one snapshot."""
        return AsyncSession(self._read, expire_on_commit=False, autoflush=False)

    def writing(self) -> AsyncSession:
        """Give a session for one change; while the disk is `full`, say so instead."""
        if self.full:
            raise OSError(errno.ENOSPC, "The disk is nearly full, so nothing is changed.")
        return AsyncSession(self._write, expire_on_commit=False)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Any]:
        """Open a connection of its own (asyncpg's), outside any transaction, for NOTIFY."""
        address, options = self._write.dialect.create_connect_args(self._write.url)
        connection = await asyncpg.connect(*address, timeout=2, command_timeout=6, **options)
        try:
            yield connection
        finally:
            await connection.close(timeout=1)

    async def close(self) -> None:
        """Give every connection back."""
        await self._write.dispose()


class NoSessions:
    """No way to the database: for what is not to wait a second time for one that is away."""

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Say that it is away."""
        raise ConnectionError

    writing = reading


class Unit:
    """One request: who asks, and the transactions asked through."""

    def __init__(self, sessions: Sessions, actor: Actor = ANYONE) -> None:
        self.actor = actor
        self._sessions = sessions
        self._lock = asyncio.Lock()
        self._snapshot: AsyncSession | None = None
        self._opened: AbstractAsyncContextManager[AsyncSession] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        async with self._lock:
            await self._close()

    async def read(self, verb: Verb[P, R], *args: P.args, **options: P.kwargs) -> R:
        """Run one reading verb in this request's snapshot."""
        async with self._lock:
            try:
                return await verb(await self._reading(), self.actor, *args, **options)
            except BaseException:
                await self._close()  # a failed transaction answers nothing more
                raise

    @overload
    async def write(self, verb: Verb[P, R], *args: P.args, **options: P.kwargs) -> R: ...
    @overload
    async def write(
        self, verb: Callable[..., Awaitable[R]], *args: Any, key: Key | None, **options: Any
    ) -> R | Remembered: ...
    async def write(self, verb: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Run one changing verb in a transaction of its own: all of it, or nothing.

        A verb that recorded no event is rolled back. A broken constraint becomes its sentence.
        `key`: done before with the same one, it is not done again; what is given then says only
        what came of it (`Remembered`), to be read anew.
        """
        key: Key | None = options.pop("key", None)
        return await self._change(
            partial(_all_or_nothing, key=key), lambda db, actor: verb(db, actor, *args, **options)
        )

    async def count(self, verb: Verb[P, R], *args: P.args, **options: P.kwargs) -> R:
        """Run a verb that only counts or clears up (a rate limit): no event is asked of it."""
        result: R = await self._change(
            _committed, lambda db, actor: verb(db, actor, *args, **options)
        )
        return result

    async def _change(self, way: Callable[..., Any], verb: Callable[..., Any]) -> Any:
        async with self._lock:
            await self._close()  # one connection a request, and no stale snapshot afterwards
            try:
                async with self._sessions.writing() as db:
                    return await way(db, self.actor, verb)
            except IntegrityError as broken:
                raise _said(broken) from broken

    async def _reading(self) -> AsyncSession:
        if self._snapshot is None:
            self._opened = self._sessions.reading()
            self._snapshot = await self._opened.__aenter__()
        return self._snapshot

    async def _close(self) -> None:
        opened, self._opened, self._snapshot = self._opened, None, None
        if opened is not None:
            await opened.__aexit__(None, None, None)


async def _all_or_nothing(
    db: AsyncSession, actor: Actor, verb: Verb[[], R], key: Key | None
) -> R | Remembered:
    db.info[RECORDED] = []
    async with db.begin():
        if key is None:
            result: R | Remembered = await verb(db, actor)
        else:
            result = await idempotency.once(db, actor, key, verb)
        if not (db.info[RECORDED] or isinstance(result, Remembered)):
            raise NothingRecordedError
        await events.keep(db)
    return result


async def _committed(db: AsyncSession, actor: Actor, verb: Verb[[], R]) -> R:
    db.info[RECORDED] = []
    async with db.begin():
        result = await verb(db, actor)
        await events.keep(db)
    return result


def _said(broken: IntegrityError) -> Exception:
    cause: Any = getattr(broken.orig, "__cause__", None)
    name = getattr(cause, "constraint_name", None)
    return Conflict(SAID[name]) if name in SAID else broken
