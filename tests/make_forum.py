"""Making a network for tests: a facilitator, some members, days and issues, by the verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from network.core.actor import Actor, Role
from network.core.unit import Unit
from network.forum import admission, agenda, nominations, scheduling, series, stages
from network.forum import days as found
from network.forum.admission import Looked
from network.forum.agenda import Place, Prepared
from network.forum.dated import AgendaItem, Day
from network.forum.day_steps import CLOCK
from network.forum.nominations import Put
from network.forum.series import Planned
from network.forum.tables import Issue, IssueFields, Openness, Visibility
from network.people import roles
from network.places import localities
from tests import make_people

Asking = Callable[[Actor], Unit]
FIRST = date(2027, 1, 20)
"""The first day of a series in tests: a Wednesday, two months after `NOW`."""


@dataclass(frozen=True)
class Network:
    """A locality's network: who is in it, and a unit for each."""

    locality_id: UUID
    facilitator: Unit
    member: Unit
    other: Unit
    stranger: Unit
    asking: Asking

    @property
    def as_member(self) -> Actor:
        """Give the member as an actor."""
        return self.member.actor


async def network(keeper: Unit, asking: Asking, now: datetime) -> Network:
    """Make a network in Sussex: a facilitator, two members, and somebody who is in none."""
    place = (await keeper.read(localities.all_))[0].id
    member = roles.over(place, Role.MEMBER)
    leads = roles.over(place, Role.FACILITATOR)
    kind = await make_people.holder(keeper, now, leads, "fay@example.org", strong=True)
    one = await make_people.holder(keeper, now, member, "mo@example.org")
    two = await make_people.holder(keeper, now, member, "may@example.org")
    nobody = await make_people.signed_in(keeper, now, "stray@example.org")
    return Network(place, asking(kind), asking(one), asking(two), asking(nobody), asking)


def words(**changes: Any) -> IssueFields:
    """Fill in an issue; about contracts unless said."""
    plain: dict[str, Any] = {
        "title": "Contracts with no hours",
        "what_happens": "Peer workers do not know how many hours they will have.",
        "what_should_change": "A contract names the hours.",
        "topics": ["pay"],
    }
    return IssueFields.model_validate(plain | changes)


async def days(net: Network, now: datetime, *, opened: bool = True, **said: Any) -> list[Day]:
    """Plan four days, a quarter apart; the first is open for issues."""
    planned = Planned.model_validate({"first": FIRST} | said)
    made = await net.facilitator.write(series.plan, net.locality_id, planned, now)
    if opened:
        first = made[0]
        await net.facilitator.write(stages.open_nominations, first.id, first.version, now)
    return made


async def nominated(net: Network, now: datetime, put: Put | None = None) -> Issue:
    """Put an issue forward as the member."""
    ours = put or Put(words(), Openness.NAMED, Visibility.PUBLIC)
    return await net.member.write(nominations.put_forward, net.locality_id, ours, now)


async def listed(
    net: Network, now: datetime, put: Put | None = None, seen_by: Visibility = Visibility.MEMBERS
) -> Issue:
    """Put an issue forward and on the list."""
    issue = await nominated(net, now, put)
    looked = Looked(issue.version, seen_by, nobody_named=True, compared=True)
    return await net.facilitator.write(admission.list_, issue.id, looked, now)


async def scheduled(net: Network, now: datetime, **said: Any) -> tuple[Issue, AgendaItem]:
    """Put an issue forward, on the list, and on the following day's agenda."""
    issue = await listed(net, now, **said)
    item = await net.facilitator.write(scheduling.schedule, issue.id, issue.version, now)
    return issue, item


async def published(net: Network, day_id: UUID) -> datetime:
    """Build a day's agenda of what is on it, publish it, and give the moment it starts."""
    day = await net.facilitator.read(found.get, day_id)
    closed = day.closes_at + timedelta(minutes=1)
    if day.state == "nominations_open":
        day = await net.facilitator.write(stages.close_nominations, day_id, day.version, closed)
    parts = [i for i in await net.facilitator.read(found.every_item, day_id) if i.day_id == day_id]
    alive = [i for i in parts if i.state in {"proposed", "placed", "ready"}]
    places = [Place(item.id, n, 20) for n, item in enumerate(alive, 1)]
    day = await net.facilitator.write(agenda.arrange, day_id, day.version, places)
    for item in alive:
        fresh = await net.facilitator.read(found.every_item, day_id)
        version = next(i.version for i in fresh if i.id == item.id)
        await net.facilitator.write(agenda.prepare, item.id, Prepared(version, lead="Mo"))
    day = await net.facilitator.write(stages.confirm_access, day_id, day.version, closed)
    day = await net.facilitator.write(stages.publish, day_id, (day.version, ""), closed)
    return day.starts_at


async def started(net: Network, day_id: UUID) -> datetime:
    """Publish a day and start it; gives the moment."""
    at = await published(net, day_id)
    day = await net.facilitator.read(found.get, day_id)
    await net.facilitator.write(stages.start, day_id, day.version, at)
    return at


def at(on: date, hour: int = 10) -> datetime:
    """Give a moment on a day, by London's clock."""
    return datetime.combine(on, time(hour), CLOCK)
