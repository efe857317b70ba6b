"""The transitions of a referral, as data (forum.md, Decision forum and referral)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from network.access import Act
from network.forum import owed
from network.forum.asked import AWAITED, UNSENT, Judgement, Referral, ReferralState, View
from network.forum.dated import AgendaItem, Day, DayState, ItemState
from network.forum.deciding import DecisionForum
from network.forum.owed import Clock, Step
from network.forum.tables import IssueState
from network.forum.transitions import START, Machine, Transition, states

WORDS: Mapping[str, str] = {
    ReferralState.DRAFTED: "a draft",
    ReferralState.WORDING_AGREED: "ready to be sent",
    ReferralState.SENT: "sent",
    ReferralState.ACKNOWLEDGED: "with them, and they have said so",
    ReferralState.LISTED_BY_FORUM: "on their agenda",
    ReferralState.CLARIFICATION: "waiting for us to answer their question",
    ReferralState.RESPONDED: "answered",
    ReferralState.PASSED_ON: "passed on",
    ReferralState.DECLINED: "refused by them",
    ReferralState.WITHDRAWN: "taken back",
    ReferralState.LAPSED: "closed without an answer",
}

NOT_AGREED = "The group has not agreed to send this on yet."
LATE_ENOUGH = 20
"""Working days an answer is late before we stop waiting for it."""


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """What the guards look at beside the referral itself.

    `issue_state`: of its issue. `agreed`: the group agreed to take it forward. `clock`: None before
    it is sent. `rung`: the one it is on. `parent`: whom to turn to next. `asked`: bodies that were
    asked in this chain; `going`: those being asked about this issue now. `item`, `day`: the part of
    a day on which it is reported back. `gone_on`: another referral follows from it.
    """

    today: date
    issue_state: str = ""
    agreed: bool = False
    worded: bool = False
    forum: DecisionForum | None = None
    parent: DecisionForum | None = None
    clock: Clock | None = None
    rung: Step | None = None
    asked: frozenset[UUID] = field(default_factory=frozenset)
    going: frozenset[UUID] = field(default_factory=frozenset)
    item: AgendaItem | None = None
    day: Day | None = None
    judgement: Judgement | None = None
    broken_promise: bool = False
    gone_on: bool = False


R = ReferralState
KEEP, ANSWER, ROOM = Act.KEEP_REFERRAL, Act.ANSWER_REFERRAL, Act.RUN_ITEM
DEBATED = frozenset(IssueState) & {
    *(IssueState.AGREED_FORWARD, IssueState.WITH_FORUMS, IssueState.ANSWERED),
    *(IssueState.REPORTED_BACK, IssueState.AWAITING_DELIVERY),
}
"""States of an issue that the group has agreed to send on."""
ENDED = states(R.RESPONDED, R.PASSED_ON, R.DECLINED, R.LAPSED)
"""States of a referral something came of, if only that nobody answered; the group hears it."""
RUNGS = (Step.ASKED, Step.REMINDED, Step.CHASED, Step.CHAIR)
"""The rungs that are climbed with the same body; for those above, the group turns to others."""


def _worded(referral: Referral, facts: ReferralFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    if not facts.worded:
        return "Write down first what the group asks."
    return None if facts.agreed and facts.issue_state in DEBATED else NOT_AGREED


def _sendable(referral: Referral, facts: ReferralFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    if facts.forum is not None and facts.forum.ended_on is not None:
        return "This body has ended. Choose another one."
    return None if facts.issue_state in DEBATED else NOT_AGREED


def _free_words(referral: Referral, facts: ReferralFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    same = "These are the words the group agreed. They go on as they are."
    return same if referral.link else None


def _not_in_talk(referral: Referral, facts: ReferralFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    if facts.item is None or facts.item.state != ItemState.OPEN:
        return None
    return "The group is talking about this now. Finish that part of the day first."


def _once(referral: Referral, facts: ReferralFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    later = "They put it off once before. Now only an answer will do."
    return later if referral.deferred_to else None


def _late_enough(referral: Referral, facts: ReferralFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    left = LATE_ENOUGH - (owed.late(facts.clock, facts.today) if facts.clock else 0)
    return f"They have {left} more working days. Remind them first." if left > 0 else None


def _climb(step: Step, referral: Referral, facts: ReferralFacts) -> str | None:  # noqa: ARG001  # every guard takes both
    if facts.clock is None or facts.rung is None:
        return "It has not been sent yet."
    if RUNGS.index(facts.rung) >= RUNGS.index(step):
        return "That was done already."
    opens = owed.ready(step, facts.clock, facts.today)
    return None if facts.today >= opens else f"You can do this from {opens:%-d %B %Y}."


def _remind(referral: Referral, facts: ReferralFacts) -> str | None:
    return _climb(Step.REMINDED, referral, facts)


def _chase(referral: Referral, facts: ReferralFacts) -> str | None:
    return _climb(Step.CHASED, referral, facts)


def _chair(referral: Referral, facts: ReferralFacts) -> str | None:
    return _climb(Step.CHAIR, referral, facts)


def _in_the_room(referral: Referral, facts: ReferralFacts) -> str | None:
    if facts.day is None or facts.day.state != DayState.IN_PROGRESS:
        return "The day is not in progress."
    if facts.item is None or facts.item.state != ItemState.OPEN:
        return "Open this part of the day first."
    return "The group has heard this already." if referral.heard_at else None


def _not_content(referral: Referral, facts: ReferralFacts) -> str | None:
    if facts.issue_state not in DEBATED:
        return "The issue is closed. Open it again first."
    if facts.gone_on:
        return "The group has asked somebody else already."
    unhappy = {View.NOT_SATISFIED, View.PARTLY}
    judged = facts.judgement is not None and facts.judgement.view in unhappy
    silent = referral.state == R.LAPSED and referral.heard_at is not None
    if silent or judged or facts.broken_promise:
        return None
    return "The group has not said that this answer is not enough."


def _has_parent(referral: Referral, facts: ReferralFacts) -> str | None:
    if facts.parent is None:
        return "We know of nobody above them. Name somebody first, or ask for help from outside."
    if facts.parent.ended_on is not None:
        return "The body above them has ended. Name another one first."
    if facts.parent.id in facts.asked or facts.parent.id in facts.going:
        return "They were asked about this already."
    return _not_content(referral, facts)


def _outside(referral: Referral, facts: ReferralFacts) -> str | None:
    return "That was done already." if facts.rung is Step.OUTSIDE else _not_content(referral, facts)


REFERRAL = Machine(
    "referral",
    ReferralState,
    WORDS,
    (
        Transition("draft", "referral.drafted", states(START), R.DRAFTED, KEEP),
        Transition("word", "referral.worded", states(R.DRAFTED), None, KEEP),
        Transition(
            "agree_wording", "referral.agreed", states(R.DRAFTED), R.WORDING_AGREED, KEEP, _worded
        ),
        Transition(
            "reword",
            "referral.reopened",
            states(R.WORDING_AGREED),
            R.DRAFTED,
            KEEP,
            _free_words,
        ),
        Transition("follow", "referral.followed", states(START), R.WORDING_AGREED, KEEP),
        Transition("send", "referral.sent", states(R.WORDING_AGREED), R.SENT, KEEP, _sendable),
        Transition("acknowledge", "referral.acknowledged", states(R.SENT), R.ACKNOWLEDGED, ANSWER),
        Transition(
            "list",
            "referral.listed",
            states(R.SENT, R.ACKNOWLEDGED),
            R.LISTED_BY_FORUM,
            ANSWER,
        ),
        Transition("respond", "referral.answered", AWAITED, R.RESPONDED, ANSWER),
        Transition("decline", "referral.declined", AWAITED, R.DECLINED, ANSWER),
        Transition("hold", "referral.held", AWAITED, None, ANSWER),
        Transition("defer", "referral.deferred", AWAITED, None, ANSWER, _once),
        Transition("not_theirs", "referral.not_theirs", AWAITED, None, ANSWER),
        Transition(
            "clarify",
            "referral.asked_back",
            AWAITED - {R.CLARIFICATION},
            R.CLARIFICATION,
            ANSWER,
        ),
        Transition(
            "clarified", "referral.clarified", states(R.CLARIFICATION), R.ACKNOWLEDGED, KEEP
        ),
        Transition("pass_on", "referral.passed_on", AWAITED, R.PASSED_ON, KEEP),
        Transition(
            "withdraw", "referral.withdrawn", UNSENT | AWAITED, R.WITHDRAWN, KEEP, _not_in_talk
        ),
        Transition("lapse", "referral.lapsed", AWAITED, R.LAPSED, KEEP, _late_enough),
        Transition("remind", "referral.reminded", AWAITED, None, KEEP, _remind),
        Transition("chase", "referral.chased", AWAITED, None, KEEP, _chase),
        Transition("ask_chair", "referral.chair_asked", AWAITED, None, KEEP, _chair),
        Transition("ask_parent", "referral.sent_higher", ENDED, None, KEEP, _has_parent),
        Transition("ask_outside", "referral.outside_asked", ENDED, None, KEEP, _outside),
        Transition("report_back", "referral.heard", ENDED, None, ROOM, _in_the_room),
    ),
)
"""Every step of a referral."""
