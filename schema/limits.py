"""How much one document may ask for, counted before it is validated or run.

Each fragment is measured once, so a short document that would unfold into millions of fields
is refused at the cost of reading it. Figures: docs/api.md, "Limits".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

from schema.errors import costly, invalid
from schema.introspection import INTROSPECTION_DEPTH, Weights
from schema.sizes import Each, Many, Size

DEPTH = 10
ALIASES = 15
ROOTS = 10
CHANGES = 5
DIRECTIVES = 20
DIRECTIVES_EACH = 3
NODES = 5_000
TOKENS = 1_000
CHARACTERS = 20_000
NESTING = 60
"""Levels of syntax, values included: deeper trees would exhaust the stack of later passes."""
DIGITS = 20


def measure(schema: GraphQLSchema, document: DocumentNode) -> Size:
    """Measure a document, or refuse it in one sentence with the code TOO_COSTLY."""
    _check_parts(document)
    operation = _only_operation(document)
    measuring = _Measuring(schema, document)
    size = measuring.selected(operation.selection_set, schema.get_root_type(operation.operation))
    for name in measuring.fragments:  # one nobody uses still costs its validation
        measuring.fragment(name)
    _check_roots(operation, measuring.roots(operation.selection_set))
    _check_depth(size.depth, DEPTH)
    if size.work > measuring.weights.most:
        raise costly(
            "This asks for too much of the schema.", round(size.work), measuring.weights.most
        )
    return size


def check_nodes(size: Size, variables: Mapping[str, Any]) -> int:
    """Refuse a document whose pages multiply into too many nodes; give their number."""
    nodes = size.nodes(variables)
    if nodes > NODES:
        raise costly("The pages asked for multiply into too many things.", nodes, NODES)
    return nodes


def _check_roots(operation: OperationDefinitionNode, roots: int) -> None:
    if roots > ROOTS:
        raise costly("This asks for too many things at the top level.", roots, ROOTS)
    if operation.operation is OperationType.MUTATION and roots > CHANGES:
        raise costly("This asks for too many changes at once.", roots, CHANGES)


def _check_depth(depth: int, most: int) -> None:
    if depth > most:
        raise costly("This is nested too deeply.", depth, most)


def _only_operation(document: DocumentNode) -> OperationDefinitionNode:
    found = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if len(found) != 1:
        raise invalid("Send one operation in a document: a query, or a mutation.")
    return found[0]


def _check_parts(document: DocumentNode) -> None:
    aliases = directives = 0
    for node, depth in everything(document):
        _check_depth(depth, NESTING)
        _check_literal(node)
        aliases += isinstance(node, FieldNode) and node.alias is not None
        directives += isinstance(node, DirectiveNode)
        each = len(getattr(node, "directives", None) or ())
        if each > DIRECTIVES_EACH:
            raise costly("One field carries too many directives.", each, DIRECTIVES_EACH)
    if aliases > ALIASES:
        raise costly("This gives too many other names (aliases).", aliases, ALIASES)
    if directives > DIRECTIVES:
        raise costly("This carries too many directives.", directives, DIRECTIVES)


def everything(document: DocumentNode) -> Iterator[tuple[Node, int]]:
    waiting: list[tuple[Node, int]] = [(document, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        for key in node.keys:
            inner = getattr(node, key, None)
            if isinstance(inner, Node):
                waiting.append((inner, depth + 1))
            elif isinstance(inner, tuple | list):
                waiting.extend((part, depth + 1) for part in inner)


def _check_literal(node: Node) -> None:
    if isinstance(node, IntValueNode | FloatValueNode) and len(node.value) > DIGITS:
        raise invalid("A number in this document is too long.")
    if isinstance(node, StringValueNode) and "\0" in node.value:
        raise invalid("A text in this document holds a character that cannot be kept (NUL).")


class _Measuring:
    """One pass over a document; each fragment is measured once and remembered."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self.schema = schema
        self.weights = Weights.of(schema)
        self.fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self._measured: dict[str, Size] = {}

    def selected(self, chosen: SelectionSetNode, parent: GraphQLNamedType | None) -> Size:
        size = Size()
        for part in chosen.selections:
            if isinstance(part, FieldNode):
                size += self._field(part, parent)
            elif isinstance(part, FragmentSpreadNode):
                size += self.fragment(part.name.value)
            else:
                size += self._inline(cast("InlineFragmentNode", part), parent)
        return size

    def fragment(self, name: str) -> Size:
        if name not in self._measured:
            self._measured[name] = Size()  # one inside itself counts once; validation refuses it
            found = self.fragments.get(name)
            if found is not None:
                self._measured[name] = self.selected(
                    found.selection_set, self.schema.get_type(found.type_condition.name.value)
                )
        return self._measured[name]

    def roots(self, chosen: SelectionSetNode) -> int:
        """Count the fields at the top. The whole was measured before, so it unfolds into few."""
        seen: dict[str, int] = {}
        return self._roots(chosen, seen)

    def _roots(self, chosen: SelectionSetNode, seen: dict[str, int]) -> int:
        count = 0
        for part in chosen.selections:
            if isinstance(part, FieldNode):
                count += 1
            elif isinstance(part, InlineFragmentNode):
                count += self._roots(part.selection_set, seen)
            elif isinstance(part, FragmentSpreadNode) and part.name.value in self.fragments:
                name = part.name.value
                if name not in seen:
                    seen[name] = 0
                    seen[name] = self._roots(self.fragments[name].selection_set, seen)
                count += seen[name]
        return count

    def _inline(self, part: InlineFragmentNode, parent: GraphQLNamedType | None) -> Size:
        named = part.type_condition
        narrowed = self.schema.get_type(named.name.value) if named else parent
        return self.selected(part.selection_set, narrowed)

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Size:
        name = node.name.value
        field = self.schema.get_field(parent, name) if parent is not None else None  # type: ignore[arg-type]
        kind = get_named_type(field.type) if field is not None else None
        inside = self.selected(node.selection_set, kind) if node.selection_set else Size()
        fields = (Size(fields=1) + inside).fields
        if name in {"__schema", "__type"}:
            _check_depth(inside.depth, INTROSPECTION_DEPTH)
            return Size(fields, 1, inside.work)
        work = self.weights.work(parent, name, inside.work)
        whole = replace(inside, fields=fields, depth=inside.depth + 1, work=work)
        return _counted(whole, node, field, parent)


