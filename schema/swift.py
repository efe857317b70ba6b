"""A short cut through large answers: a selection without surprises is turned into closures once.

graphql-core asks every field of every node the same questions again. Where a selection holds only
plain names (no directive, no variable, nothing that waits for the database), its answer is the same
walk each time; the closures below are that walk. Anything unexpected (a null where none may be, a
value that does not fit, a refusal) is handed back to graphql-core, which then words the error.
The differential test in tests/schema/test_swift.py holds the two ways to the same answers.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from inspect import isawaitable, iscoroutine
from operator import attrgetter
from typing import Any, cast

import orjson
from graphql import (
    BooleanValueNode,
    Executor,
    FieldNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    SelectionSetNode,
    get_argument_values,
    is_leaf_type,
)
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from schema.base import Shaped
from schema.offers import Offer

Project = Callable[[Any], Any]
"""From a value a node gives to what stands in the answer."""
Plans = dict[tuple[int, ...], Project | None]
"""One document's short cuts, by the fields they stand for; None: there is none."""

LITERAL = (IntValueNode, BooleanValueNode, NullValueNode)
"""Arguments that are the same every time."""


class Unexpected(Exception):  # noqa: N818  # never leaves this file
    """Not the plain walk after all: graphql-core has to make this answer."""


class SwiftExecutor(Executor[Any]):
    """graphql-core's way through a document, with the short cuts taken where there are any."""

    def complete_object_value(self, *args: Any, **more: Any) -> Any:
        """Complete one object: by its short cut, else as usual."""
        return_type, details, _, _, result, _ = args
        plans: Plans = self.context_value.plans
        key = (id(return_type), *(id(detail.node) for detail in details))
        if key not in plans:
            compiling = _Compiling(self.schema, self.fragment_definitions)
            plans[key] = compiling.object(return_type, [detail.node for detail in details])
        project = plans[key]
        if project is not None:
            try:
                return project(result)
            except Unexpected:
                plans[key] = None  # so it would be the next time
            except Exception:  # noqa: BLE001, S110  # the usual way words it
                pass
        return super().complete_object_value(*args, **more)


