"""From one question to one answer: the document is run once, in one unit, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute

from network.core.unit import Unit
from schema.asked import OLDER, Asked
from schema.asker import NOTHING, recognise
from schema.base import Context, House
from schema.changes import check_known
from schema.documents import Document, Documents
from schema.errors import AGAIN, refused, said, status
from schema.limits import DEPTH, NODES, check_nodes
from schema.sizes import FIELDS
from schema.swift import SwiftExecutor


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: the HTTP status and the body. `whole` when nothing in it was refused.

    `headers`: what goes beside it.
    """

    status: int
    body: bytes
    whole: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_media(self, media: str) -> "Answer":
        """Older clients take any answer to a well-formed request only with status 200."""
        if media == OLDER and self.status == 400:
            return replace(self, status=200)
        return self


async def answer(house: House, schema: GraphQLSchema, document: Document, asked: Asked) -> Answer:
    """Run a document for whoever asks. Never raises: what went wrong is in the answer."""
    if document.node is None or document.errors:
        return failed(document.errors)
    try:
        _check_operation(document, asked.operation)
        nodes = check_nodes(document.size, asked.variables)
        return await _run(house, schema, document, asked, nodes)
    except GraphQLError as error:
        return failed((error,))
    except Exception as error:  # noqa: BLE001  # masked and logged where errors are shown
        return failed((GraphQLError("", original_error=error),))


def find(documents: Documents, asked: Asked) -> Document:
    """Find the document a question is about."""
    if asked.document_id:
        return documents.trusted(asked.document_id)
    return documents.of(asked.text or "")


def failed(errors: tuple[GraphQLError, ...], otherwise: int = 400) -> Answer:
    """Answer a question that was not run."""
    shown = said(errors)
    return Answer(status(shown, otherwise), orjson.dumps({"errors": shown}))


async def _run(
    house: House, schema: GraphQLSchema, document: Document, asked: Asked, nodes: int
) -> Answer:
    assert document.node is not None  # noqa: S101  # the caller looked
    async with Unit(house.sessions) as unit:
        context = Context(unit, house, document.plans, document.names, sender=asked.sender)
        if asked.shown is not NOTHING:
            context.session_id = await recognise(unit, house, asked.shown)
        if document.changes:
            check_known(unit.actor, document.names, schema)
        running = execute(
            schema,
            document.node,
            context_value=context,
            variable_values=asked.variables,
            max_coercion_errors=5,
            executor_class=SwiftExecutor,
            hide_suggestions=True,
        )
        result = running if isinstance(running, ExecutionResult) else await running
    return replace(_written(result, _cost(document, nodes)), headers=context.headers)


def _check_operation(document: Document, name: str | None) -> None:
    own = document.operation.name
    if name is not None and (own is None or own.value != name):
        raise refused("INVALID", "There is no operation of this name in the document.")


def _cost(document: Document, nodes: int) -> dict[str, dict[str, int]]:
    size = document.size
    asked = {"nodes": nodes, "fields": size.fields, "depth": size.depth}
    return {"cost": asked | {"mostNodes": NODES, "mostFields": FIELDS, "mostDepth": DEPTH}}


def _written(result: ExecutionResult, extensions: dict[str, Any]) -> Answer:
    if not result.errors:
        body = orjson.dumps({"data": result.data, "extensions": extensions})
        return Answer(200, body, whole=True)
    shown = said(result.errors)
    whole = {"errors": shown, "data": result.data, "extensions": extensions}
    if any(value is not None for value in (result.data or {}).values()):
        return Answer(200, orjson.dumps(whole))
    asked_again = status(shown, 200) in AGAIN
    if asked_again or all(error.path is None for error in result.errors):
        del whole["data"]  # nothing was found out: to its caller this was never run
        return Answer(status(shown, 400), orjson.dumps(whole))
    return Answer(200, orjson.dumps(whole))
