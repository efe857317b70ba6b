"""The way to PostgreSQL: one engine with every time limit set.

Without `command_timeout` asyncpg waits for ever when packets vanish; the other limits keep one
slow question from holding the rest up. Figures: docs/decisions/0003-limits-of-time.md.
"""

from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

LIMITS = {
    "statement_timeout": "2000",
    "lock_timeout": "1000",
    "idle_in_transaction_session_timeout": "5000",
    "plan_cache_mode": "force_generic_plan",  # one text a shape of question, planned once
    "max_parallel_workers_per_gather": "0",  # starting helpers takes longer than our questions
    "jit": "off",  # compiling costs more than any of our questions
    "application_name": "alongside",
}


def _written(value: Any) -> str:
    return orjson.dumps(value).decode()


def engine(url: str, *, size: int = 8, patient: bool = False) -> AsyncEngine:
    """Open a pool of connections to a database.

    `patient` lifts the statement limits for long work such as imports and migrations.
    """
    limits = {k: v for k, v in LIMITS.items() if not patient or "timeout" not in k}
    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=1,
        pool_recycle=1800,
        hide_parameters=True,  # an error in the log must not hold what somebody searched for
        json_serializer=_written,
        json_deserializer=orjson.loads,
        connect_args={
            "timeout": 2,
            "command_timeout": None if patient else 3,
            "server_settings": limits,
        },
    )
