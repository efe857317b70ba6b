"""What may happen to a day next, by the model's own list, and what comes of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from network.forum import agreements, carrying, changes, items, outcomes, room, stages
from network.forum.agreements import Said
from network.forum.carrying import Left
from network.forum.changes import Change
from network.forum.dated import AgendaItem, DayFields
from network.forum.minuted import AgreementFields, Method
from network.forum.outcomes import Judged
from tests.network.forum.issue_life import IssueLife
from tests.network.forum.living import AHEAD, OfDay, OfIssue

WORDS = AgreementFields(method=Method.CONSENT, agree=20, wording="We agree on this.")
AGREED = {
    "forward": (agreements.forward, "agreed_forward"),
    "settle": (agreements.settle, "closed"),
    "note": (agreements.note, "closed"),
    "not forward": (agreements.not_forward, "closed"),
}


class DayLife(IssueLife):
    """A network in which days come and go."""

    def of_day(self, day: OfDay) -> list[tuple[str, Callable[[OfDay], Any]]]:
        first = self.next_day() is day and not self.running()
        in_time = self.now <= day.starts
        room = [(how, partial(self.take_part, how)) for how in (*AGREED, "carry")]
        ahead = day.state in AHEAD
        known: list[tuple[bool, str, Callable[[OfDay], Any]]] = [
            (ahead, "cancel", self.cancel),
            (ahead, "postpone", self.postpone),
            (day.state in {"planned", "nominations_open"}, "move", self.move),
            (day.state == "planned" and first, "open nominations", self.open_nominations),
            (day.state == "nominations_open", "close nominations", self.close_nominations),
            (day.state == "published" and first and in_time, "start", self.start),
            (day.state == "postponed", "replan", self.replan),
            *((day.state == "in_progress", how, step) for how, step in room),
        ]
        steps = [(name, step) for possible, name, step in known if possible]
        if day.state == "agenda_building" and in_time and self.on(day):
            steps.append(("publish", self.publish))
        return steps

    def running(self) -> bool:
        return any(day.state == "in_progress" for day in self.days.values())

    def on(self, day: OfDay) -> list[Any]:
        asked = self.run(self.keeper.read(items.by_day, [day.id]))
        return [i for i in asked[day.id] if i.state in {"proposed", "placed", "ready", "open"}]

    def open_nominations(self, day: OfDay) -> None:
        self.stage(day, stages.open_nominations, "nominations_open")

    def change(self, day: OfDay) -> Change:
        return Change(self.day(day).version, "The hall is flooded.")

    def cancel(self, day: OfDay) -> None:
        self.lead(changes.cancel, day.id, self.change(day), self.now)
        day.state = "cancelled"
        self.settle(day)

    def postpone(self, day: OfDay) -> None:
        self.lead(changes.postpone, day.id, self.change(day), self.now)
        day.state = "postponed"
        self.settle(day)

    def later(self, day: OfDay) -> DayFields:
        starts = max(day.starts, self.now) + timedelta(40)
        day.starts, day.closes = starts, starts - timedelta(10)
        return DayFields(
            starts_at=starts, ends_at=starts + timedelta(hours=5), closes_at=day.closes
        )

    def move(self, day: OfDay) -> None:
        change, fields = self.change(day), self.later(day)
        self.lead(changes.move, day.id, (change, fields), self.now)
        self.settle(day)

    def replan(self, day: OfDay) -> None:
        version, dated = self.day(day).version, (self.later(day), self.now)
        self.lead(changes.replan, day.id, version, dated)
        day.state = "nominations_open"

    def take_part(self, how: str, day: OfDay) -> None:
        """Take the next part of a day, one way or another; close the day where none is left."""
        parts = self.on(day)
        if not parts:
            self.hold(day)
            return
        part = parts[0]
        part = self.lead(room.open_, part.id, part.version, self.now)
        issue = self.issues[part.issue_id]
        if part.referral_id:
            self.report(part, issue)
        elif how == "carry":
            self.carry(part)
            target = self.following(issue.received)
            issue.day = target.id if target else None
            issue.state = "scheduled" if target else "listed"
        else:
            self.agree(how, part, issue)

    def agree(self, how: str, part: AgendaItem, issue: OfIssue) -> None:
        verb, issue.state = AGREED[how]
        issue.day = None
        self.lead(verb, part.id, Said(part.version, WORDS), self.now)
        self.conclude(part)

    def report(self, part: AgendaItem, issue: OfIssue) -> None:
        """Report an answer back if it is there; else it stays owed."""
        if issue.state == "answered":
            judged = Judged(self.fresh(issue).version, "accepted")
            self.lead(outcomes.report_back, part.id, judged, self.now)
            issue.state = "reported_back"
        if issue.state in {"reported_back", "awaiting_delivery", "closed"}:
            self.conclude(part)
            issue.unheard.discard(part.referral_id)
        else:
            self.carry(part)

    def carry(self, part: AgendaItem) -> None:
        self.lead(carrying.carry_over, part.id, Left(part.version, "The rest."), self.now)

    def conclude(self, part: AgendaItem) -> None:
        fresh = self.run(self.keeper.read(items.get, part.id))
        self.lead(room.conclude, part.id, fresh.version, self.now)

    def hold(self, day: OfDay) -> None:
        after = self.next_day()
        self.stage(day, stages.hold, "held")
        if after is not None and after.state == "planned":
            after.state = "nominations_open"
