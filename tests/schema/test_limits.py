"""Short documents that ask for much: answered or refused, in work that grows with their length."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from graphql import DocumentNode, get_introspection_query
from hypothesis import given
from hypothesis import strategies as st

from schema import limits, sizes
from schema.documents import Document, Documents, digest_of, read
from tests.schema.tiny import schema

SCHEMA = schema()


def outcome(text: str) -> Document:
    return read(SCHEMA, text)


def code(found: Document) -> str:
    return str((found.errors[0].extensions or {}).get("code")) if found.errors else "ANSWERED"


def nested(levels: int) -> str:
    return "{thing" + "{again" * levels + "{name}" + "}" * levels + "}"


def doubling(levels: int, body: str = "again{...F%d} again{...F%d}") -> str:
    """Each fragment spreads the next one twice: 2^levels fields in a few hundred bytes."""
    parts = [f"fragment F{i} on Thing {{{body.replace('%d', str(i + 1))}}}" for i in range(levels)]
    return "{thing{...F0}}" + " ".join(parts) + f" fragment F{levels} on Thing {{name}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (nested(8), "ANSWERED"),
        (nested(9), "TOO_COSTLY"),
        (nested(80), "TOO_COSTLY"),
        ("{" + " ".join(f"a{i}:thing{{name}}" for i in range(10)) + "}", "ANSWERED"),
        ("{" + "thing{name} " * 10 + "}", "ANSWERED"),
        ("{" + "thing{name} " * 11 + "}", "TOO_COSTLY"),
        ("{...R} fragment R on Query {" + "thing{name} " * 11 + "}", "TOO_COSTLY"),
        ("{thing{" + " ".join(f"a{i}:name" for i in range(15)) + "}}", "ANSWERED"),
        ("{thing{" + " ".join(f"a{i}:name" for i in range(16)) + "}}", "TOO_COSTLY"),
        ("{thing{" + "name " * 249 + "}}", "ANSWERED"),
        ("{thing{" + "name " * 250 + "}}", "TOO_COSTLY"),
        ("{thing{" + "name @skip(if:false) " * 20 + "}}", "ANSWERED"),
        ("{thing{" + "name @skip(if:false) " * 21 + "}}", "TOO_COSTLY"),
        ("{thing{name @a @b @c}}", "INVALID"),
        ("{thing{name @a @b @c @d}}", "TOO_COSTLY"),
        ("{thing{" + "name," * 1000 + "}}", "TOO_COSTLY"),
        ("{thing{name}} #" + "x" * 20_000, "TOO_COSTLY"),
        (doubling(40), "TOO_COSTLY"),
        (doubling(40, "...F%d ...F%d"), "TOO_COSTLY"),
        ("{thing{name}}" + doubling(40)[14:], "TOO_COSTLY"),
        ("query A{thing{name}} query B{thing{name}}", "INVALID"),
        ("{thing{...F}} fragment F on Thing {again{...F}}", "INVALID"),
        ("{thing{...F}} fragment F on Thing {...G} fragment G on Thing {...F}", "INVALID"),
        ("{thing{...Nowhere}}", "INVALID"),
        ("{things(first:" + "9" * 5000 + "){nodes{name}}}", "INVALID"),
        ('{thing(text:"a\\u0000b"){name}}', "INVALID"),
        ("{thing(text:" + "[" * 400 + "]" * 400 + "){name}}", "TOO_COSTLY"),
        ("{" * 400, "INVALID"),
        ("{thing" + "{...on Thing" * 100 + "{name}" + "}" * 100 + "}", "TOO_COSTLY"),
        ("mutation {thing{name}}", "INVALID"),
        ("subscription {thing{name}}", "INVALID"),
        ("fragment F on Thing {name}", "INVALID"),
        ("", "INVALID"),
        (get_introspection_query(), "ANSWERED"),
        ("{__schema{types" + "{fields{type" * 3 + "{name}" + "}}" * 3 + "}}", "INVALID"),
    ],
)
def test_a_document_is_answered_or_refused(text: str, expected: str) -> None:
    assert code(outcome(text)) == expected


def test_the_refusal_says_how_much_was_asked_and_how_much_would_do() -> None:
    error = outcome("{" + "thing{name} " * 11 + "}").errors[0]
    assert error.message.endswith("It comes to 11; the most is 10.")
    assert error.extensions == {"code": "TOO_COSTLY", "asked": 11, "most": 10}


@pytest.mark.parametrize(
    ("text", "variables", "nodes"),
    [
        ("{thing{name}}", {}, 1),
        ("{things{nodes{name}}}", {}, 21),
        ("{things(first:7){nodes{name}}}", {}, 8),
        ("{things(first:7){pageInfo{hasNextPage}}}", {}, 9),
        ("{things(first:7){nodes{name again{name}} pageInfo{hasNextPage}}}", {}, 16),
        ("{things(first:7){nodes{many(first:3){name}}}}", {}, 29),
        ("query($n:Int){things(first:$n){nodes{many{name}}}}", {"n": 10}, 211),
        ("query($n:Int){things(first:$n){nodes{many{name}}}}", {}, 421),
        ("query($n:Int){things(first:$n){nodes{many{name}}}}", {"n": "x"}, 1),
        ("{things(first:-5){nodes{name}}}", {}, 1),
        ("{things(first:100000){nodes{name}}}", {}, 101),
        ("{thing{...M}} fragment M on Thing {many(first:4){many(first:5){name}}}", {}, 25),
    ],
)
def test_the_worst_case_is_the_product_of_the_pages(
    text: str, variables: dict[str, Any], nodes: int
) -> None:
    assert outcome(text).size.nodes(variables) == nodes


def test_pages_that_multiply_beyond_the_limit_are_refused() -> None:
    size = outcome("query($n:Int){things(first:100){nodes{many(first:$n){name}}}}").size
    assert limits.check_nodes(size, {"n": 48}) == 4_901
    with pytest.raises(Exception, match="multiply"):
        limits.check_nodes(size, {"n": 49})


names = st.sampled_from(["name", "again", "many", "things", "thing", "zebra", "__typename"])
spreads = st.integers(0, 6).map(lambda i: f"...F{i}")
arguments = st.sampled_from(["", "(first:50)", "(first:$n)", '(text:"x")', "(if:[{a:[]}])"])
directives = st.sampled_from(["", "", "", "@skip(if:true)", "@a @a @a @a"])
leaves = st.one_of(names, spreads, st.builds("a{}:{}".format, st.integers(0, 9), names))
selections = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda name, argument, directive, parts: (
            f"{name}{argument} {directive}{{{' '.join(parts)}}}"
        ),
        st.one_of(names, st.just("...on Thing")),
        arguments,
        directives,
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)
documents = st.builds(
    lambda roots, fragments: (
        "query($n:Int=3){"
        + " ".join(roots)
        + "}"
        + "".join(f" fragment F{i} on Thing {{{body}}}" for i, body in enumerate(fragments))
    ),
    st.lists(selections, min_size=1, max_size=4),
    st.lists(selections, max_size=7),
)


@given(documents)
def test_any_document_gets_an_outcome_and_what_passes_is_within_every_limit(text: str) -> None:
    found = outcome(text)
    if not found.errors:
        assert found.node is not None
        assert found.size.fields <= sizes.FIELDS
        assert found.size.depth <= limits.DEPTH
        assert unfolded(found.node) == found.size.fields


@given(st.integers(0, 60))
def test_measuring_visits_each_fragment_once(levels: int) -> None:
    field = limits._Measuring._field  # noqa: SLF001
    with patch.object(limits._Measuring, "_field", autospec=True, side_effect=field) as seen:  # noqa: SLF001
        outcome(doubling(levels))
    assert 1 <= seen.call_count <= 2 * levels + 2


def unfolded(document: DocumentNode) -> int:
    """Count a small document's fields the slow way: by unfolding every fragment."""
    fragments = {d.name.value: d for d in document.definitions if d.kind == "fragment_definition"}  # type: ignore[attr-defined]

    def count(selected: Any) -> Iterator[int]:
        for part in selected.selections:
            if part.kind == "fragment_spread":
                yield from count(fragments[part.name.value].selection_set)  # type: ignore[attr-defined]
                continue
            yield 1 if part.kind == "field" else 0
            if part.selection_set:
                yield from count(part.selection_set)

    (operation,) = (d for d in document.definitions if d.kind == "operation_definition")
    counts: Iterator[int] = count(operation.selection_set)  # type: ignore[attr-defined]
    return sum(counts)


def test_a_document_is_read_once_and_the_memory_of_them_is_bounded() -> None:
    kept = Documents(SCHEMA, {})
    first = kept.of("{thing{name}}")
    assert kept.of("{thing{name}}") is first
    for i in range(600):
        kept.of(f"{{a{i}:thing{{name}}}}")
    assert kept.of("{thing{name}}") is not first


def test_a_trusted_document_is_known_by_the_hash_of_its_text() -> None:
    text = "{thing{name}}"
    kept = Documents(SCHEMA, {digest_of(text): text})
    assert kept.trusted("sha256:" + digest_of(text)) is kept.trusted(digest_of(text))
    with pytest.raises(Exception, match="no trusted document"):
        kept.trusted("0" * 64)
