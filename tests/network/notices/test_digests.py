"""Once a week a steward is told how much waits, and never that nothing does."""

from datetime import datetime, timedelta

from network.core.actor import Role
from network.core.ids import new_id
from network.core.unit import Unit
from network.directory.organisations import Origin
from network.directory.tables import Standing
from network.people import roles
from network.places import localities
from tests import make, make_people
from tests.network.notices.conftest import Desk

SAM = "sam@example.org"


async def waits(steward: Unit, now: datetime) -> None:
    """Make a new group of Sussex that waits."""
    await make.organisation(steward, now, origin=Origin(Standing.NEW), home_district=make.HASTINGS)


async def appoint(steward: Unit, now: datetime) -> None:
    """Make Sam a steward of Sussex."""
    sussex = await steward.read(localities.by_slug, "sussex")
    await make_people.steward(steward, now, sussex.id, SAM)


async def test_a_steward_hears_once_a_week_how_much_waits(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await appoint(steward, now)
    await waits(steward, now)
    came = []
    for day in range(15):  # from a Sunday on
        desk.day(day)
        came += [(day, one) for one in await desk.work()]
    assert [day for day, _ in came] == [0, 1, 8]
    text = str(came[1][1].text)
    assert "This waits for somebody to look at it.\n\n- 1 new group\n" in text
    assert "https://support.example.org/keep" in text


async def test_on_a_monday_it_is_there_at_seven_and_not_at_midnight(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await appoint(steward, now)
    await desk.work()
    await waits(steward, now)
    came = []
    for hour in range(11, 24):  # 23:00 on the Sunday to noon on the Monday
        desk.hours[0] = now + timedelta(hours=hour)
        came += [desk.now.hour for _ in await desk.work()]
    assert came == [7]


async def test_where_nothing_waits_there_is_no_letter(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await appoint(steward, now)
    for day in range(0, 30, 3):
        desk.day(day)
        assert await desk.work() == []


async def test_it_counts_what_its_steward_looks_after_and_nothing_else(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await make_people.steward(steward, now, new_id(), SAM)
    await waits(steward, now)
    assert await desk.work() == []


async def test_who_is_no_steward_any_more_gets_none(
    desk: Desk, steward: Unit, now: datetime
) -> None:
    await appoint(steward, now)
    await waits(steward, now)
    await desk.work()
    sam = await make_people.person(steward, now, SAM)
    sussex = await steward.read(localities.by_slug, "sussex")
    await steward.write(roles.revoke, sam.id, roles.over(sussex.id, Role.STEWARD))
    desk.day(10)
    assert await desk.work() == []
