"""Documents, read once: parsed, measured, validated, and remembered with the outcome.

A caller's documents share a bounded memory; trusted ones are kept beside it and never pushed out.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from schema.errors import coded, costly, refused, syntax
from schema.limits import CHARACTERS, TOKENS, everything, measure
from schema.sizes import Size
from schema.swift import Plans

REMEMBERED = 512
TRUSTED = Path(__file__).parent / "trusted"


@dataclass(frozen=True, slots=True)
class Document:
    """One document and what became of reading it: ready to run, or the errors that forbid it."""

    digest: str
    node: DocumentNode | None
    size: Size
    errors: tuple[GraphQLError, ...] = ()
    names: frozenset[str] = frozenset()
    plans: Plans = field(default_factory=dict, compare=False)

    @property
    def operation(self) -> OperationDefinitionNode:
        """Give its one operation; only for a document without errors."""
        assert self.node is not None  # noqa: S101  # the type says it may be missing
        found = (d for d in self.node.definitions if isinstance(d, OperationDefinitionNode))
        return next(found)

    @property
    def changes(self) -> bool:
        """Say whether it asks for a change."""
        return self.operation.operation is OperationType.MUTATION


class Documents:
    """The documents of one schema."""

    def __init__(self, schema: GraphQLSchema, trusted: Mapping[str, str]) -> None:
        self._schema = schema
        self._seen: OrderedDict[str, Document] = OrderedDict()
        self._trusted = {digest: read(schema, text) for digest, text in trusted.items()}

    def of(self, text: str) -> Document:
        """Read a document, or remember what became of it the last time."""
        found = self._seen.get(text)
        if found is not None:
            self._seen.move_to_end(text)
            return found
        found = read(self._schema, text)
        if len(text) > CHARACTERS:
            return found
        self._seen[text] = found
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return found

    def trusted(self, digest: str) -> Document:
        """Find one of our own documents by its SHA-256 (with or without "sha256:" before it)."""
        found = self._trusted.get(digest.removeprefix("sha256:"))
        if found is None:
            sentence = "There is no trusted document with this id. Send the query by POST."
            raise refused("NOT_FOUND", sentence)
        return found


def trusted_texts(folder: Path = TRUSTED) -> dict[str, str]:
    """Load the documents that may be asked for by GET: SHA-256 of the text → the text."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql")))
    return {digest_of(text): text for text in texts}


def digest_of(text: str) -> str:
    """Name a document by the SHA-256 of its text, in lower-case hexadecimal."""
    return sha256(text.encode()).hexdigest()


def read(schema: GraphQLSchema, text: str) -> Document:
    """Parse, measure and validate a text. Never raises: what was wrong is in `errors`."""
    digest = digest_of(text)
    try:
        if len(text) > CHARACTERS:
            raise costly("This document is too long.", len(text), CHARACTERS)
        node = parse(text, max_tokens=TOKENS)
        size = measure(schema, node)
        errors = validate(schema, node, max_errors=10, hide_suggestions=True)
    except GraphQLSyntaxError as error:
        return Document(digest, None, Size(), (syntax(error),))
    except GraphQLError as error:
        return Document(digest, None, Size(), (error,))
    except RecursionError:
        deep = refused("TOO_COSTLY", "This document is too deeply nested to read.")
        return Document(digest, None, Size(), (deep,))
    names = {part.name.value for part, _ in everything(node) if isinstance(part, FieldNode)}
    return Document(digest, node, size, tuple(map(coded, errors)), frozenset(names))