def _counted(
    size: Size, node: FieldNode, field: GraphQLField | None, parent: GraphQLNamedType | None
) -> Size:
    """Count the thing a field gives, as often as its pages may repeat it."""
    kind = get_named_type(field.type) if field is not None else None
    own = int(is_composite_type(kind))
    if _connects(parent) and node.name.value in {"edges", "nodes"}:
        each = Each(own + size.things, size.pages)
        return replace(size, things=0, pages=(), each=each)
    if field is None or "first" not in field.args:
        return replace(size, things=own + size.things)
    default = field.args["first"].default_value
    many = Many(_sizes(node), default if isinstance(default, int) else 0)
    if _connects(kind):
        many = replace(many, things=size.each.things, within=size.each.pages)
        return replace(size, things=own + size.things, pages=(*size.pages, many), each=Each())
    many = replace(many, things=own + size.things, within=size.pages)
    return replace(size, things=0, pages=(many,))


def _connects(kind: GraphQLNamedType | None) -> bool:
    return kind is not None and kind.name.endswith("Connection")


def _sizes(node: FieldNode) -> tuple[int | str, ...]:
    given = [a.value for a in node.arguments or () if a.name.value in {"first", "last"}]
    found: list[int | str] = []
    for value in given:
        if isinstance(value, VariableNode):
            found.append(value.name.value)
        elif isinstance(value, IntValueNode):
            found.append(int(value.value))
    return tuple(found)
