"""Making a thing once: the page that asks carries a mark, and whoever comes back to it goes on."""

from uuid import UUID, uuid4

from starlette.responses import Response

from network.core import idempotency
from network.core.idempotency import Key
from network.web.visit import Visit

NAME = "once"


def mark(visit: Visit) -> str:
    """Read the mark of a page; anything that is none gets a new one."""
    given = visit.typed.one(NAME) or visit.request.query_params.get(NAME, "")
    try:
        return str(UUID(given))
    except ValueError:
        return str(uuid4())


async def on(visit: Visit, scope: str, made: str) -> Response | None:
    """Lead to a page with a mark, or, where the thing was made already, to the thing itself.

    Without it, going back in the browser and on again would make a second one. `made`: where the
    thing is, with `{id}` in it.
    """
    wanted = visit.request.query_params.get(NAME, "")
    if mark(visit) != wanted:
        return visit.lead(f"{visit.request.url.path}?{NAME}={mark(visit)}")
    done = await visit.unit.read(idempotency.before, Key(scope, wanted, b""))
    return None if done is None else visit.lead(made.format(id=done.id))
