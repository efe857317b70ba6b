"""The transitions of a development day and of the parts of its agenda, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from network.access import Act
from network.forum.dated import LIVE, AgendaItem, Day, DayState, ItemKind, ItemState, Speaker
from network.forum.transitions import START, Machine, Transition, states

CLOCK = ZoneInfo("Europe/London")
"""Every locality is in England, so far."""

DAY_WORDS: Mapping[str, str] = {
    DayState.PLANNED: "planned",
    DayState.NOMINATIONS_OPEN: "open for issues",
    DayState.AGENDA_BUILDING: "having its agenda built",
    DayState.PUBLISHED: "published",
    DayState.IN_PROGRESS: "in progress",
    DayState.HELD: "held",
    DayState.MINUTES_FOR_CHECK: "held, with its notes being checked",
    DayState.CONFIRMED: "held, with its notes agreed",
    DayState.POSTPONED: "put off",
    DayState.CANCELLED: "cancelled",
}
ITEM_WORDS: Mapping[str, str] = {
    ItemState.PROPOSED: "on the list for the day",
    ItemState.PLACED: "in its place",
    ItemState.READY: "ready",
    ItemState.OPEN: "open",
    ItemState.CONCLUDED: "done",
    ItemState.CARRIED_OVER: "carried over",
    ItemState.NOT_REACHED: "not reached",
    ItemState.WITHDRAWN: "taken off",
}
LED = frozenset({ItemKind.NOMINATED_ISSUE, ItemKind.URGENT, ItemKind.EXPERT_TALK})
"""Parts of a day that somebody has to lead."""


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the guards of a day look at: the moment, its items, and why it may be too long."""

    now: datetime
    items: Sequence[AgendaItem] = ()
    too_long: str = ""
    working_days: int = 0
    other_in_progress: bool = False


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the guards of an item look at: its day, and whether another item is open."""

    day: Day | None
    other_open: bool = False


def available(day: Day) -> int:
    """Give the minutes a day has, breaks and all."""
    return int((day.ends_at - day.starts_at).total_seconds()) // 60


def planned(items: Sequence[AgendaItem]) -> int:
    """Give the minutes that are planned: breaks count, what was taken off does not."""
    return sum(item.minutes for item in items if item.state in LIVE)


def unready(item: AgendaItem) -> str | None:
    """Say what an item lacks before it is ready."""
    if item.kind in LED and not item.lead:
        return "Say who leads it."
    if item.kind == ItemKind.EXPERT_TALK and item.speaker not in {Speaker.COMING, Speaker.WITHOUT}:
        return "The guest has not said yes. Wait for them, or go on without."
    return None


def _closed(day: Day, facts: DayFacts) -> str | None:
    return None if facts.now >= day.closes_at else "Its time for nominations is not over."


def _publishable(day: Day, facts: DayFacts) -> str | None:
    live = [item for item in facts.items if item.state in LIVE]
    if not live:
        return "There is nothing on the agenda yet."
    if any(item.state == ItemState.PROPOSED for item in live):
        return "Some issues have no place on the agenda yet."
    if any(unready(item) for item in live):
        return "Some parts are not ready: a lead or a guest is missing."
    if not day.access_confirmed:
        return "Say first that what people need to take part is arranged."
    over = planned(facts.items) - available(day)
    if over > 0 and not facts.too_long:
        return (
            f"The parts are {_counted(over, 'minute')} too long for the day. Say why, or shorten."
        )
    return None


def _today(day: Day, facts: DayFacts) -> str | None:
    if facts.other_in_progress:
        return "Another day is in progress. Close that first."
    here, now = day.starts_at.astimezone(CLOCK), facts.now.astimezone(CLOCK)
    return None if here.date() == now.date() else "It can be started on its own date."


def _all_done(day: Day, facts: DayFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    left = sum(item.state in LIVE for item in facts.items)
    return f"Say first what came of every part: {left} to go." if left else None


def _checked(day: Day, facts: DayFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    left = CHECKED_FOR - facts.working_days
    return (
        f"People can check the notes for {_counted(left, 'more working day')}."
        if left > 0
        else None
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


CHECKED_FOR = 10  # working days (forum.md, Development day)
D, P = DayState, Act.PLAN_DAY
AHEAD = states(D.PLANNED, D.NOMINATIONS_OPEN, D.AGENDA_BUILDING, D.PUBLISHED)
BUILDING = states(D.NOMINATIONS_OPEN, D.AGENDA_BUILDING)

DAY = Machine(
    "day",
    DayState,
    DAY_WORDS,
    (
        Transition("plan", "day.planned", states(START), D.PLANNED, P),
        Transition("open_nominations", "day.opened", states(D.PLANNED), D.NOMINATIONS_OPEN, P),
        Transition(
            "close_nominations",
            "day.nominations_closed",
            states(D.NOMINATIONS_OPEN),
            D.AGENDA_BUILDING,
            P,
            _closed,
        ),
        Transition("confirm_access", "day.access_confirmed", AHEAD, None, P),
        Transition("arrange", "day.arranged", BUILDING | {D.PLANNED}, None, P),
        Transition(
            "publish", "day.published", states(D.AGENDA_BUILDING), D.PUBLISHED, P, _publishable
        ),
        Transition("amend", "day.amended", states(D.PUBLISHED, D.IN_PROGRESS), None, P),
        Transition("move", "day.moved", states(D.PLANNED, D.NOMINATIONS_OPEN), None, P),
        Transition("postpone", "day.postponed", AHEAD, D.POSTPONED, P),
        Transition("replan", "day.replanned", states(D.POSTPONED), D.NOMINATIONS_OPEN, P),
        Transition("cancel", "day.cancelled", AHEAD | {D.POSTPONED}, D.CANCELLED, P),
        Transition("start", "day.started", states(D.PUBLISHED), D.IN_PROGRESS, P, _today),
        Transition("appoint", "day.scribe_named", states(D.PUBLISHED, D.IN_PROGRESS), None, P),
        Transition("hold", "day.held", states(D.IN_PROGRESS), D.HELD, P, _all_done),
        Transition("show_notes", "day.notes_shown", states(D.HELD), D.MINUTES_FOR_CHECK, P),
        Transition(
            "confirm",
            "day.confirmed",
            states(D.MINUTES_FOR_CHECK),
            D.CONFIRMED,
            P,
            _checked,
        ),
    ),
)
"""Every step of a day."""


def _runs(item: AgendaItem, facts: ItemFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    running = facts.day is not None and facts.day.state == DayState.IN_PROGRESS
    return None if running else "The day is not in progress."


def _can_open(item: AgendaItem, facts: ItemFacts) -> str | None:
    other = "Another part of the day is open. Close that first." if facts.other_open else None
    return _runs(item, facts) or other


def _ready(item: AgendaItem, facts: ItemFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    return unready(item)


def _no_issue(item: AgendaItem, facts: ItemFacts) -> str | None:
    owed = "It is an issue or an answer: carry it over, so that it is not lost."
    return _runs(item, facts) or (owed if item.issue_id else None)


T, ROOM = ItemState, Act.RUN_ITEM
WAITING = states(T.PROPOSED, T.PLACED, T.READY)

ITEM = Machine(
    "item",
    ItemState,
    ITEM_WORDS,
    (
        Transition("propose", "item.proposed", states(START), T.PROPOSED, P),
        Transition("add", "item.added", states(START), T.PLACED, P),
        Transition("place", "item.placed", states(T.PROPOSED), T.PLACED, P),
        Transition("prepare", "item.prepared", WAITING, None, P),
        Transition("bring", "item.brought", WAITING, None, P),
        Transition("ready", "item.ready", states(T.PLACED), T.READY, P, _ready),
        Transition("unready", "item.unready", states(T.READY), T.PLACED, P),
        Transition("open", "item.opened", WAITING, T.OPEN, ROOM, _can_open),
        Transition("conclude", "item.concluded", states(T.OPEN), T.CONCLUDED, ROOM),
        Transition("carry_over", "item.carried_over", WAITING | {T.OPEN}, T.CARRIED_OVER, ROOM),
        Transition("pass_over", "item.passed_over", WAITING, T.NOT_REACHED, ROOM, _no_issue),
        Transition("withdraw", "item.withdrawn", WAITING, T.WITHDRAWN, P),
    ),
)
"""Every step of a part of a day."""
