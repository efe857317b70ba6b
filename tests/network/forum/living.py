"""A network as a model of its own knows it: what may be done next, and what must come of it.

The model keeps its own states and its own list of what is legal; it looks at no transition of
`network/forum`. Every step is a real verb on a real database.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from network.core.actor import ANYONE, service
from network.core.ids import new_id
from network.forum import days as found
from network.forum import issues, nominations, receipts, scheduling, series, stages
from network.forum.dated import Day
from network.forum.nominations import Own, Put
from network.forum.series import Planned
from network.forum.tables import Issue, Openness, Visibility
from tests import make_forum
from tests.make_forum import Network

KEY = b"m" * 32
AHEAD = {"planned", "nominations_open", "agenda_building", "published"}
STOPPED = {"cancelled", "postponed"}


@dataclass
class OfIssue:
    """What the model knows of an issue."""

    id: UUID
    state: str
    received: datetime
    receipt: bytes | None = None
    day: UUID | None = None
    referrals: set[UUID] = field(default_factory=set)
    unheard: set[UUID] = field(default_factory=set)


@dataclass
class OfDay:
    """What the model knows of a day."""

    id: UUID
    state: str
    starts: datetime
    closes: datetime


class Living:
    """A network in which things happen, one after the other."""

    def __init__(self, net: Network, loop: asyncio.AbstractEventLoop, now: datetime) -> None:
        self.net, self.loop, self.now = net, loop, now
        self.issues: dict[UUID, OfIssue] = {}
        self.days: dict[UUID, OfDay] = {}
        self.anyone = net.asking(ANYONE)

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        """Wait for a verb that runs on the test's own loop."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    def lead(self, verb: Callable[..., Any], *args: Any) -> Any:
        """Let the facilitator do something."""
        return self.run(self.net.facilitator.write(verb, *args))

    def fresh(self, issue: OfIssue) -> Issue:
        """Read an issue as it is kept."""
        kept: Issue = self.run(self.keeper.read(issues.get, issue.id))
        return kept

    @property
    def keeper(self) -> Any:
        """Ask as the service, which sees all."""
        return self.net.asking(service("test"))

    def day(self, known: OfDay) -> Day:
        """Read a day as it is kept."""
        kept: Day = self.run(self.net.facilitator.read(found.get, known.id))
        return kept

    def following(self, received: datetime) -> OfDay | None:
        """Say which day comes next for something received at a moment, the model's own way."""
        for day in sorted(self.days.values(), key=lambda day: (day.starts, day.id)):
            if day.state in AHEAD and day.closes > received:
                return day
        return None

    def next_day(self) -> OfDay | None:
        """Say which day is next."""
        ahead = [day for day in self.days.values() if day.state in AHEAD]
        return min(ahead, key=lambda day: (day.starts, day.id), default=None)

    # What happens

    def plan(self) -> None:
        last = max((d.starts for d in self.days.values()), default=self.now)
        first = (max(last, self.now) + timedelta(70)).date()
        while first.weekday() != 2:
            first += timedelta(1)
        try:
            planned = Planned(first=first, count=2)
            made = self.lead(series.plan, self.net.locality_id, planned, self.now)
        except Exception as refused:
            if "offices work" in str(refused) or "already" in str(refused):
                return
            raise
        for day in made:
            self.days[day.id] = OfDay(day.id, "planned", day.starts_at, day.closes_at)

    def nominate(self, *, nameless: bool) -> None:
        put = Put(make_forum.words(), Openness.NAMED, Visibility.PUBLIC)
        if nameless:
            kept = receipts.kept(f"{receipts.fresh()} {new_id()}", KEY)
            put = Put(make_forum.words(), Openness.ANONYMOUS, Visibility.MEMBERS, kept)
        made = self.run(
            self.net.member.write(nominations.put_forward, self.net.locality_id, put, self.now)
        )
        self.issues[made.id] = OfIssue(made.id, "nominated", self.now, put.receipt)

    def schedule(self, issue: OfIssue) -> None:
        self.lead(scheduling.schedule, issue.id, self.fresh(issue).version, self.now)
        target = self.following(issue.received)
        assert target is not None
        issue.state, issue.day = "scheduled", target.id

    def own(self, issue: OfIssue) -> Own:
        version = self.fresh(issue).version
        return Own(version, None if issue.receipt else issue.id, issue.receipt)

    def as_own(self, issue: OfIssue, verb: Callable[..., Any], *args: Any) -> Any:
        """Let whoever put an issue forward do something, by name or by receipt."""
        who = self.anyone if issue.receipt else self.net.member
        return self.run(who.write(verb, self.own(issue), *args))

    def stage(self, day: OfDay, verb: Callable[..., Any], state: str) -> None:
        self.lead(verb, day.id, self.day(day).version, self.now)
        day.state = state

    def close_nominations(self, day: OfDay) -> None:
        self.now = max(self.now, day.closes + timedelta(minutes=1))
        self.stage(day, stages.close_nominations, "agenda_building")

    def publish(self, day: OfDay) -> None:
        at = self.run(make_forum.published(self.net, day.id))
        assert at == day.starts
        self.now, day.state = max(self.now, day.closes + timedelta(minutes=1)), "published"

    def start(self, day: OfDay) -> None:
        self.now = max(self.now, day.starts)
        self.stage(day, stages.start, "in_progress")

    def settle(self, gone: OfDay) -> None:
        """Bring what was on a day to where it belongs now, the model's own way."""
        for issue in self.issues.values():
            if issue.state == "scheduled" and issue.day == gone.id:
                target = self.following(issue.received)
                issue.day = target.id if target else None
                issue.state = "scheduled" if target else "listed"
