"""Ending what runs beside us, for certain.

A cancellation may go unheard: `asyncio.wait_for` swallows one that comes just as its wait is over
(before Python 3.12), and so do libraries that wait by it, aiosmtplib among them.
"""

import asyncio
from typing import Any

AGAIN = 5.0  # seconds; what is put away meanwhile is to have its time


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks, again until they hear it, and wait until they are over.

    Raises what one of them raised; being cancelled is not that.
    """
    going = set(tasks)
    while going:
        for task in going:
            task.cancel()
        _, going = await asyncio.wait(going, timeout=AGAIN)
    for task in tasks:
        if not task.cancelled():
            task.result()


def heed() -> None:
    """Stop here, if a cancellation was swallowed on the way."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
