"""`python -m bench.reference.app`: one handler, one statement a question, bytes passed through."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from network.core.database import LIMITS
from network.directory.parts import LONDON

STATEMENTS = {
    path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.sql")
}
BITS = "select vocabulary, code, 1::int8 << bit from term where vocabulary = any($1)"


async def search(request: Request) -> Response:
    """Answer one search."""
    question, x, y, far, kind, community, said, district = orjson.loads(await request.body())
    state = request.app.state
    masks: dict[tuple[str, str], int] = state.masks
    given = [x, y, far, masks["kind", kind], masks["community", community], said]
    given.append(datetime.now(UTC).astimezone(LONDON).date().toordinal())
    if question == "counted":
        given.append(masks["when", "this_week"])
    given.append(district)
    async with state.pool.acquire() as connection:
        found = await connection.fetchval(STATEMENTS[question], *given)
    return Response(found, media_type="application/json")


async def _as_it_is(connection: object) -> None:
    """Leave a connection alone between two requests: nothing here changes its settings."""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Open the pool, and learn the masks."""
    address = os.environ["DATABASE_URL"].replace("postgresql+asyncpg", "postgresql")
    pool = asyncpg.create_pool(
        address, min_size=16, max_size=16, server_settings=LIMITS, reset=_as_it_is
    )
    async with pool:
        rows = await pool.fetch(BITS, ["kind", "community", "when"])
        app.state.pool = pool
        app.state.masks = {(row[0], row[1]): row[2] for row in rows}
        yield


app = Starlette(routes=[Route("/", search, methods=["POST"])], lifespan=lifespan)

if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
