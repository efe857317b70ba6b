"""Slips in times: a single date that is over, and an end before its start."""

from datetime import datetime, time, timedelta

import pytest

from network.core.errors import Invalid
from network.core.unit import Unit
from network.directory import offers, schedule
from network.directory.edits import Amendment
from network.directory.parts import LONDON, Session
from network.directory.tables import Organisation
from tests import make
from tests.network.directory.times import session


def once(now: datetime, days: int) -> Session:
    return session(None, now.astimezone(LONDON) + timedelta(days=days))


@pytest.fixture
async def group(steward: Unit, now: datetime) -> Organisation:
    return await make.organisation(steward, now)


async def test_a_single_date_that_is_over_is_not_taken(
    steward: Unit, now: datetime, group: Organisation
) -> None:
    made = await make.offer(steward, now, group.id)
    times = [once(now, 0).model_dump(mode="json"), once(now, -1).model_dump(mode="json")]
    with pytest.raises(Invalid, match="in the past") as refused:
        await steward.write(
            offers.amend, made.id, Amendment(made.version, {"schedule": times}), now
        )
    assert refused.value.field == "schedule.1.starts"
    edit = Amendment(made.version, {"schedule": times[:1]})
    assert len((await steward.write(offers.amend, made.id, edit, now)).schedule) == 1


async def test_a_date_that_passed_since_stands_in_nobodys_way(
    steward: Unit, now: datetime, group: Organisation
) -> None:
    made = await make.offer(steward, now, group.id, schedule=[once(now, 1)])
    later = now + timedelta(days=9)
    edit = Amendment(made.version, {"usual_size": 8})
    changed = await steward.write(offers.amend, made.id, edit, later)
    whole = {"schedule": [once(now, 1).model_dump(mode="json")], "usual_size": 9}
    again = await steward.write(offers.amend, made.id, Amendment(changed.version, whole), later)
    assert again.usual_size == 9


@pytest.mark.parametrize(
    ("begins", "ends", "minutes"),
    [
        (time(14), time(16, 30), 150),
        (time(22), time(7), 9 * 60),
        (time(17), time(9), 16 * 60),
        (time(0), time(0), 24 * 60),
    ],
)
def test_a_night_goes_on_into_the_morning(begins: time, ends: time, minutes: int) -> None:
    assert schedule.lasting(begins, ends) == minutes


def test_an_end_before_its_start_is_a_slip() -> None:
    with pytest.raises(Invalid, match="before it starts"):
        schedule.lasting(time(14), time(13))
