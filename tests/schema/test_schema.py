"""The schema as committed: it is what the code says, and it keeps what was promised."""

from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_introspection_query,
    is_specified_scalar_type,
)

from schema.build import core, sdl
from schema.documents import read, trusted_texts

HERE = Path(__file__).parent
PROMISED = build_schema((HERE / "reading.graphql").read_text(encoding="utf-8"))
COMMITTED = HERE.parents[1] / "schema" / "schema.graphql"
NAMES = [n for n, t in PROMISED.type_map.items() if not n.startswith("__")]


def test_the_committed_schema_is_what_the_code_says() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == sdl(), "run `alongside export-schema`"


def parts(found: Any) -> dict[str, str]:
    """Say what a type consists of: name → type, arguments and defaults."""
    if isinstance(found, GraphQLEnumType):
        return dict.fromkeys(found.values, "")
    if isinstance(found, GraphQLInputObjectType):
        return {name: f"{field.type}" for name, field in found.fields.items()}
    if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
        shown = {name: f"{field.type}" for name, field in found.fields.items()}
        for name, field in found.fields.items():
            shown |= {f"{name}({a})": f"{arg.type}" for a, arg in field.args.items()}
        return shown
    return {}


@pytest.mark.parametrize(
    "name", [n for n in NAMES if not is_specified_scalar_type(PROMISED.type_map[n])]
)
def test_what_was_promised_is_there(name: str) -> None:
    built = core().type_map.get(name)
    assert built is not None
    assert type(built).__mro__[-2] is not None
    assert parts(PROMISED.type_map[name]).items() <= parts(built).items()


def test_an_enum_holds_exactly_what_was_promised() -> None:
    for name in ("Sector", "OfferState", "FocusLevel", "Freshness", "OfferOrder"):
        assert parts(core().type_map[name]) == parts(PROMISED.type_map[name])


def test_pages_have_the_promised_sizes() -> None:
    built = build_schema(sdl())
    assert built.query_type is not None
    for field, size in (("offers", 20), ("organisations", 20)):
        assert built.query_type.fields[field].args["first"].default_value == size or (
            _default(built, field) == size
        )


def _default(built: GraphQLSchema, field: str) -> Any:
    assert built.query_type is not None
    default: Any = built.query_type.fields[field].args["first"].default
    return int(default.literal.value)


def test_every_type_has_a_description_or_a_plain_name() -> None:
    plain = {"OfferEdge", "OrganisationEdge", "RevisionEdge", "RevisionConnection"}
    plain |= {"Query", "Mutation"}
    for name, found in core().type_map.items():
        if name.startswith("__") or is_specified_scalar_type(found) or name in plain:
            continue
        assert found.description, name


def test_the_usual_tools_may_ask_for_the_whole_schema() -> None:
    asked = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    assert read(core(), asked).errors == ()


@pytest.mark.parametrize("text", trusted_texts().values())
def test_each_trusted_document_is_sound_and_within_the_limits(text: str) -> None:
    assert read(core(), text).errors == ()
