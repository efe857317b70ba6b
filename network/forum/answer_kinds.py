"""What each kind of answer has to say, and which step it is. A no without a reason is refused."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from network.core.errors import Invalid
from network.forum.asked import AnswerFields, Kind

NEEDED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        Kind.AGREED: {
            "what": "Say what you will do.",
            "who": "Say whose role it is.",
            "by_when": "Say by when.",
        },
        Kind.AGREED_IN_PART: {
            "what": "Say which part you will do.",
            "who": "Say whose role it is.",
            "by_when": "Say by when.",
            "why": "Say why you will not do the rest.",
        },
        Kind.ALREADY_IN_PLACE: {
            "where_it_is": "Say where people can find it.",
            "since": "Say since when it has been there.",
        },
        Kind.ACTION_DONE: {"what": "Say what has changed."},
        Kind.EXPLAINED: {"what": "Explain how it is."},
        Kind.NOT_AGREED: {"why": "Say why not. People asked you in good faith."},
        Kind.DECLINED_TO_TAKE: {"why": "Say why you do not take this."},
        Kind.ANSWERED_IN_ROOM: {
            "what": "Write down what was answered.",
            "who": "Say in which role they answered.",
        },
        Kind.DEFERRED: {"by_when": "Say when you will answer.", "why": "Say why not now."},
        Kind.NOT_OUR_REMIT: {"whose": "Say whose it is to decide."},
        Kind.NEEDS_CLARIFICATION: {"what": "Write down what you need to know."},
        Kind.HOLDING: {},
    }
)
"""Kind → what has to be there, with the sentence for whoever leaves it out."""

STEPS: Mapping[str, str] = MappingProxyType(
    {
        Kind.DECLINED_TO_TAKE: "decline",
        Kind.DEFERRED: "defer",
        Kind.NOT_OUR_REMIT: "not_theirs",
        Kind.NEEDS_CLARIFICATION: "clarify",
        Kind.HOLDING: "hold",
    }
)
"""Kind → the transition it is; every other kind is a final answer, `respond`."""

PROMISES = frozenset({Kind.AGREED, Kind.AGREED_IN_PART})
"""Kinds that promise something by a day."""

AHEAD = frozenset({*PROMISES, Kind.DEFERRED})


def step(kind: str) -> str:
    """Name the transition that an answer of a kind is."""
    return STEPS.get(kind, "respond")


def read(answer: AnswerFields, today: date) -> AnswerFields:
    """Check an answer: all that its kind has to say is there, and dates lie ahead.

    Raises Invalid with every field that is missing at once.
    """
    plain = {name: value.strip() for name, value in answer if isinstance(value, str)}
    read_ = answer.model_copy(update={**plain, "kind": answer.kind})
    missing = [
        Invalid(sentence, field=name)
        for name, sentence in NEEDED[answer.kind].items()
        if not getattr(read_, name) and not (name == "whose" and read_.whose_id)
    ]
    if answer.kind in AHEAD and answer.by_when is not None and answer.by_when < today:
        missing.append(Invalid("This day has gone by. Give one that is to come.", field="by_when"))
    if missing:
        first, *others = missing
        raise Invalid(first.sentence, field=first.field, others=others)
    return read_
