"""Conditions: what an offer must meet to be found at all, as SQL over the listing `l`."""

from datetime import datetime

from network.directory import facets
from network.directory.parts import LONDON
from network.directory.question import Question
from network.directory.thesaurus import Understood
from network.directory.wanted import OfferFilter
from network.directory.words import plain


def base(question: Question) -> list[str]:
    """Give what every offer must meet, whatever is counted beside it."""
    wanted, bind = question.wanted, question.bind
    found = [_states(question)]
    if question.locality is not None:
        found.append(f"(l.localities @> {bind([question.locality])} or l.anywhere)")
    if wanted.text.strip():
        found.append(_text(question, wanted.text))
    if wanted.organisation is not None:
        found.append(f"l.organisation_id = {bind(wanted.organisation)}")
    if wanted.real:
        found.append("l.card ->> 'demonstration' = 'false'")
    if wanted.confirmed_since is not None:
        since = datetime.combine(wanted.confirmed_since, datetime.min.time(), LONDON)
        found.append(f"l.confirmed_at >= {bind(since)}")
    return found + _nested(question)


def _states(question: Question) -> str:
    today = question.bind(question.now.astimezone(LONDON).date())
    if not question.wanted.states:
        return f"(l.state = 'published' and (l.ends_on is null or l.ends_on >= {today}))"
    states = [s.value for s in question.wanted.states]
    over = f"(l.ends_on is not null and l.ends_on < {today})"
    return f"(case when {over} then 'ended' else l.state end) = any({question.bind(states)})"


def _text(question: Question, text: str) -> str:
    understood = question.words.thesaurus.understand(text)
    found = _found(question, text)
    if not understood.terms:
        return found if understood.rest else "true"
    return f"({found} or ({lay(question, understood)}))"


def _found(question: Question, text: str) -> str:
    found = f"l.words @@ {query(question, text)}"
    # Near a place the place narrows more than words do: keep the planner off the words' index.
    return found if question.spot is None else f"({found}) is true"


def query(question: Question, text: str) -> str:
    """Give a person's words as PostgreSQL searches for them."""
    return f"(select websearch_to_tsquery('english', {question.bind(plain(text))}))"


def lay(question: Question, understood: Understood) -> str:
    """Let lay words ("bipolar") find what is listed in plain ones, and the rest narrow it."""
    each: list[str] = []
    own = facets.columns(question.words, question.now, question.bind)
    for vocabulary, code in understood.terms:
        one = facets.wanting(vocabulary, code)
        each += facets.conditions(one, question.words, own, question.bind).values()
    if understood.rest.strip():
        each.append(_found(question, understood.rest))
    return " and ".join(each)


def _nested(question: Question) -> list[str]:
    wanted = question.wanted
    found = [_whole(question, one) for one in wanted.all]
    if wanted.any:
        found.append("(" + " or ".join(_whole(question, one) for one in wanted.any) + ")")
    return found + [f"{_whole(question, one)} is not true" for one in wanted.none]


def _whole(question: Question, wanted: OfferFilter) -> str:
    inner = Question(
        wanted, question.words, question.ordering, params=question.params, named=question.named
    )
    own = facets.columns(inner.words, inner.now, inner.bind)
    chosen = facets.conditions(wanted, inner.words, own, inner.bind)
    kept = base(inner) if wanted.states else base(inner)[1:]
    return "(" + (" and ".join([*kept, *chosen.values()]) or "true") + ")"
