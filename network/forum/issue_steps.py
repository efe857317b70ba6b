"""The transitions of an issue, as data (forum.md, Issue)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from network.access import Act
from network.forum.dated import Day, DayState
from network.forum.tables import Issue, IssueFields, IssueState
from network.forum.transitions import START, Machine, Transition, states

WORDS: Mapping[str, str] = {
    IssueState.DRAFT: "a draft",
    IssueState.NOMINATED: "put forward",
    IssueState.NEEDS_WORDING: "waiting for other words",
    IssueState.LISTED: "on the list",
    IssueState.SCHEDULED: "on an agenda",
    IssueState.IN_DEBATE: "being talked about",
    IssueState.AGREED_FORWARD: "agreed to be sent on",
    IssueState.WITH_FORUMS: "with those who decide",
    IssueState.ANSWERED: "answered",
    IssueState.REPORTED_BACK: "reported back",
    IssueState.AWAITING_DELIVERY: "promised, and waited for",
    IssueState.CLOSED: "closed",
    IssueState.ROUTED_OUT: "taken another way",
}

MOST_TOPICS = 2
NO_DAY = "No day is planned that it can come before. Plan one first."
NOT_RUNNING = "The day is not in progress."
OTHER_OPEN = "Another part of the day is open. Close that first."


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the guards look at beside the issue itself.

    `following`: the day it comes before. `day`: the one it is on the agenda of, or that is in
    progress. `other_open`: another item of that day is open. `referrals_open`: sent, not final.
    """

    now: datetime
    following: Day | None = None
    day: Day | None = None
    other_open: bool = False
    referrals_open: int = 0


def lacking(issue: IssueFields) -> Mapping[str, str]:
    """Name what is still to be filled in before an issue can be put forward: field → what to do."""
    asked = {
        "title": (issue.title, "Give it a short title."),
        "what_happens": (issue.what_happens, "Say what is happening."),
        "what_should_change": (issue.what_should_change, "Say what you would like to change."),
        "topics": (issue.topics, "Choose what it is about."),
    }
    missing = {name: say for name, (value, say) in asked.items() if not value}
    if len(issue.topics) > MOST_TOPICS:
        missing["topics"] = "Choose two topics at most."
    return missing


