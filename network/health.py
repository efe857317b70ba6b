"""Is it alive, and can it answer? For balancers and watchdogs.

Send traffic by `/healthz`: reading pages answer from the snapshot when the database is away.
`/readyz` is for alarms: it says 503 while no database answers.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from network.core.away import away
from network.core.unit import Sessions, Unit
from network.directory import versions

NEVER_KEPT = {"cache-control": "no-store"}


async def healthz(request: Request) -> Response:  # noqa: ARG001  # every verb takes both
    """Say that the process lives."""
    return JSONResponse({"alive": True}, headers=NEVER_KEPT)


async def readyz(request: Request) -> Response:
    """Say whether the database answers, what there is when it does not, and if letters can leave.

    `mail` is false where no mail server is set: letters wait.
    """
    house = request.app.state.house
    database = await _answers(house.sessions)
    said = {
        "database": database,
        "snapshot": house.snapshot.path.exists(),
        "mail": house.outside.mailer is not None,
    }
    code = 200 if database else 503
    more = {} if database else {"retry-after": "5"}
    return JSONResponse(said, code, headers=NEVER_KEPT | more)


async def _answers(sessions: Sessions) -> bool:
    try:
        async with Unit(sessions) as unit:
            await unit.read(versions.current)
    except Exception as error:
        if away(error):
            return False
        raise
    return True


routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
