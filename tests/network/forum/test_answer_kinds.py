"""What each kind of answer has to say, decided here apart from the code."""

from datetime import date

import pytest

from network.core.errors import Invalid
from network.forum import answer_kinds
from network.forum.asked import AnswerFields, Kind
from tests.make_referrals import FILLED

TODAY = date(2026, 11, 22)
NEEDS = {
    Kind.AGREED: {"what", "who", "by_when"},
    Kind.AGREED_IN_PART: {"what", "who", "by_when", "why"},
    Kind.ALREADY_IN_PLACE: {"where_it_is", "since"},
    Kind.ACTION_DONE: {"what"},
    Kind.EXPLAINED: {"what"},
    Kind.NOT_AGREED: {"why"},
    Kind.DECLINED_TO_TAKE: {"why"},
    Kind.ANSWERED_IN_ROOM: {"what", "who"},
    Kind.DEFERRED: {"by_when", "why"},
    Kind.NOT_OUR_REMIT: {"whose"},
    Kind.NEEDS_CLARIFICATION: {"what"},
    Kind.HOLDING: set(),
}
STEPS = {
    **dict.fromkeys(Kind, "respond"),
    Kind.DECLINED_TO_TAKE: "decline",
    Kind.DEFERRED: "defer",
    Kind.NOT_OUR_REMIT: "not_theirs",
    Kind.NEEDS_CLARIFICATION: "clarify",
    Kind.HOLDING: "hold",
}


def filled(kind: Kind, **changes: object) -> AnswerFields:
    return AnswerFields.model_validate({"kind": kind} | FILLED | changes)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_asks_for_what_was_decided_and_says_all_of_it_at_once(kind: Kind) -> None:
    bare = AnswerFields(kind=kind, summary="A sentence, which is not enough.")
    if not NEEDS[kind]:
        assert answer_kinds.read(bare, TODAY).kind is kind
        return
    with pytest.raises(Invalid) as refused:
        answer_kinds.read(bare, TODAY)
    assert {one.field for one in refused.value.all} == NEEDS[kind]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_is_taken_with_what_it_asks_for_and_nothing_more(kind: Kind) -> None:
    just = {"kind": kind} | {name: FILLED[name] for name in NEEDS[kind]}
    assert answer_kinds.read(AnswerFields.model_validate(just), TODAY).kind is kind


@pytest.mark.parametrize("kind", list(Kind))
def test_blanks_are_no_words(kind: Kind) -> None:
    texts = dict.fromkeys(NEEDS[kind] - {"by_when"}, "   ")
    if texts:
        with pytest.raises(Invalid):
            answer_kinds.read(filled(kind, **texts), TODAY)


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_one_step(kind: Kind) -> None:
    assert answer_kinds.step(kind) == STEPS[kind]


def test_a_promise_for_a_day_that_has_gone_by_is_none() -> None:
    with pytest.raises(Invalid, match="gone by") as refused:
        answer_kinds.read(filled(Kind.AGREED, by_when="2026-11-21"), TODAY)
    assert refused.value.field == "by_when"
    assert answer_kinds.read(filled(Kind.AGREED, by_when="2026-11-22"), TODAY)
