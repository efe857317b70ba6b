"""Who may do what: the truth, act by act, written apart from the table it checks."""

from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from network.access import MAY, Act, allows, printed, require
from network.core.actor import ANYONE, GUARDED, Actor, Grant, Role, service
from network.core.errors import Denied
from network.core.ids import new_id

MINE, OTHERS, HERE, ELSEWHERE = new_id(), new_id(), new_id(), new_id()
ME, TEAM, ASKED = new_id(), new_id(), new_id()


def somebody(role: Role, scope: UUID, *, strong: bool = False) -> Actor:
    return Actor("person", new_id(), frozenset({Grant(role, scope)}), strong=strong, via="session")


HOST = somebody(Role.HOST, MINE)
WHO = {
    "anyone": ANYONE,
    "a person": Actor("person", new_id(), via="session"),
    "the person it belongs to": Actor("person", ME, via="session"),
    "the person it belongs to, strongly": Actor("person", ME, strong=True, via="session"),
    "a member": somebody(Role.MEMBER, HERE),
    "a host of it": HOST,
    "its lead": replace(HOST, person=new_id()),
    "a host of it through a key": replace(HOST, via="key"),
    "a host of it through a key that reads": replace(HOST, via="key", only_reads=True),
    "a host of another": somebody(Role.HOST, OTHERS),
    "a facilitator": somebody(Role.FACILITATOR, HERE, strong=True),
    "a facilitator whose team it concerns": replace(
        somebody(Role.FACILITATOR, HERE, strong=True),
        grants=frozenset({Grant(Role.FACILITATOR, HERE), Grant(Role.HOST, TEAM)}),
    ),
    "a facilitator of elsewhere": somebody(Role.FACILITATOR, ELSEWHERE, strong=True),
    "a member of elsewhere": somebody(Role.MEMBER, ELSEWHERE),
    "its scribe": Actor("person", new_id(), via="session"),
    "a planner": somebody(Role.PLANNER, HERE, strong=True),
    "a responder": somebody(Role.RESPONDER, MINE),
    "a responder of another": somebody(Role.RESPONDER, OTHERS),
    "a liaison by their link": Actor(
        "letter", None, frozenset({Grant(Role.RESPONDER, ASKED)}), via="letter"
    ),
    "a liaison by another's link": Actor(
        "letter", None, frozenset({Grant(Role.RESPONDER, MINE)}), via="letter"
    ),
    "a steward": somebody(Role.STEWARD, HERE, strong=True),
    "a steward without a second factor": somebody(Role.STEWARD, HERE),
    "a steward of elsewhere": somebody(Role.STEWARD, ELSEWHERE, strong=True),
    "the service": service("seed"),
}
SIGNED_IN = {who for who in WHO if WHO[who].via == "session"}
STEWARDS = {"a steward", "a steward of elsewhere"}
HOSTS = {"a host of it", "its lead"}
OWNERS = {"the person it belongs to", "the person it belongs to, strongly"}
PROGRAMS = {"a host of it through a key"}
NETWORK = {"a member", "a facilitator", "a facilitator whose team it concerns"}
KEEPERS = {"the service", "a steward"}
TRUTH = {
    Act.KEEP_PLACES: {"the service"},
    Act.KEEP_WORDS: {"the service"} | STEWARDS,
    Act.START_ORGANISATION: {"the service"} | SIGNED_IN,
    Act.EDIT_ORGANISATION: KEEPERS | HOSTS,
    Act.WRITE_OFFER: KEEPERS | HOSTS | PROGRAMS,
    Act.SHOW_OFFER: KEEPERS | HOSTS | PROGRAMS,
    Act.LET_THROUGH: KEEPERS,
    Act.VOUCH: {"its lead"},
    Act.CLAIM: SIGNED_IN,
    Act.ANSWER_CLAIM: KEEPERS | {"its lead"},
    Act.WITHDRAW_CLAIM: OWNERS,
    Act.CONFIRM_OFFER: {"the service"} | HOSTS | PROGRAMS,
    Act.ASK_TO_CHECK: {"the service"},
    Act.REPORT_LISTING: set(WHO) - {"a host of it through a key that reads"},
    Act.ANSWER_REPORT: KEEPERS | HOSTS,
    Act.SEE_QUEUE: {"the service"} | STEWARDS,
    Act.COUNT_SEEN: {"the service"},
    Act.SEE_SEEN: KEEPERS | HOSTS,
    Act.FORGET: {"the service"},
    Act.KEEP_LISTINGS: {"the service"},
    Act.DRAW_PATHWAY: KEEPERS | HOSTS | PROGRAMS,
    Act.SIGN_IN: set(WHO) - {"a host of it through a key that reads"},
    Act.KEEP_ACCOUNT: OWNERS,
    Act.ERASE_PERSON: {"the service"} | OWNERS,
    Act.MAKE_KEY: HOSTS,
    Act.CLEAR_PEOPLE: {"the service"},
    Act.REVOKE_KEY: {"the service"} | HOSTS | STEWARDS | OWNERS,
    Act.REMOVE_SECOND_FACTOR: {"the service", "the person it belongs to, strongly"},
    Act.INVITE_HOST: KEEPERS | HOSTS,
    Act.ANSWER_INVITATION: set(WHO) - {"a host of it through a key that reads"},
    Act.GRANT_ROLE: KEEPERS | {"its lead"},
    Act.SEND_LETTERS: {"the service"},
    Act.KEEP_LETTERS: {"the service"} | STEWARDS,
    Act.EMPTY_ROLE: KEEPERS,
    Act.END_SESSIONS: {"the service"} | STEWARDS,
    Act.SEE_RECORD: {"the service"} | STEWARDS,
    Act.NOMINATE: {"the service"} | NETWORK,
    Act.KEEP_NOMINATION: {"the service"} | OWNERS,
    Act.SUPPORT_ISSUE: NETWORK,
    Act.KEEP_ISSUE: {"the service", "a facilitator"},
    Act.HAND_OVER_ISSUE: {"a facilitator", "a facilitator whose team it concerns"},
    Act.PLAN_DAY: {"the service", "a facilitator", "a facilitator whose team it concerns"},
    Act.COME_TO_DAY: NETWORK,
    Act.RUN_ITEM: {"the service", "a facilitator", "its scribe"},
    Act.SAY_SEEN: NETWORK,
    Act.FOLLOW_ISSUE: {"the service"},
    Act.KEEP_DECIDERS: {"the service", "a facilitator", "a facilitator whose team it concerns"},
    Act.KEEP_REFERRAL: {"the service", "a facilitator"},
    Act.ANSWER_REFERRAL: {
        *("the service", "a facilitator", "a responder", "a liaison by their link"),
    },
}


