"""What a request asks, read from its bytes: distrusted until it is one document and its variables.

GraphQL over HTTP (September 2026) for POST with JSON and for GET with a trusted document's id.
No batches, no uploads.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson

from schema.asker import NOTHING, Shown
from schema.errors import costly, invalid

MOST_BYTES: Final = 65_536
NESTING: Final = 16
VALUES: Final = 1_000
NEWER: Final = "application/graphql-response+json"
OLDER: Final = "application/json"
ANY: Final = {"*/*": NEWER, "application/*": NEWER, NEWER: NEWER, OLDER: OLDER}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: a document's text, or the id of a trusted one, and what goes with it.

    `shown`: what its sender shows to be known by; `sender`: the network address of one who asks for
    a change, to count tries by and not to be kept.
    """

    text: str | None
    document_id: str | None
    variables: dict[str, Any] = field(default_factory=dict)
    operation: str | None = None
    shown: Shown = NOTHING
    sender: str = ""


def from_body(body: bytes) -> Asked:
    """Read the JSON of a POST, or refuse it with a sentence."""
    found = _json(body, "The body")
    if not isinstance(found, dict):
        raise invalid("The body has to be one JSON object with a query (batches are not taken).")
    return _checked(found)


def from_address(query_string: bytes) -> Asked:
    """Read the part of an address after "?": `documentId`, `variables`, `operationName`."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), strict_parsing=True, max_num_fields=5)
        given: dict[str, Any] = dict(pairs)
    except ValueError:
        raise invalid("This address cannot be read. It needs a documentId.") from None
    if "query" in given:
        raise invalid("By GET only trusted documents are answered. Send this query by POST.")
    if "documentId" not in given:
        raise invalid("This address needs a documentId, the SHA-256 of a trusted document.")
    if "variables" in given:
        given["variables"] = _json(given["variables"].encode(errors="replace"), "The variables")
    return _checked(given)


def media(accept: str) -> str | None:
    """Choose how to answer from an Accept header; None when nothing we speak is wanted."""
    best, weight = None, 0.0
    for part in accept.lower().split(",") if accept else ["*/*"]:
        name, *options = (piece.strip() for piece in part.split(";"))
        quality = _quality(options)
        if name in ANY and quality > weight:
            best, weight = ANY[name], quality
    return best


def is_json(content_type: str) -> bool:
    """Say whether a Content-Type is JSON in UTF-8."""
    name, _, options = content_type.lower().partition(";")
    charset = options.replace(" ", "").replace('"', "")
    return name.strip() == OLDER and charset in {"", "charset=utf-8", "charset=utf8"}


def _quality(options: list[str]) -> float:
    for option in options:
        if option.startswith("q="):
            try:
                return float(option[2:])
            except ValueError:
                return 0.0
    return 1.0


def _json(text: bytes, what: str) -> Any:
    try:
        found = orjson.loads(text)
    except (ValueError, RecursionError):
        raise invalid(f"{what} cannot be read as JSON.") from None
    _check_values(found, what)
    return found


def _check_values(found: Any, what: str) -> None:
    waiting, seen = [(found, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > NESTING:
            raise invalid(f"{what} is nested too deeply; the most is {NESTING} levels.")
        if seen > VALUES:
            raise costly(f"{what} holds too many values.", seen, VALUES)
        if isinstance(value, dict):
            waiting.extend((part, depth + 1) for pair in value.items() for part in pair)
        elif isinstance(value, list):
            waiting.extend((part, depth + 1) for part in value)
        elif isinstance(value, str) and "\0" in value:
            raise invalid(f"{what} holds a character that cannot be kept (NUL).")


def _checked(found: dict[str, Any]) -> Asked:
    text = _string(found, "query")
    document_id = _string(found, "documentId")
    if not text and not document_id:
        raise invalid("There is no query in this request.")
    variables = found.get("variables")
    if not isinstance(variables, dict | None):
        raise invalid("The variables have to be a JSON object.")
    if not isinstance(found.get("extensions"), dict | None):
        raise invalid("The extensions have to be a JSON object.")
    return Asked(text, document_id, variables or {}, _string(found, "operationName") or None)


def _string(found: dict[str, Any], name: str) -> str | None:
    value = found.get(name)
    if not isinstance(value, str | None):
        raise invalid(f"The {name} has to be a text.")
    return value
