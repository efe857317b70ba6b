"""The question as SQL: one statement that finds a page of offers, and counts when asked to.

One text for each shape of question; every value is a parameter. The floors of the statement:
`hits` (offer × place rows that could do), `held` (one row an offer), `rows` (order and, when
counting, which filters each misses), `page` (the rows shown).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from network.core.geometry import Pair
from network.directory import facets
from network.directory.facets import FACETS
from network.directory.ordering import KEYS, Ordering
from network.directory.parts import LONDON
from network.directory.terms import Words
from network.directory.thesaurus import Understood
from network.directory.wanted import OfferFilter, Order, Parts
from network.directory.words import plain

MOST_DATES = 12
"""How many of an offer's next dates come with a page of offers."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person asked near: a point (metres), how far, and the district it lies in."""

    point: Pair
    within: int
    district: str | None


@dataclass
class Question:
    """Everything one statement is made from, and the values it carries."""

    wanted: OfferFilter
    words: Words
    ordering: Ordering
    spot: Spot | None = None
    locality: str | None = None
    parts: Parts = field(default_factory=Parts)
    size: int = 20
    params: dict[str, Any] = field(default_factory=dict)
    named: dict[tuple[type, str], str] = field(default_factory=dict)

    def bind(self, value: Any) -> str:
        """Keep a value and give back its name in the SQL."""
        held = (type(value), str(value))
        if held not in self.named:
            self.named[held] = f"p{len(self.params)}"
            self.params[self.named[held]] = value
        return f":{self.named[held]}"

    @property
    def now(self) -> datetime:
        """The moment the answer is true at."""
        return self.ordering.now

    @property
    def counting(self) -> bool:
        """Say whether offers that miss a filter are needed too, for counts."""
        return self.parts.facets or self.parts.widen


def statement(question: Question) -> str:
    """Write the whole statement. Each row of the answer says `what` it is."""
    own = facets.columns(question.words, question.now, question.bind)
    chosen = facets.conditions(question.wanted, question.words, own, question.bind)
    base = " and ".join(_base(question))
    narrowed = base if question.counting else " and ".join([*_of_row(question, chosen), base])
    parts = [
        f"with {_held(question, narrowed)}",
        f"rows as materialized ({_rows(question, own, chosen)})",
        f"page as materialized ({_page(question)})",
        _answers(question, list(chosen)),
    ]
    return ",\n".join(parts[:3]) + "\n" + parts[3]


def _of_row(question: Question, chosen: Mapping[str, str]) -> list[str]:
    """Ask of the place that is near what is otherwise asked of any place of an offer."""
    if question.spot is None:
        return list(chosen.values())
    return [c.replace("l.accesses", "array[l.access]") for c in chosen.values()]


def _base(question: Question) -> list[str]:
    wanted, bind = question.wanted, question.bind
    found = [_states(question)]
    if question.locality is not None:
        found.append(f"(l.localities @> {bind([question.locality])} or l.anywhere)")
    if wanted.text.strip():
        found.append(_text(question, wanted.text))
    if wanted.organisation is not None:
        found.append(f"l.organisation_id = {bind(wanted.organisation)}")
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
    query = _query(question, text)
    if not understood.terms:
        return f"l.words @@ {query}" if understood.rest else "true"
    return f"(l.words @@ {query} or ({_lay(question, understood)}))"


def _query(question: Question, text: str) -> str:
    return f"(select websearch_to_tsquery('english', {question.bind(plain(text))}))"


LAY = {"kind": "l.kinds", "theme": "l.themes"}


def _lay(question: Question, understood: Understood) -> str:
    """Let lay words ("bipolar") find what is listed in plain ones, and the rest narrow it."""
    each = []
    for vocabulary, code in understood.terms:
        bit = question.bind(question.words.mask(vocabulary, [code]))
        column = LAY.get(vocabulary, "(l.by_and_for | l.for_only | l.made_with)")
        each.append(f"{column} & {bit} <> 0")
    if understood.rest.strip():
        each.append(f"l.words @@ {_query(question, understood.rest)}")
    return " and ".join(each)


def _nested(question: Question) -> list[str]:
    wanted = question.wanted
    found = [_whole(question, one) for one in wanted.all]
    if wanted.any:
        found.append("(" + " or ".join(_whole(question, one) for one in wanted.any) + ")")
    return found + [f"not {_whole(question, one)}" for one in wanted.none]


def _whole(question: Question, wanted: OfferFilter) -> str:
    inner = Question(
        wanted, question.words, question.ordering, params=question.params, named=question.named
    )
    own = facets.columns(inner.words, inner.now, inner.bind)
    chosen = facets.conditions(wanted, inner.words, own, inner.bind)
    kept = _base(inner) if wanted.states else _base(inner)[1:]
    return "(" + (" and ".join([*kept, *chosen.values()]) or "true") + ")"


