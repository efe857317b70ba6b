"""The short cut gives what graphql-core gives, for any selection, errors included."""

import random
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from graphql import (
    ExecutionResult,
    GraphQLInterfaceType,
    GraphQLObjectType,
    execute,
    get_named_type,
)

from network.core.paging import Page
from network.core.unit import Sessions, Unit
from network.directory import offers, search, terms
from network.directory.tables import Offer, TermFields, Vocabulary
from network.directory.wanted import Asked, Parts
from schema.base import Context
from schema.build import core
from schema.documents import read
from schema.errors import said
from schema.offers import Offer as Node
from schema.swift import SwiftExecutor
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import House

ARGUMENTS = {"nextOccurrences": ("(first: 2)", "", "(first: 1000)", "(first: -1)", "(first: null)")}


def selection(type_: Any, chance: random.Random, depth: int = 0) -> str:
    """Make up a selection of a type: some fields, aliases, fragments, and things twice."""
    parts = ["__typename"] if chance.random() < 0.2 else []
    for name, field in type_.fields.items():
        named = get_named_type(field.type)
        composite = isinstance(named, GraphQLObjectType | GraphQLInterfaceType)
        if chance.random() > (0.5 if depth < 2 else 0.2) or (composite and depth > 3):
            continue
        argument = chance.choice(ARGUMENTS.get(name, ("",)))
        alias = f"a{chance.randrange(3)}_{name}: " if chance.random() < 0.1 else ""
        inner = f" {{ {selection(named, chance, depth + 1)} }}" if composite else ""
        parts.append(f"{alias}{name}{argument}{inner}")
    parts = parts or ["__typename"]
    if chance.random() < 0.2:
        parts.append(f"... on {type_.name} {{ {chance.choice(parts)} }}")
    if chance.random() < 0.1:
        parts.append(f"... @include(if: true) {{ {chance.choice(parts)} }}")
    chance.shuffle(parts)
    return " ".join(parts)


def document(chance: random.Random, slug: str) -> str:
    types = core().type_map
    roots = {
        'offers(near: {text: "TN34"})': "OfferConnection",
        f'offer(slug: "{slug}")': "Offer",
        "organisations": "OrganisationConnection",
        "vocabularies": "Vocabulary",
        "localities": "Locality",
        'place(text: "Hastings")': "Place",
    }
    field, type_ = chance.choice(list(roots.items()))
    return f"{{ {field} {{ {selection(types[type_], chance)} }} }}"


async def ran(
    sessions: Sessions,
    text: str,
    executor: Any,
    plans: dict[Any, Any],
    *,
    beside: bool = True,
) -> bytes:
    """Run a document; `beside`: read what its nodes ask for together, else one by one."""
    document_ = read(core(), text)
    assert document_.node is not None
    async with Unit(sessions) as unit:
        names = document_.names if beside else frozenset()
        context = Context(unit, House(sessions), plans, names)
        running = execute(core(), document_.node, context_value=context, executor_class=executor)
        result = running if isinstance(running, ExecutionResult) else await running
    return orjson.dumps({"data": result.data, "errors": said(result.errors or [])})


@pytest.fixture
async def several(steward: Unit, table: Offer) -> Offer:
    """Some offers of all sorts beside the full one."""
    run_by = await make.organisation(steward, NOW, name="Another")
    place = await make.site(steward, run_by.id, name="Hall", withheld=True)
    for number in range(3):
        said: dict[str, Any] = {"title": f"Offer {number}", "contacts": [make.PHONE]}
        await make.offer(steward, NOW, run_by.id, sites=[place.id], **said)
    return table


async def test_both_ways_give_the_same_answers(sessions: Sessions, several: Offer) -> None:
    chance = random.Random(7)  # noqa: S311  # the same documents every time
    compared = short = 0
    while compared < 250:
        text = document(chance, several.slug)
        if read(core(), text).errors:
            continue
        plans: dict[Any, Any] = {}
        swift = await ran(sessions, text, SwiftExecutor, plans)
        assert swift == await ran(sessions, text, None, {}), text
        assert swift == await ran(sessions, text, None, {}, beside=False), text
        compared += 1
        short += any(plans.values())
    assert short > 150  # the short cut was taken, and not only passed by


