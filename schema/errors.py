"""What a caller hears when something cannot be answered: one sentence and one code.

Refusals keep their own words. Everything else is a fault of ours: it is logged once, without
the question, and answered with one calm sentence.
"""

from collections.abc import Iterable
from typing import Any

import structlog
from graphql import GraphQLError, GraphQLSyntaxError

from network.core import logs
from network.core.away import away
from network.core.errors import Refusal

log = structlog.get_logger("schema")

CODES = {
    "missing": "NOT_FOUND",
    "denied": "FORBIDDEN",
    "invalid": "INVALID",
    "conflict": "CONFLICT",
    "too_many": "RATE_LIMITED",
}
CALM = "Something went wrong on our side. Please try again in a little while."
AWAY = "The directory cannot be reached right now. Please try again in a minute."
STATUS = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "RATE_LIMITED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
}
AGAIN = {429: "60", 503: "30"}
"""Statuses that invite another try, and after how many seconds (Retry-After)."""


def refused(code: str, sentence: str, **more: Any) -> GraphQLError:
    """Make an error a caller may see, with its code and what else helps them."""
    return GraphQLError(sentence, extensions={"code": code, **more})


def invalid(sentence: str, **more: Any) -> GraphQLError:
    """Say that the request cannot be taken as it stands."""
    return refused("INVALID", sentence, **more)


def costly(sentence: str, asked: int, most: int) -> GraphQLError:
    """Say that the request asks for too much, how much, and what would do."""
    sentence = f"{sentence} It comes to {asked:,}; the most is {most:,}."
    return refused("TOO_COSTLY", sentence, asked=asked, most=most)


def syntax(error: GraphQLSyntaxError) -> GraphQLError:
    """Tell a document that is too big to read from one that is written wrongly."""
    if error.message.endswith("Parsing aborted."):
        return refused("TOO_COSTLY", "This document is too long or too deeply nested to read.")
    return coded(error)


def coded(error: GraphQLError) -> GraphQLError:
    """Give an error of the language itself the code INVALID."""
    if "code" in (error.extensions or {}):
        return error
    shown = _placed(error, error.message, {"code": "INVALID"})
    shown.source, shown.positions, shown.locations = error.source, error.positions, error.locations
    return shown


def said(errors: Iterable[GraphQLError]) -> list[dict[str, Any]]:
    """Turn the errors of one answer into what the caller sees."""
    return [dict(_shown(error).formatted) for error in errors]


def status(errors: Iterable[dict[str, Any]], otherwise: int) -> int:
    """Choose the HTTP status for an answer that holds errors and no data."""
    codes = {error.get("extensions", {}).get("code") for error in errors}
    return max((STATUS[code] for code in codes & STATUS.keys()), default=otherwise)


def _shown(error: GraphQLError) -> GraphQLError:
    cause = _cause(error)
    if isinstance(cause, Refusal):
        more = {"field": cause.field, "suggestion": cause.suggestion}
        extensions = {"code": CODES.get(cause.code, "INVALID")}
        extensions |= {k: v for k, v in more.items() if v is not None}
        return _placed(error, cause.sentence, extensions)
    if cause is None:
        return coded(error)
    if away(cause):
        log.warning("database away", kind=type(cause).__name__)
        return _placed(error, AWAY, {"code": "UNAVAILABLE"})
    logs.fault("schema", cause)
    return _placed(error, CALM, {"code": "INTERNAL"})


def _cause(error: GraphQLError) -> BaseException | None:
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _placed(error: GraphQLError, sentence: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(sentence, error.nodes, path=error.path, extensions=extensions)
