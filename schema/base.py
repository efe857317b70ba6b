"""What every type of this door is made with: the context, ids, pages, and the way rows go out."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

import strawberry
from graphql import FieldNode, FragmentSpreadNode, GraphQLResolveInfo, SelectionSetNode
from strawberry.types import get_object_definition

from network.core.errors import Invalid, Missing
from network.core.outside import Outside
from network.core.settings import Settings
from network.core.unit import Sessions, Unit

N = TypeVar("N")


class House(Protocol):
    """What this door needs of the composition root."""

    @property
    def sessions(self) -> Sessions:
        """Where transactions come from."""
        ...

    @property
    def settings(self) -> Settings:
        """What the operator chose."""
        ...

    @property
    def outside(self) -> Outside:
        """The clock, and whatever else is not ours."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """One request: the unit it asks the rooms through, and the house."""

    unit: Unit
    house: House


Info = strawberry.Info[Context, None]


@strawberry.interface(description="A thing with an id by which it can be fetched again.")
class Node:
    id: strawberry.ID


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


def global_id(kind: str, key: UUID | str) -> strawberry.ID:
    """Write the id a thing is known by outside: its kind and its own id, made opaque."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("="))


def read_global_id(text: str, *kinds: str) -> tuple[str, UUID]:
    """Read an outside id back. Not an id at all is refused; of no kind we know is Missing."""
    try:
        kind, _, key = (
            base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(":")
        )
        found = UUID(key)
    except (ValueError, binascii.Error):
        raise Invalid("This is not an id of ours.", field="id") from None
    if kind not in kinds:
        raise Missing("There is no such thing here.", field="id")
    return kind, found


def shape(kind: type[N], row: Any, **more: Any) -> N:
    """Make a node from a row (an object or a mapping), reading only the names the node declares.

    A name in `more` stands before the row's own.
    """
    read = row.__getitem__ if isinstance(row, Mapping) else row.__getattribute__
    node = object.__new__(kind)
    for name in declared(kind):
        object.__setattr__(node, name, more[name] if name in more else read(name))
    return node


@lru_cache(maxsize=256)
def declared(kind: type) -> tuple[str, ...]:
    """List the plain attributes a node shows; those it works out itself are not among them."""
    definition = get_object_definition(kind, strict=True)
    return tuple(f.python_name for f in definition.fields if f.base_resolver is None)


def chosen(info: Info) -> frozenset[str]:
    """List the names asked for directly below this field, so that only they are worked for."""
    raw = cast("GraphQLResolveInfo", info._raw_info)  # noqa: SLF001  # no public way to fragments
    found: set[str] = set()
    for node in raw.field_nodes:
        found.update(_names(node.selection_set, raw))
    return frozenset(found)


def given(info: Info) -> frozenset[str]:
    """List the arguments the caller wrote, as against those that took their default."""
    raw = cast("GraphQLResolveInfo", info._raw_info)  # noqa: SLF001  # no public way to them
    return frozenset(a.name.value for node in raw.field_nodes[:1] for a in node.arguments or ())


def _names(selected: SelectionSetNode | None, raw: GraphQLResolveInfo) -> Iterator[str]:
    for part in selected.selections if selected else ():
        if isinstance(part, FieldNode):
            yield part.name.value
        elif isinstance(part, FragmentSpreadNode):
            yield from _names(raw.fragments[part.name.value].selection_set, raw)
        else:
            yield from _names(part.selection_set, raw)  # type: ignore[attr-defined]