class _Compiling:
    """Turns the selections of one document into closures."""

    def __init__(self, schema: GraphQLSchema, fragments: Any) -> None:
        self.schema = schema
        self.fragments = fragments
        self.moves = False

    def object(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Project | None:
        """Compile an object's selection, or say there is no short cut."""
        try:
            return self._object(type_, nodes)
        except Unexpected:
            return None

    def _object(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Project:
        definition = type_.extensions.get("strawberry-definition")
        if not isinstance(definition, StrawberryObjectDefinition):
            raise Unexpected
        chosen: dict[str, list[FieldNode]] = {}
        for node in nodes:
            self._collect(node.selection_set, type_, chosen)
        outside, self.moves = self.moves, _moving(definition.origin, chosen)
        parts = [(key, self._part(type_, definition, found)) for key, found in chosen.items()]
        project = _projected(definition.origin, parts)
        if definition.origin is Offer and not self.moves:
            project = _remembered(project)
        self.moves = self.moves or outside
        return project

    def _collect(
        self,
        selected: SelectionSetNode | None,
        type_: GraphQLObjectType,
        chosen: dict[str, list[FieldNode]],
    ) -> None:
        for part in selected.selections if selected else ():
            if part.directives:
                raise Unexpected
            if isinstance(part, FieldNode):
                key = part.alias.value if part.alias else part.name.value
                chosen.setdefault(key, []).append(part)
            elif self._applies(part, type_):
                self._collect(self._inner(part), type_, chosen)

    def _applies(self, part: Any, type_: GraphQLObjectType) -> bool:
        condition = (
            self.fragments[part.name.value].type_condition
            if isinstance(part, FragmentSpreadNode)
            else cast("InlineFragmentNode", part).type_condition
        )
        if condition is None:
            return True
        names = {type_.name, *(interface.name for interface in type_.interfaces)}
        return condition.name.value in names

    def _inner(self, part: Any) -> SelectionSetNode:
        whole = self.fragments[part.name.value] if isinstance(part, FragmentSpreadNode) else part
        return cast("SelectionSetNode", whole.selection_set)

    def _part(
        self,
        type_: GraphQLObjectType,
        definition: StrawberryObjectDefinition,
        nodes: list[FieldNode],
    ) -> Project:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda _: type_.name
        field = type_.fields[name]
        own = cast("StrawberryField", field.extensions["strawberry-definition"])
        read = _reading(definition.origin, field, own, nodes[0])
        return _joined(read, self._complete(field.type, nodes), _plain_type(field.type))

    def _complete(self, type_: Any, nodes: Sequence[FieldNode]) -> Project:
        if isinstance(type_, GraphQLNonNull):
            return _never_null(self._complete(type_.of_type, nodes))
        if isinstance(type_, GraphQLList):
            return _each(self._complete(type_.of_type, nodes))
        if is_leaf_type(type_):
            return _leaf(type_)
        return self._object(type_, nodes)


def _projected(origin: type[Any], parts: list[tuple[str, Project]]) -> Project:
    def project(node: Any) -> dict[str, Any] | None:
        if node is None:
            return None
        if type(node) is not origin:
            raise _unexpected(node)
        return {key: part(node) for key, part in parts}

    return project


def _moving(origin: type[Any], chosen: dict[str, list[FieldNode]]) -> bool:
    moving: frozenset[str] | None = getattr(origin, "moving", None)
    return moving is None or any(n.name.value in moving for ns in chosen.values() for n in ns)


MOST_SHOWN, LONGEST_SHOWN = 2, 4_096
"""In how many ways a card remembers having been written, and how long each may be (bytes)."""


def _remembered(project: Project) -> Project:
    """Write an offer once for this selection, and keep that with its card while words hold."""

    def written(node: Any) -> Any:
        if type(node) is not Offer:
            raise _unexpected(node)
        card, words = node._row, node._scene.words  # noqa: SLF001  # nodes are this door's own
        known = card.shown.get(project)
        if known is None or known[0] is not words:
            body = orjson.dumps(project(node))
            known = words, orjson.Fragment(body)
            if len(body) <= LONGEST_SHOWN:
                if len(card.shown) >= MOST_SHOWN:
                    card.shown.clear()
                card.shown[project] = known
        return known[1]

    return written


def _joined(read: Project, complete: Project, plain: type | None) -> Project:
    """Read a value and complete it; one that is plain already is complete."""

    def part(node: Any) -> Any:
        value = read(node)
        return value if type(value) is plain else complete(value)

    return part


def _plain_type(type_: Any) -> type | None:
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    return PLAIN.get(inner.name) if is_leaf_type(inner) else None


def _reading(
    origin: type[Any], field: GraphQLField, own: StrawberryField, node: FieldNode
) -> Project:
    if own.base_resolver is not None:
        return _asking(field, own, node)
    if not issubclass(origin, Shaped):
        return attrgetter(own.python_name)
    make = origin.made.get(own.python_name)
    if make is None:
        return attrgetter(f"_row.{own.python_name}")
    return lambda node: make(node._row, node._scene)  # noqa: SLF001  # nodes are this door's own


def _asking(field: GraphQLField, own: StrawberryField, node: FieldNode) -> Project:
    resolver = own.base_resolver
    if resolver is None or resolver.is_async or resolver.info_parameter is not None:
        raise Unexpected
    if any(not isinstance(argument.value, LITERAL) for argument in node.arguments or ()):
        raise Unexpected
    given = get_argument_values(field, node, None)
    names = {arg.graphql_name or arg.python_name: arg.python_name for arg in own.arguments}
    options = {names.get(name, name): value for name, value in given.items()}
    ask = cast("Callable[..., Any]", resolver.wrapped_func)

    return lambda source: ask(source, **options)


def _never_null(complete: Project) -> Project:
    def checked(value: Any) -> Any:
        completed = complete(value)
        if completed is None:
            raise Unexpected
        return completed

    return checked


def _each(complete: Project) -> Project:
    def each(values: Any) -> list[Any] | None:
        if values is None:
            return None
        if not isinstance(values, list | tuple):
            raise _unexpected(values)
        return [complete(value) for value in values]

    return each


def _unexpected(value: Any) -> Unexpected:
    if iscoroutine(value):
        value.close()  # it will be asked for again, on the usual way
    return Unexpected()


SIMPLE = frozenset({int, float, str, bool, date, datetime})
"""Kinds of value that nobody has to wait for."""

PLAIN: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}


def _leaf(type_: GraphQLLeafType) -> Project:
    if isinstance(type_, GraphQLEnumType):
        return _enum(type_)
    written = type_.coerce_output_value

    def leaf(value: Any) -> Any:
        if value is None:
            return None
        if type(value) not in SIMPLE and isawaitable(value):
            raise _unexpected(value)
        return written(value)

    return leaf


def _enum(type_: GraphQLEnumType) -> Project:
    known: dict[Any, str] = {}

    def enum(value: Any) -> Any:
        if value not in known:
            known[value] = type_.coerce_output_value(value)
        return known[value]

    return enum
