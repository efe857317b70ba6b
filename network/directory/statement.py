"""The statement: one SQL that finds a page of offers, and counts when asked to.

One text for each shape of question; every value is a parameter. Its floors: near a place `spots`
(what the index on the point knows), `hits` (offer × place rows that could do), `held` (one row an
offer, with the filters it misses as bits), `rows` (those that miss none, in order), `page` (the
rows shown). When counting, an offer that misses one filter is held for that filter's own counts;
one that misses two is in nobody's.
"""

from collections.abc import Iterable, Mapping

from network.directory import conditions, facets, near
from network.directory.facets import FACETS
from network.directory.ordering import KEYS
from network.directory.question import Question
from network.directory.wanted import Order

MOST_DATES = 12
"""How many of an offer's next dates come with a page of offers."""


def statement(question: Question) -> str:
    """Write the whole statement. Each row of the answer says `what` it is."""
    own = facets.columns(question.words, question.now, question.bind)
    chosen = facets.conditions(question.wanted, question.words, own, question.bind)
    floors = [
        f"with {_held(question, own, chosen)}",
        f"rows as materialized ({_rows(question, own)})",
        f"page as materialized ({_page(question)})",
    ]
    return ",\n".join(floors) + "\n" + _answers(question, list(chosen))


def _held(question: Question, own: Mapping[str, str], chosen: Mapping[str, str]) -> str:
    base = conditions.base(question)
    apart = {f"c_{(f := FACETS[n]).field}": own[f.field] for n in _counted_apart(question, chosen)}
    if question.spot is not None:
        asked = near.Wanted(_of_row(base), _of_row(chosen.values()), apart)
        return near.held(question, asked)
    columns, narrowed = ["0 as miss"], ["l.n = 0", *chosen.values(), *base]
    if question.counting:
        columns, narrowed = [f"{near.missed(list(chosen.values()))} as miss"], ["l.n = 0", *base]
    columns += [f"{column} as {name}" for name, column in apart.items()]
    one = (
        "select l.offer_id, null::float8 as dist, false as near, false as serves,"
        f" l.accesses, {', '.join(columns)} from listing l where {' and '.join(narrowed)}"
    )
    return f"held as materialized (select * from ({one}) h where {near.ONE_AT_MOST})"


def _of_row(each: Iterable[str]) -> list[str]:
    """Ask of the place that is near what is otherwise asked of any place of an offer."""
    return [condition.replace("l.accesses", "array[l.access]") for condition in each]


def _counted_apart(question: Question, chosen: Mapping[str, str]) -> list[str]:
    """Name the facets that are counted as if nothing were chosen in them."""
    if not question.parts.facets:
        return []
    return [n for n in chosen if not facets.needs_all(FACETS[n], question.wanted)]


def _rows(question: Question, own: Mapping[str, str]) -> str:
    ordering, bind = question.ordering, question.bind
    columns = [
        "l.offer_id",
        "h.dist",
        "h.near",
        "h.serves",
        f"{_key(question)} as key",
        f"{ordering.rank(bind)} as rank",
        f"{ordering.shuffle(bind)} as shuffle",
    ]
    if question.parts.facets:
        masks = dict(own) | {"access_features": _accesses(question)}
        columns += [f"{masks[f.field]} as f_{f.field}" for f in FACETS.values()]
    return (
        f"select {', '.join(columns)} from held h"
        " join listing l on l.offer_id = h.offer_id and l.n = 0 where h.miss = 0"
    )


def _accesses(question: Question) -> str:
    """Give the access of the places that have all that was asked for: more of it is counted there.

    Somewhere else on the list of an offer's places it would not help.
    """
    if not question.wanted.access_features:
        return "h.accesses"
    mask = question.bind(question.words.mask("access_feature", question.wanted.access_features))
    return f"array(select a from unnest(h.accesses) a where a & {mask} = {mask})"


