"""Waits that have an end, and say why they ended."""

import asyncio
from asyncio.subprocess import Process
from typing import Any

PATIENCE = 120.0  # seconds; a machine may be busy, but not for ever


async def heard(event: asyncio.Event, *working: asyncio.Task[Any]) -> None:
    """Wait until an event is set; where those who are to set it are over first, say how."""
    hearing = asyncio.create_task(event.wait())
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({hearing, *working}, return_when=asyncio.FIRST_COMPLETED)
        if not event.is_set():
            over = [task.result() for task in working if task.done()]
            raise AssertionError(f"It was over before it came so far: {over}")
    finally:
        hearing.cancel()


async def stopped(process: Process) -> None:
    """Ask a process to end, and see to it that it does."""
    process.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