def _whole(issue: Issue, facts: IssueFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    return next(iter(lacking(issue).values()), None)


def _has_a_day(issue: Issue, facts: IssueFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    return None if facts.following else NO_DAY


def _in_progress(issue: Issue, facts: IssueFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    running = facts.day is not None and facts.day.state == DayState.IN_PROGRESS
    return None if running else NOT_RUNNING


def _can_open(issue: Issue, facts: IssueFacts) -> str | None:
    return _in_progress(issue, facts) or (OTHER_OPEN if facts.other_open else None)


def _with_somebody(issue: Issue, facts: IssueFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    return None if facts.referrals_open else "It has not been sent to anybody yet."


def _with_nobody(issue: Issue, facts: IssueFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    return "An answer is still owed." if facts.referrals_open else None


S = IssueState
BEFORE_DEBATE = states(S.NOMINATED, S.NEEDS_WORDING, S.LISTED, S.SCHEDULED)
KEEP, ROOM, OWN = Act.KEEP_ISSUE, Act.RUN_ITEM, Act.KEEP_NOMINATION
AFTER_ANSWER = states(S.ANSWERED, S.REPORTED_BACK, S.AWAITING_DELIVERY)

ISSUE = Machine(
    "issue",
    IssueState,
    WORDS,
    (
        Transition("start", "issue.drafted", states(START), S.DRAFT, Act.NOMINATE),
        Transition("save", "issue.saved", states(S.DRAFT), None, OWN),
        Transition("nominate", "issue.nominated", states(S.DRAFT), S.NOMINATED, OWN, _whole),
        Transition("ask_for_wording", "issue.asked", states(S.NOMINATED), S.NEEDS_WORDING, KEEP),
        Transition("reword", "issue.reworded", states(S.NEEDS_WORDING), S.NOMINATED, OWN, _whole),
        Transition("list", "issue.listed", states(S.NOMINATED), S.LISTED, KEEP, _whole),
        Transition("redact", "issue.redacted", BEFORE_DEBATE, None, KEEP),
        Transition("part", "issue.parted", states(START), S.LISTED, KEEP),
        Transition("split", "issue.split", states(S.LISTED), None, KEEP),
        Transition("merge", "issue.merged", states(S.NOMINATED, S.LISTED), S.CLOSED, KEEP),
        Transition("take_apart", "issue.taken_apart", states(S.CLOSED), S.LISTED, KEEP),
        Transition("schedule", "issue.scheduled", states(S.LISTED), S.SCHEDULED, KEEP, _has_a_day),
        Transition("urgent", "issue.urgent", states(S.LISTED), S.SCHEDULED, KEEP, _in_progress),
        Transition("unschedule", "issue.unscheduled", states(S.SCHEDULED), S.LISTED, KEEP),
        Transition("open", "issue.opened", states(S.SCHEDULED), S.IN_DEBATE, ROOM, _can_open),
        Transition(
            "agree_forward",
            "issue.agreed_forward",
            states(S.IN_DEBATE),
            S.AGREED_FORWARD,
            ROOM,
            _in_progress,
        ),
        Transition("settle", "issue.settled", states(S.IN_DEBATE), S.CLOSED, ROOM, _in_progress),
        Transition("note", "issue.noted", states(S.IN_DEBATE), S.CLOSED, ROOM, _in_progress),
        Transition(
            "not_forward", "issue.not_forward", states(S.IN_DEBATE), S.CLOSED, ROOM, _in_progress
        ),
        Transition(
            "carry_over", "issue.carried_over", states(S.SCHEDULED, S.IN_DEBATE), S.LISTED, ROOM
        ),
        Transition(
            "refer", "issue.referred", states(S.AGREED_FORWARD), S.WITH_FORUMS, KEEP, _with_somebody
        ),
        Transition(
            "answered",
            "issue.answered",
            states(S.WITH_FORUMS),
            S.ANSWERED,
            Act.FOLLOW_ISSUE,
            _with_nobody,
        ),
        Transition(
            "recall",
            "issue.recalled",
            states(S.WITH_FORUMS),
            S.AGREED_FORWARD,
            KEEP,
            _with_nobody,
        ),
        Transition(
            "report_back",
            "issue.reported_back",
            states(S.ANSWERED),
            S.REPORTED_BACK,
            ROOM,
            _in_progress,
        ),
        Transition(
            "await_delivery",
            "issue.promised",
            states(S.REPORTED_BACK),
            S.AWAITING_DELIVERY,
            KEEP,
        ),
        Transition("seen", "issue.seen", states(S.AWAITING_DELIVERY), S.CLOSED, Act.SAY_SEEN),
        Transition(
            "not_seen", "issue.not_seen", states(S.AWAITING_DELIVERY), S.REPORTED_BACK, KEEP
        ),
        Transition(
            "next_rung", "issue.sent_higher", AFTER_ANSWER, S.WITH_FORUMS, KEEP, _with_somebody
        ),
        Transition(
            "close",
            "issue.closed",
            states(S.NOMINATED, S.NEEDS_WORDING, S.LISTED, S.AGREED_FORWARD, *AFTER_ANSWER),
            S.CLOSED,
            KEEP,
        ),
        Transition("withdraw", "issue.withdrawn", BEFORE_DEBATE | {S.DRAFT}, S.CLOSED, OWN),
        Transition("reopen", "issue.reopened", states(S.CLOSED), S.LISTED, KEEP),
        Transition("route_out", "issue.routed_out", BEFORE_DEBATE, S.ROUTED_OUT, KEEP),
        Transition("hand_over", "issue.handed_over", BEFORE_DEBATE, None, Act.HAND_OVER_ISSUE),
        Transition("narrow", "issue.narrowed", frozenset(S) - {S.DRAFT}, None, KEEP),
        Transition("widen", "issue.widened", frozenset(S) - {S.DRAFT}, None, KEEP),
        Transition("consent", "issue.consented", frozenset(S), None, OWN),
    ),
)
"""Every step of an issue. What the group agrees is written down by a facilitator or the scribe."""
