"""The composition root: settings in, one Starlette application out. Nothing else wires anything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette

from network import health, herald, keeping, postman
from network.core import database, logs, mail, openid, secrets, tasks
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.snapshot import Snapshot
from network.core.unit import EngineSessions, Sessions
from network.directory.seen import Tally
from network.keeping import Version
from network.web import press
from network.web import routes as web
from schema.build import door


@dataclass(frozen=True)
class House:
    """Everything a door may need, filled in once."""

    sessions: Sessions
    settings: Settings
    snapshot: Snapshot
    outside: Outside = field(default_factory=Outside)
    version: Version = field(default_factory=Version)
    tally: Tally = field(default_factory=Tally)


def create(settings: Settings, house: House | None = None) -> Starlette:
    """Put the service together. Tests pass a house of their own; otherwise one is made."""
    logs.configure(settings)
    own = house or _house(settings)
    graphql = door(own)
    app = Starlette(
        routes=[*health.routes, *graphql.routes, *web.routes],
        middleware=web.middleware(own),
        exception_handlers=web.handlers,
        lifespan=_lifespan,
    )
    app.state.house = own
    # Starlette's own way with a slash too many names a host, and http:// behind a balancer.
    app.router.redirect_slashes = False
    # A remembered answer needs neither middleware nor routing.
    app.middleware_stack = graphql.in_front_of(app.build_middleware_stack(), press.SAFE)
    return app


async def work(settings: Settings) -> None:
    """Do what is done by the clock, once for the whole database, until told to stop."""
    logs.configure(settings)
    house = _house(settings)
    upkeep = (*keeping.upkeep, *herald.upkeep, *postman.upkeep)
    jobs = [asyncio.create_task(job(house)) for job in upkeep]
    try:
        await asyncio.wait(jobs, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await tasks.end(*jobs)


def _house(settings: Settings) -> House:
    settings = secrets.settled(settings)
    engine = database.engine(settings.database_url, size=settings.pool_size)
    outside = Outside(mailer=mail.mailer(settings), provider=openid.provider(settings))
    return House(EngineSessions(engine), settings, Snapshot(settings.snapshots), outside)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    house: House = app.state.house
    async with AsyncExitStack() as stack:
        if isinstance(house.sessions, EngineSessions):
            stack.push_async_callback(house.sessions.close)
        jobs = [asyncio.create_task(job(house)) for job in keeping.beside_pages]
        stack.push_async_callback(tasks.end, *jobs)  # first: some have something to say at the end
        yield
