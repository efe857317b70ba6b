"""The address /graphql: POST for any query, GET for trusted documents, nothing else.

Our own handler: the usual views answer 500 to a body of `1`, to bad UTF-8 and to huge numbers.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson
from graphql import GraphQLError, GraphQLSchema
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from schema import graphiql
from schema.answer import Answer, answer, failed, find
from schema.asked import MOST_BYTES, NEWER, Asked, from_address, from_body, is_json, media
from schema.asker import HELD, NOTHING, shown, shows_itself
from schema.base import House
from schema.cache import Cache, Kept, Key
from schema.documents import Document, Documents, trusted_texts
from schema.errors import AGAIN, invalid

SLOWEST = 10.0  # seconds a body may take to come
VARIES = {"vary": "accept", "x-content-type-options": "nosniff"}


class Door:
    """Everything one running service needs to answer GraphQL."""

    def __init__(
        self,
        house: House,
        schema: GraphQLSchema,
        version: Callable[[], int] | None = None,
        trusted: Mapping[str, str] | None = None,
    ) -> None:
        self._house = house
        self._schema = schema
        self._documents = Documents(schema, trusted_texts() if trusted is None else trusted)
        self._cache = Cache(version) if version else None

    @property
    def routes(self) -> list[Route]:
        """The routes to mount; in development, GraphiQL's files too."""
        files = [Route("/graphql/files/{name}", graphiql.file)]
        return [
            Route("/graphql", self.post, methods=["POST"]),
            Route("/graphql", self.get, methods=["GET"]),
            *(files if self._house.settings.development else ()),
        ]

    async def post(self, request: Request) -> Response:
        """Answer a question sent as JSON."""
        wanted = media(request.headers.get("accept", ""))
        if wanted is None:
            return _sent(_refusal(406, "We answer in application/graphql-response+json."), NEWER)
        if not is_json(request.headers.get("content-type", "")):
            return _sent(_refusal(415, "Send the query as application/json in UTF-8."), wanted)
        body = await _body(request)
        if body is None:
            return _sent(_refusal(413, f"Send at most {MOST_BYTES:,} bytes."), wanted)
        try:
            asked = _signed(request, from_body(body))
            document = find(self._documents, asked)
        except GraphQLError as error:
            return _sent(failed((error,)), wanted)
        if document.node is not None and document.changes and request.client:
            asked = replace(asked, sender=request.client.host)
        answered = await answer(self._house, self._schema, document, asked)
        return _sent(answered.as_media(wanted), wanted)

    async def get(self, request: Request) -> Response:
        """Answer a trusted document, from memory when nothing has changed since."""
        if self._house.settings.development and graphiql.wanted(request):
            return graphiql.page()
        accept = request.headers.get("accept", "")
        wanted = media(accept)
        if wanted is None:
            return _sent(_refusal(406, "We answer in application/graphql-response+json."), NEWER)
        raw = (request.scope["query_string"], accept.encode("latin-1", "replace"))
        try:
            asked = _signed(request, from_address(raw[0]))
            document = find(self._documents, asked)
            _check_only_reads(document)
        except GraphQLError as error:
            return _sent(failed((error,)), wanted)
        if asked.shown is not NOTHING:
            answered = await answer(self._house, self._schema, document, asked)
            return _sent(answered.as_media(wanted), wanted)
        kept_or_sent = await self._read(document, asked, wanted, raw)
        if isinstance(kept_or_sent, Kept):
            return _from_memory(kept_or_sent, request.headers.get("if-none-match"))
        return kept_or_sent

    async def _read(
        self, document: Document, asked: Asked, wanted: str, raw: tuple[bytes, bytes]
    ) -> Kept | Response:
        cache = self._cache
        key = _key(document, asked, wanted)
        if cache is not None and (kept := cache.find(key)):
            cache.also(raw, kept)
            return kept
        version = cache.now() if cache is not None else 0
        answered = await answer(self._house, self._schema, document, asked)
        if cache is None or not answered.whole:
            return _sent(answered.as_media(wanted), wanted)
        return cache.keep(key, raw, answered.body, version)

    def in_front_of(self, app: ASGIApp, headers: dict[str, str] | None = None) -> ASGIApp:
        """Stand before routing and middleware: a remembered answer needs neither.

        `headers` are those the middleware would have added.
        """
        more = [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()]

        async def front(scope: Scope, receive: Receive, send: Send) -> None:
            kept = self._remembered(scope)
            if kept is None:
                await app(scope, receive, send)
                return
            response = _from_memory(kept, _header(scope, b"if-none-match").decode("latin-1"))
            response.raw_headers.extend(more)
            await response(scope, receive, send)

        return front

    def _remembered(self, scope: Scope) -> Kept | None:
        if self._cache is None or scope["type"] != "http" or scope["path"] != "/graphql":
            return None
        if scope["method"] != "GET" or shows_itself(scope["headers"]):
            return None
        return self._cache.find((scope["query_string"], _header(scope, b"accept")))


def _signed(request: Request, asked: Asked) -> Asked:
    """Add what a request shows to be known by; most show nothing and cost nothing."""
    if not shows_itself(request.scope["headers"]):
        return asked
    return replace(asked, shown=shown(request))


def _check_only_reads(document: Document) -> None:
    if document.node is not None and document.changes:
        raise invalid("A change has to be sent by POST.")


def _key(document: Document, asked: Asked, wanted: str) -> Key:
    variables = orjson.dumps(asked.variables, option=orjson.OPT_SORT_KEYS)
    return (document.digest + (asked.operation or ""), variables, wanted)


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


async def _body(request: Request) -> bytes | None:
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared[:12]) > MOST_BYTES:
        return None
    parts, size = [], 0
    try:
        async with asyncio.timeout(SLOWEST):
            async for part in request.stream():
                size += len(part)
                if size > MOST_BYTES:
                    return None
                parts.append(part)
    except (ClientDisconnect, TimeoutError):
        return b""
    return b"".join(parts)


def _refusal(code: int, sentence: str) -> Answer:
    return Answer(code, failed((invalid(sentence),)).body)


def _sent(answered: Answer, wanted: str) -> Response:
    headers: dict[str, Any] = {"cache-control": "no-store", **VARIES, **answered.headers}
    if answered.status in AGAIN:
        headers["retry-after"] = AGAIN[answered.status]
    if answered.status == 401:
        headers |= HELD
    return _response(answered.body, answered.status, wanted, headers)


def _from_memory(kept: Kept, known: str | None) -> Response:
    headers = {"cache-control": "public, no-cache", "etag": kept.etag, **VARIES}
    if known and kept.etag in known:
        return Response(status_code=304, headers=headers)
    return _response(kept.body, 200, kept.media, headers)


def _response(body: bytes, code: int, wanted: str, headers: dict[str, Any]) -> Response:
    return Response(body, code, {**headers, "content-type": f"{wanted}; charset=utf-8"})
