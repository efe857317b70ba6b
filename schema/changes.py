"""How a change is asked for: one `input`, one transaction, and problems instead of errors.

A change is a verb of a room, run once even when the asking is repeated (`idempotencyKey`). What a
room refuses comes back as `problems`; everything else is a fault and worded where errors are.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import wraps
from typing import Any, Self, TypeVar, cast, get_type_hints
from uuid import UUID

import strawberry
from graphql import GraphQLSchema
from strawberry.utils.str_converters import to_camel_case

from network.core.actor import Actor
from network.core.errors import Invalid, Missing, Refusal
from network.core.idempotency import Key
from schema.asker import SIGN_IN
from schema.base import Info, read_global_id
from schema.errors import refused
from schema.problems import Problem, problems

F = TypeVar("F", bound=Callable[..., Any])

OPEN: set[str] = set()
"""The changes anyone may ask for; all others need somebody who is known."""

REPEATABLE = "A word of your own (8 to 100 characters): asked again with it, nothing is done twice."
SHORTEST, LONGEST = 8, 100


@strawberry.input(description="What every change takes.")
class Asked:
    idempotency_key: str | None = strawberry.field(default=None, description=REPEATABLE)


@strawberry.type(description="What every change gives back.")
class Result:
    problems: list[Problem] = strawberry.field(default_factory=list)

    @classmethod
    def refused(cls, refusal: Refusal) -> Self:
        """Say what stood in the way."""
        return cls(problems=problems(refusal))


def change(sentence: str, *, anyone: bool = False) -> Callable[[F], F]:
    """Make a method a change of the API. Its result is a class whose parts all have defaults."""

    def made(resolver: F) -> F:
        if anyone:
            OPEN.add(to_camel_case(resolver.__name__))

        @wraps(resolver)
        async def run(self: Any, info: Info, **given: Any) -> Any:
            try:
                return await resolver(self, info, **given)
            except Refusal as refusal:
                return get_type_hints(resolver)["return"].refused(refusal)

        return cast("F", strawberry.mutation(run, description=sentence))

    return made


def check_known(actor: Actor, names: frozenset[str], schema: GraphQLSchema) -> None:
    """Refuse changes that are not anyone's to ask for, before any of a document's is made.

    `names`: every field the document names.
    """
    if actor.person is None and schema.mutation_type is not None:
        closed = schema.mutation_type.fields.keys() - OPEN
        if not closed.isdisjoint(names):
            raise refused("UNAUTHENTICATED", SIGN_IN)


async def done(
    info: Info, input: Asked, verb: Callable[..., Awaitable[Any]], *args: Any, **options: Any
) -> Any:
    """Run a changing verb, or remember what it gave when it was asked with the same key before.

    What is given has the `id` of the thing; read it anew to show it.
    """
    key = _key(info, input)
    try:
        return await info.context.unit.write(verb, *args, key=key, **options)
    finally:
        info.context.read_anew()


def key_of(id: strawberry.ID, kind: str, field: str) -> UUID:
    """Read the id of a thing in an input; what is no id of that kind is missing."""
    try:
        return read_global_id(id, kind)[1]
    except Invalid as refusal:
        raise Invalid(refusal.sentence, field=field) from None
    except Missing as refusal:
        raise Missing(refusal.sentence, field=field) from None


def site_of(id: strawberry.ID, field: str) -> UUID:
    """Read the id of a place: it is known by its own id, not by one of `node`."""
    try:
        return UUID(id)
    except ValueError:
        raise Invalid("This is not an id of ours.", field=field) from None


def given(input: Any, *leaving_out: str) -> dict[str, Any]:
    """Give what was said in an input as plain data; what was not said is not in it."""
    named = ((f.name, getattr(input, f.name)) for f in dataclass_fields(input))
    return {
        name: _plain(value)
        for name, value in named
        if value is not strawberry.UNSET and name not in leaving_out
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return given(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def _key(info: Info, input: Asked) -> Key | None:
    value = input.idempotency_key
    if value is None:
        return None
    if not SHORTEST <= len(value) <= LONGEST:
        sentence = f"Use {SHORTEST} to {LONGEST} characters, new for each thing you do."
        raise Invalid(sentence, field="idempotency_key")
    asked = _written(given(input, "idempotency_key"))
    key = Key.of(info.field_name, value, asked)
    if info.context.unit.actor.person is not None:
        return key
    # Nobody is known, so two people's words may meet: only the same request is the same.
    return Key(f"{key.scope} {key.digest.hex()}", value, key.digest)


def _written(asked: Any) -> Any:
    """Write dates as texts: JSON has none."""
    if isinstance(asked, Mapping):
        return {name: _written(value) for name, value in asked.items()}
    if isinstance(asked, list):
        return [_written(one) for one in asked]
    return asked.isoformat() if isinstance(asked, date) else asked
