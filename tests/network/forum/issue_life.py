"""What may happen to an issue next, by the model's own list, and what comes of it."""

from collections.abc import Callable
from typing import Any

from network.core.ids import new_id
from network.forum import admission, agenda, endings, nominations, openness, outcomes
from network.forum.admission import Looked
from network.forum.endings import Ending
from network.forum.openness import Shown
from network.forum.tables import Visibility
from tests import make_forum
from tests.network.forum.living import Living, OfIssue


class IssueLife(Living):
    """A network in which issues move on."""

    def of_issue(self, issue: OfIssue) -> list[tuple[str, Callable[[OfIssue], Any]]]:
        by_state: dict[str, list[tuple[str, Callable[[OfIssue], Any]]]] = {
            "nominated": [("list", self.list_), ("ask", self.ask)],
            "needs_wording": [("reword", self.reword)],
            "listed": [("close", self.close), ("route out", self.route_out)],
            "agreed_forward": [("send", self.send)],
            "with_forums": [("answer", self.answer)],
            "reported_back": [("promise", self.promise), ("ask higher", self.ask_higher)],
            "awaiting_delivery": [("seen", self.seen), ("not seen", self.not_seen)],
            "closed": [("reopen", self.reopen)],
        }
        steps = by_state.get(issue.state, [])
        if issue.state in {"nominated", "needs_wording", "listed", "scheduled"}:
            steps = [*steps, ("withdraw", self.withdraw)]
        if issue.state == "listed" and self.following(issue.received):
            steps = [*steps, ("schedule", self.schedule)] * 2
        return steps

    def told(self, issue: OfIssue, verb: Callable[..., Any], *args: Any) -> Any:
        """Let the facilitator do something with an issue, now."""
        return self.lead(verb, issue.id, *args, self.now)

    def version(self, issue: OfIssue) -> int:
        return self.fresh(issue).version

    def list_(self, issue: OfIssue) -> None:
        seen = Looked(self.version(issue), Visibility.MEMBERS, nobody_named=True, compared=True)
        self.told(issue, admission.list_, seen)
        issue.state = "listed"

    def ask(self, issue: OfIssue) -> None:
        self.told(issue, admission.ask, (self.version(issue), "Which teams?"))
        issue.state = "needs_wording"

    def reword(self, issue: OfIssue) -> None:
        self.as_own(issue, nominations.reword, make_forum.words(), self.now)
        issue.state = "nominated"

    def withdraw(self, issue: OfIssue) -> None:
        self.as_own(issue, endings.withdraw, "It is over.", self.now)
        issue.state, issue.day = "closed", None

    def close(self, issue: OfIssue) -> None:
        ending = Ending(self.version(issue), "Not for us.", "out_of_scope")
        self.told(issue, endings.close, ending)
        issue.state = "closed"

    def reopen(self, issue: OfIssue) -> None:
        self.told(issue, endings.reopen, Ending(self.version(issue), "It came back."))
        issue.state = "listed"

    def route_out(self, issue: OfIssue) -> None:
        self.told(issue, endings.route_out, Ending(self.version(issue), "Safeguarding."))
        issue.state = "routed_out"

    def send(self, issue: OfIssue) -> None:
        referral = new_id()
        self.lead(agenda.owe, self.fresh(issue), referral)
        issue.referrals.add(referral)
        issue.unheard.add(referral)
        self.told(issue, outcomes.refer, len(issue.referrals))
        issue.state = "with_forums"

    def answer(self, issue: OfIssue) -> None:
        self.told(issue, outcomes.answered, 0)
        issue.referrals.clear()
        issue.state = "answered"

    def ask_higher(self, issue: OfIssue) -> None:
        referral = new_id()
        self.lead(agenda.owe, self.fresh(issue), referral)
        issue.referrals.add(referral)
        issue.unheard.add(referral)
        self.told(issue, outcomes.next_rung, 1)
        issue.state = "with_forums"

    def promise(self, issue: OfIssue) -> None:
        self.told(issue, outcomes.await_delivery, (self.version(issue), "By June."))
        issue.state = "awaiting_delivery"

    def seen(self, issue: OfIssue) -> None:
        self.told(issue, outcomes.seen, (self.version(issue), "On two wards."))
        issue.state = "closed"

    def not_seen(self, issue: OfIssue) -> None:
        self.told(issue, outcomes.not_seen, (self.version(issue), "On no ward."))
        issue.state = "reported_back"

    def wrongs(self, issue: OfIssue) -> list[tuple[str, set[str], Any, tuple[Any, ...]]]:
        """Give steps with the states they are right in, by the model's own list."""
        version, now = self.version(issue), self.now
        seen = Looked(version, Visibility.MEMBERS, nobody_named=True, compared=True)
        ending = Ending(version, "Because.", "out_of_scope")
        return [
            ("list", {"nominated"}, admission.list_, (seen, now)),
            ("ask", {"nominated"}, admission.ask, ((version, "Why?"), now)),
            ("refer", {"agreed_forward"}, outcomes.refer, (1, now)),
            ("answered", {"with_forums"}, outcomes.answered, (0, now)),
            ("answered while owed", set(), outcomes.answered, (1, now)),
            ("reopen", {"closed"}, endings.reopen, (ending, now)),
            ("wide", set(), openness.widen, (Shown(version, Visibility.ROUTE_HOLDERS),)),
            ("stale", set(), admission.ask, ((version - 1, "Why?"), now)),
        ]