async def test_a_short_cut_once_made_serves_the_next_question_too(
    sessions: Sessions, several: Offer
) -> None:
    text = "{ offers { nodes { title kind { label } } } }"
    plans: dict[Any, Any] = {}
    first = await ran(sessions, text, SwiftExecutor, plans)
    assert await ran(sessions, text, None, {}) == first


async def test_an_offer_written_before_is_written_anew_when_it_or_the_words_change(
    sessions: Sessions, several: Offer, steward: Unit
) -> None:
    text = "{ offers { nodes { title kind { label } organisation { name } } } }"
    plans: dict[Any, Any] = {}
    first = await ran(sessions, text, SwiftExecutor, plans)
    assert await ran(sessions, text, SwiftExecutor, plans) == first
    await steward.write(offers.end, several.id, None, NOW)
    ended = await ran(sessions, text, SwiftExecutor, plans)
    assert ended == await ran(sessions, text, None, {})
    assert ended != first
    words = await steward.read(terms.words)
    kinds = [TermFields.model_validate(t, update={"label": "A kind"}) for t in words.listed("kind")]
    kept = Vocabulary.model_validate(words.vocabularies["kind"].model_dump())
    await steward.write(terms.keep, kept, kinds)
    renamed = await ran(sessions, text, SwiftExecutor, plans)
    assert renamed == await ran(sessions, text, None, {})
    assert b"A kind" in renamed


async def test_what_moves_with_the_clock_is_never_remembered(
    sessions: Sessions, several: Offer, steward: Unit
) -> None:
    for field in sorted(Node.moving):
        inner = {"districts": "{ name }", "spaceNow": "{ asOf }", "funding": "{ funder }"}
        inner["revisions"] = "{ nodes { version } }"
        text = f"{{ offers {{ nodes {{ title {field} {inner.get(field, '')} }} }} }}"
        await ran(sessions, text, SwiftExecutor, {})
    found = await steward.read(search.offers, Asked(), Page(20), Parts(), NOW)
    assert len(found.hits) > 3
    assert not any(hit.offer.shown for hit in found.hits)


@pytest.mark.parametrize(
    "text",
    [
        "{ offers { nodes { nextOccurrences(first: 1000) title } } }",
        "query($n: Int = 2) { offers { nodes { nextOccurrences(first: $n) } } }",
        "{ offers { nodes { title @skip(if: true) slug } } }",
        "{ offers { nodes { districts { name } title } } }",
        "{ offers { nodes { ...F } } } fragment F on Node { id }",
        "{ offers { nodes { ... { title } funding { funder } revisions { nodes { at } } } } }",
        "{ __schema { types { name } } }",
    ],
)
async def test_what_is_not_plain_goes_the_usual_way(
    sessions: Sessions, several: Offer, text: str
) -> None:
    assert await ran(sessions, text, SwiftExecutor, {}) == await ran(sessions, text, None, {})


@pytest.mark.parametrize("field", ["summary", "kind { code }", "themes { code }", "state"])
@pytest.mark.parametrize("value", [None, 7, object()])
async def test_a_value_that_does_not_fit_is_worded_by_graphql_core(
    sessions: Sessions, several: Offer, monkeypatch: pytest.MonkeyPatch, field: str, value: Any
) -> None:
    name = field.split(maxsplit=1)[0]
    broken: dict[str, Callable[..., Any]] = {**Node.made, name: lambda *_: value}
    monkeypatch.setattr(Node, "made", broken)
    text = f"{{ offers {{ nodes {{ title {field} }} }} }}"
    assert await ran(sessions, text, SwiftExecutor, {}) == await ran(sessions, text, None, {})
