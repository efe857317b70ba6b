"""Ask an embedded PostgreSQL a question, also one that is just coming back."""

import asyncio
from typing import Any

import asyncpg

from network.core.embedded import Server
from network.core.embedded_process import GONE


async def ask(server: Server, question: str) -> Any:
    """Ask one question of the server's database and give the one value of its answer."""
    connection = await asyncpg.connect(
        host=str(server.socket),
        port=5432,
        user="alongside",
        database="alongside",
        timeout=5,
        command_timeout=10,
    )
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def asked_again(server: Server, before: int, question: str) -> Any:
    """Ask as soon as another process than `before` answers."""
    async with asyncio.timeout(60):
        while True:
            await asyncio.sleep(0.02)
            if process_of(server) == before:
                continue
            try:
                return await ask(server, question)
            except GONE:
                continue


def process_of(server: Server) -> int:
    """Give the number of the server's process."""
    assert server.process is not None
    return server.process.pid
