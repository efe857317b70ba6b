"""How often somebody may try: counted by where they come from, which is never kept."""

from datetime import timedelta

from starlette.requests import Request

from network.core import pace
from network.core.errors import TooMany
from network.web.visit import Visit

OFTEN = "That was tried too often. Wait a quarter of an hour, then try again."
AT_ONCE, QUARTER = 10, timedelta(minutes=15)


def asker(request: Request) -> str:
    """Say where a request comes from, as the server sees it."""
    return request.client.host if request.client else ""


async def hold(visit: Visit, bucket: str, who: str, *, most: int = AT_ONCE) -> None:
    """Refuse one try too many: `most` at once, then so many more in each quarter of an hour."""
    key = pace.key_of(visit.settings.secret, who, visit.now)
    every = QUARTER / most
    if not await visit.unit.count(pace.take, bucket, key, visit.now, most=most, every=every):
        raise TooMany(OFTEN)