def _held(question: Question, base: str) -> str:
    if question.spot is None:
        return (
            "held as (select l.offer_id, null::float8 as dist, false as near, false as serves,"
            f" l.accesses from listing l where l.n = 0 and {base})"
        )
    spot = question.spot
    x, y, far = (question.bind(v) for v in (*spot.point, float(spot.within)))
    to = f"(l.at <-> point({x}, {y}))"
    hit = f"select l.offer_id, {to} as dist, l.access"
    by = [
        f"{hit}, true as near, false as serves from listing l"
        f" where l.at <@ circle(point({x}, {y}), {far}) and {base}",
        f"{hit}, false, false from listing l where l.anywhere and l.n = 0 and {base}",
    ]
    if spot.district is not None:
        covers = f"l.serves @> {question.bind([spot.district])}"
        by.append(f"{hit}, false, true from listing l where {covers} and {base}")
    return (
        f"hits as ({' union all '.join(by)}),\n"
        "held as (select offer_id, min(dist) as dist, bool_or(near) as near,"
        " bool_or(serves) as serves, array_agg(access) as accesses from hits group by offer_id)"
    )


def _rows(question: Question, own: Mapping[str, str], chosen: Mapping[str, str]) -> str:
    ordering, bind = question.ordering, question.bind
    key = KEYS[ordering.order]
    relevance = _relevance(question) if ordering.order is Order.RELEVANCE else None
    key = key.replace("relevance", relevance or "")
    after = f"select min(u) from unnest(l.upcoming) u where u >= {bind(question.now)}"
    key = key.replace("next_in", f"extract(epoch from ({after}))::float8")
    held = [c.replace("l.accesses", "h.accesses") for c in chosen.values()]
    columns = [
        "l.offer_id",
        "h.dist",
        "h.near",
        "h.serves",
        f"{key} as key",
        f"{ordering.rank(bind)} as rank",
        f"{ordering.shuffle(bind)} as shuffle",
        f"{_missed(held) if question.counting else 0} as miss",
    ]
    if question.parts.facets:
        columns += [
            f"{own[f.field].replace('l.accesses', 'h.accesses')} as f_{f.field}"
            for f in FACETS.values()
        ]
    return (
        f"select {', '.join(columns)} from held h"
        " join listing l on l.offer_id = h.offer_id and l.n = 0"
    )


def _missed(conditions: list[str]) -> str:
    bits = [f"(case when {c} then 0 else {1 << i} end)" for i, c in enumerate(conditions)]
    return " | ".join(bits) or "0"


def _relevance(question: Question) -> str:
    """Weigh words as PostgreSQL does, in steps of a hundredth so that ties are fair."""
    understood = question.words.thesaurus.understand(question.wanted.text)
    said = f"ts_rank(l.words, {_query(question, question.wanted.text)})"
    if understood.terms:
        said += f" + (case when {_lay(question, understood)} then 0.5 else 0 end)"
    return f"round(({said})::numeric, 2)::float8"


def _page(question: Question) -> str:
    ordering = question.ordering
    return (
        f"select * from rows where miss = 0 and {ordering.beyond(question.bind)}"
        f" order by {ordering.sql} limit {question.bind(question.size + 1)}"
    )


_NONE = "null::float8, null::text, null::int, null::int8, null::float8, null::bool, null::bool"
_REST = f"{_NONE}, null::timestamptz[], null::json"


def _answers(question: Question, chosen: list[str]) -> str:
    title = question.ordering.order is Order.TITLE
    key, text = ("null::float8", "p.key") if title else ("p.key", "null::text")
    order = question.ordering.sql.replace("key", "p.key").replace("offer_id", "p.offer_id")
    found = [
        f"(select 'hit' as what, null::text as name, null::int8[] as masks, null::int8 as many,"
        f" {key} as key, {text} as title, p.rank, p.shuffle, p.dist, p.near, p.serves,"
        f" {_coming(question)}, l.card"
        " from page p join listing l on l.offer_id = p.offer_id and l.n = 0"
        f" order by {order})"
    ]
    if question.parts.total or question.counting:
        found.append("select 'total', null, null, count(*), " + _REST + " from rows where miss = 0")
    if question.counting:
        found += _removals(chosen)
    if question.parts.facets:
        found += _facets(question, chosen)
    return "\nunion all ".join(found)


def _coming(question: Question) -> str:
    """Give the next dates only: a page shows few, and the year's are many."""
    now, most = question.bind(question.now), question.bind(MOST_DATES)
    return f"array(select u from unnest(l.upcoming) u where u >= {now} limit {most}) as upcoming"


def _removals(chosen: list[str]) -> list[str]:
    """Count what would be shown if one filter were taken away."""
    return [
        f"select 'without', '{name}', null, count(*), {_REST} from rows"
        f" where miss & ~{1 << bit} = 0"
        for bit, name in enumerate(chosen)
    ]


def _facets(question: Question, chosen: list[str]) -> list[str]:
    found = []
    for facet in FACETS.values():
        narrows = facet.name in chosen and not facets.needs_all(facet, question.wanted)
        where = f"miss & ~{1 << chosen.index(facet.name)} = 0" if narrows else "miss = 0"
        if facet.name == "districts":
            source = "rows, unnest(f_districts) d"
            group, name, masks = "d", "'districts:' || d", "null::int8[]"
        else:
            group = f"f_{facet.field}"
            masks = group if facet.name == "accessFeatures" else f"array[{group}]"
            source, name = "rows", f"'{facet.name}'"
            masks += "::int8[]"
        found.append(
            f"select 'facet', {name}, {masks}, count(*), {_REST}"
            f" from {source} where {where} group by {group}"
        )
    return found
