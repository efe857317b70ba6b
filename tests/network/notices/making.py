"""Groups, their hosts and what letters say to them, for tests of notices."""

from datetime import datetime

from network.core.unit import Unit
from network.directory.organisations import Origin
from network.directory.tables import Offer, Organisation, Standing
from network.post.tables import KeptLetter
from tests import make, make_people

NEW = Origin(Standing.NEW)
SAM = "sam@example.org"


async def group(steward: Unit, now: datetime, origin: Origin = NEW) -> Organisation:
    return await make.organisation(steward, now, origin=origin, home_district=make.HASTINGS)


async def confirmed(steward: Unit, now: datetime) -> Offer:
    """Make an offer of a known group, kept by Jo and Ash."""
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    made = await make.offer(steward, now, run_by.id, districts=[make.HASTINGS], checked_days_ago=0)
    for email in ("jo@example.org", "ash@example.org"):
        await make_people.host(steward, now, run_by.id, email)
    return made


def said(letters: list[KeptLetter]) -> list[tuple[str, str]]:
    """Give whom letters are for, and the first line of each."""
    return [(str(one.to), str(one.text).split("\n")[2]) for one in letters]