@dataclass
class Thing:
    """Whatever is acted on: run by an organisation, kept by a locality, led and owned."""

    organisation_id: UUID = MINE
    kept_by: UUID | None = HERE
    lead: UUID | None = WHO["its lead"].person
    person_id: UUID = ME
    locality_id: UUID = HERE
    concerns: frozenset[UUID] = frozenset({TEAM})
    handed_over: frozenset[UUID] = frozenset()
    scribe_id: UUID | None = WHO["its scribe"].person
    receipt: bool = False
    forum_id: UUID = MINE
    referral_id: UUID = ASKED


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("who", list(WHO))
def test_the_table_says_what_was_decided(act: Act, who: str) -> None:
    assert allows(WHO[who], act, Thing()) is (who in TRUTH[act])


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("who", list(WHO))
def test_what_no_locality_looks_after_is_for_any_steward(act: Act, who: str) -> None:
    may = TRUTH[act] | (STEWARDS if "a steward" in TRUTH[act] else set())
    assert allows(WHO[who], act, Thing(kept_by=None)) is (who in may)


def test_every_act_was_decided_and_is_printed() -> None:
    assert set(TRUTH) == set(MAY) == set(Act)
    assert all(act.value in printed() for act in Act)


def test_a_refusal_says_what_is_not_theirs_to_do() -> None:
    with pytest.raises(Denied, match="publish, pause, close and end an offer"):
        require(ANYONE, Act.SHOW_OFFER, Thing())


@pytest.mark.parametrize("role", list(Role))
def test_roles_that_reach_what_is_others_count_only_with_a_second_factor(role: Role) -> None:
    weak, strong = somebody(role, HERE), somebody(role, HERE, strong=True)
    assert strong.holds(role, HERE)
    assert strong.holds_anywhere(role)
    assert strong.scopes(role) == {HERE}
    free = role not in {Role.FACILITATOR, Role.PLANNER, Role.STEWARD}
    assert weak.holds(role, HERE) is weak.holds_anywhere(role) is free
    assert weak.scopes(role) == ({HERE} if free else set())
    assert (role in GUARDED) is not free


def test_a_role_for_one_thing_is_none_for_another() -> None:
    for role in Role:
        holder = somebody(role, HERE, strong=True)
        assert not holder.holds(role, ELSEWHERE)
        assert [r for r in Role if holder.holds_anywhere(r)] == [role]


def test_a_receipt_is_enough_for_what_its_nominator_may_do_and_for_nothing_else() -> None:
    shown = Thing(receipt=True)
    opened = {act for act in Act if allows(ANYONE, act, shown)} - {
        act for act in Act if allows(ANYONE, act, Thing())
    }
    assert opened == {Act.KEEP_NOMINATION}


def test_a_facilitator_who_handed_an_issue_over_does_not_look_after_it() -> None:
    facilitator = WHO["a facilitator"]
    handed = Thing(handed_over=frozenset({facilitator.person or MINE}))
    assert not allows(facilitator, Act.KEEP_ISSUE, handed)
    assert not allows(facilitator, Act.RUN_ITEM, handed)
    assert allows(facilitator, Act.PLAN_DAY, handed)