def _key(question: Question) -> str:
    key = KEYS[question.ordering.order]
    if question.ordering.order is Order.RELEVANCE:
        return key.replace("relevance", _relevance(question))
    after = f"select min(u) from unnest(l.upcoming) u where u >= {question.bind(question.now)}"
    return key.replace("next_in", f"extract(epoch from ({after}))::float8")


def _relevance(question: Question) -> str:
    """Weigh words as PostgreSQL does, in steps of a hundredth so that ties are fair."""
    understood = question.words.thesaurus.understand(question.wanted.text)
    said = f"ts_rank(l.words, {conditions.query(question, question.wanted.text)})"
    if understood.terms:
        said += f" + (case when {conditions.lay(question, understood)} then 0.5 else 0 end)"
    return f"round(({said})::numeric, 2)::float8"


def _page(question: Question) -> str:
    ordering = question.ordering
    return (
        f"select * from rows where {ordering.beyond(question.bind)}"
        f" order by {ordering.sql} limit {question.bind(question.size + 1)}"
    )


_AFTER = (
    "null::float8, null::text, null::int, null::int8, null::float8, null::bool, null::bool,"
    " null::timestamptz[], null::uuid, null::int8, null::bool"
)
_REST = f"null::int8[], {_AFTER}"
"""What rows that are no offers leave empty, from `key` and from `each` on."""


def _answers(question: Question, chosen: list[str]) -> str:
    title = question.ordering.order is Order.TITLE
    key, text = ("null::float8", "p.key") if title else ("p.key", "null::text")
    order = question.ordering.sql.replace("key", "p.key").replace("offer_id", "p.offer_id")
    found = [
        f"(select 'hit' as what, null::text as name, null::int8[] as masks, null::int8 as many,"
        f" null::int8[] as each, {key} as key, {text} as title, p.rank, p.shuffle,"
        f" p.dist, p.near, p.serves, {_coming(question)}, l.offer_id, l.stamp, l.anywhere"
        " from page p join listing l on l.offer_id = p.offer_id and l.n = 0"
        f" order by {order})"
    ]
    if question.parts.total or question.counting:
        found.append(f"select 'total', null, null, count(*), {_REST} from rows")
    if question.counting:
        found += _removals(chosen)
    if question.parts.facets:
        found += [_facet(question, name, chosen) for name in FACETS]
    return "\nunion all ".join(found)


def _coming(question: Question) -> str:
    """Give the next dates only, if at all: a page shows few, and the year's are many."""
    if not question.parts.dates:
        return "null::timestamptz[] as upcoming"
    now, most = question.bind(question.now), question.bind(MOST_DATES)
    return f"array(select u from unnest(l.upcoming) u where u >= {now} limit {most}) as upcoming"


def _removals(chosen: list[str]) -> list[str]:
    """Count what would be shown if one filter were taken away."""
    return [
        f"select 'without', '{name}', null, count(*), {_REST} from held"
        f" where miss & ~{1 << bit} = 0"
        for bit, name in enumerate(chosen)
    ]


def _facet(question: Question, name: str, chosen: list[str]) -> str:
    facet = FACETS[name]
    source, column, where = "rows", f"f_{facet.field}", "true"
    if name in _counted_apart(question, dict.fromkeys(chosen, "")):
        source, column = "held", f"c_{facet.field}"
        where = f"miss & ~{1 << chosen.index(name)} = 0"
    if name == "districts":
        return (
            f"select 'facet', 'districts:' || d, null::int8[], count(*), {_REST}"
            f" from {source}, unnest({column}) d where {where} group by d"
        )
    if name == "accessFeatures":
        return (
            f"select 'facet', '{name}', {column}::int8[], count(*), {_REST}"
            f" from {source} where {where} group by {column}"
        )
    tallied = f"select {column} as mask, count(*) as many from {source} where {where} group by 1"
    return (
        f"select 'facet', '{name}', array_agg(mask)::int8[], null, array_agg(many), {_AFTER}"
        f" from ({tallied}) t"
    )
