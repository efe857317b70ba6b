"""Questions about the schema itself: welcome, but each list in it leads back to every type.

The answer never changes while the service runs, so its size is estimated from the schema's own
averages and the whole kept within one bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
)

INTROSPECTION_DEPTH = 16
WORK = 20_000
"""Fields filled in, estimated; the usual tools ask for a third of it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How often what stands inside a field is filled in, on average."""

    times: Mapping[str, float]
    most: int

    @staticmethod
    @lru_cache(maxsize=8)
    def of(schema: GraphQLSchema) -> "Weights":
        """Count a schema's types, fields and arguments."""
        types = schema.type_map.values()
        composite = [t for t in types if isinstance(t, GraphQLObjectType | GraphQLInterfaceType)]
        fields = [field for t in composite for field in t.fields.values()]
        inputs = sum(len(t.fields) for t in types if isinstance(t, GraphQLInputObjectType))
        arguments = sum(len(field.args) for field in fields)
        return Weights(
            {
                "types": len(types),
                "directives": len(schema.directives),
                "fields": len(fields) / len(types),
                "inputFields": inputs / len(types),
                "args": arguments / max(len(fields), 1),
                "possibleTypes": 0.3,
                "interfaces": 0.3,
                "enumValues": 1,
                "ofType": 0.5,
            },
            WORK,
        )

    def work(self, parent: GraphQLNamedType | None, name: str, inside: float) -> float:
        """Estimate the fields filled in below one field of introspection; others are free here."""
        if parent is None or not parent.name.startswith("__"):
            return inside
        return 1 + inside * self.times.get(name, 1)
