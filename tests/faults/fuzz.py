"""Send spoilt bodies, spoilt addresses and costly documents to a running service, and count.

    python -m tests.faults.fuzz http://127.0.0.1:8000 --bodies 20000 --documents 500

Ends with 1 if any answer was a fault of ours (5xx), none came, or one took longer than a second.
"""

import asyncio
import base64
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote_from_bytes

import httpx
import orjson
import typer

from schema.documents import digest_of, trusted_texts
from tests.schema.spoiling import costly, spoilt

AT_ONCE = 8
SLOW = 1.0
FAULT = b'"INTERNAL"'
JSON = {"content-type": "application/json"}
FIND = next(text for text in trusted_texts().values() if "FindOffers" in text)
VARIABLES = {
    "locality": "sussex",
    "near": {"text": "TN34", "within": 16000},
    "filter": {
        "text": "bipolar",
        "kinds": ["group", "one_to_one"],
        "madeFor": [{"community": "lgbtq", "levels": ["BY_AND_FOR"]}],
        "any": [{"cost": ["free"]}, {"formats": ["video"]}],
        "confirmedSince": "2025-01-01",
    },
    "orderBy": "NEAREST",
    "first": 5,
}
BODIES = (
    orjson.dumps({"query": FIND, "variables": VARIABLES, "operationName": "FindOffers"}),
    orjson.dumps({"query": '{ place(text: "hastings") { label district { name } } }'}),
    orjson.dumps({"query": "query($i: ID!) { node(id: $i) { id } }", "variables": {"i": "T2Zm"}}),
    orjson.dumps({"query": '{ offers(last: 3, before: "WyJ0aXRsZSIsIDFd") { nodes { slug } } }'}),
)
ADDRESSES = (
    f"/graphql?documentId={digest_of(FIND)}&variables=".encode()
    + quote_from_bytes(orjson.dumps(VARIABLES)).encode(),
    b"/find?near=TN34&within=16000&kind=gr&text=bipolar&order=nearest&after=WyJ",
    b"/offers/tuesday-table-8g3k",
    b"/kinds/group",
)


BY_NAME = "query($after: String) { organisations(after: $after) { nodes { slug } } }"
IN_ORDER = """query($after: String, $order: OfferOrder) {
  offers(orderBy: $order, after: $after) { totalCount nodes { slug } } }"""


@dataclass
class Tally:
    """What came back."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slow: list[str] = field(default_factory=list)

    def note(self, status: int, seconds: float, what: str) -> None:
        self.statuses[status] += 1
        if status >= 500 or status == 0:
            self.faults.append(f"{status}: {what[:200]}")
        if seconds > SLOW:
            self.slow.append(f"{seconds:.2f} s: {what[:200]}")
        self.slowest = max(self.slowest, seconds)

    def said(self, name: str) -> str:
        counts = ", ".join(f"{many} × {status}" for status, many in sorted(self.statuses.items()))
        faults = len(self.faults)
        return f"{name}: {counts}; {faults} faults; slowest {self.slowest * 1000:.0f} ms"


def requests(many: int, chance: random.Random) -> Iterator[httpx.Request]:
    """Make spoilt requests: seven bodies and one page link for every two addresses."""
    for number in range(many):
        if number % 10 == 7:
            yield page_link(chance)
        elif number % 10 < 7:
            body = spoilt(chance.choice(BODIES), chance)
            yield httpx.Request("POST", "http://alongside/graphql", content=body, headers=JSON)
        else:
            raw = spoilt(chance.choice(ADDRESSES)[1:], chance)
            safe = quote_from_bytes(raw, safe="/?&=%+-_.~")
            yield httpx.Request("GET", f"http://alongside/{safe}")


def page_link(chance: random.Random) -> httpx.Request:
    """Ask for the page after a link whose inside was spoilt."""
    order = chance.choice(("", "TITLE", "NEAREST", "RELEVANCE", "FAIR_SHUFFLE"))
    first, nobody = chance.choice((0, 1, 2)), "0" * 32
    link = (order.lower(), int(time.time()), 0.0, first, 0, nobody) if order else ("a", nobody)
    after = base64.urlsafe_b64encode(spoilt(orjson.dumps(link), chance)).decode().rstrip("=")
    asked = {"after": after, "order": order} if order else {"after": after}
    body = orjson.dumps({"query": IN_ORDER if order else BY_NAME, "variables": asked})
    return httpx.Request("POST", "http://alongside/graphql", content=body, headers=JSON)


def documents(many: int, chance: random.Random) -> Iterator[httpx.Request]:
    """Make sound requests with costly documents."""
    for _ in range(many):
        body = orjson.dumps({"query": costly(chance)})
        yield httpx.Request("POST", "http://alongside/graphql", content=body, headers=JSON)


async def sent(address: str, waiting: Iterator[httpx.Request], at_once: int) -> Tally:
    """Send requests, some at a time, and note each answer."""
    tally = Tally()

    async def work(http: httpx.AsyncClient) -> None:
        for request in waiting:
            request.url = request.url.copy_with(
                scheme=http.base_url.scheme, host=http.base_url.host, port=http.base_url.port
            )
            began = time.perf_counter()
            status = await _status(http, request)
            what = f"{request.method} {request.url} {request.content[:200]!r}"
            tally.note(status, time.perf_counter() - began, what)

    async with httpx.AsyncClient(base_url=address, timeout=30) as http:
        await asyncio.gather(*(work(http) for _ in range(at_once)))
    return tally


async def _status(http: httpx.AsyncClient, request: httpx.Request) -> int:
    """Send a request, once more if a kept connection was just being closed; 0: no answer.

    A fault of ours is a fault too where GraphQL words it under the status 200.
    """
    for _ in range(2):
        try:
            answer = await http.send(request)
        except httpx.TransportError:
            continue
        return 500 if FAULT in answer.content else answer.status_code
    return 0


def main(
    address: Annotated[str, typer.Argument()] = "http://127.0.0.1:8000",
    bodies: int = 20_000,
    documents_: Annotated[int, typer.Option("--documents")] = 500,
    seed: int = 1,
) -> None:
    """Spoil, send, count and say."""
    chance = random.Random(seed)  # noqa: S311  # the same requests for the same seed
    first = asyncio.run(sent(address, requests(bodies, chance), AT_ONCE))
    typer.echo(first.said(f"{bodies} spoilt requests"))
    second = asyncio.run(sent(address, documents(documents_, chance), 1))
    typer.echo(second.said(f"{documents_} costly documents"))
    bad = [*second.slow, *second.faults, *first.slow, *first.faults]
    for line in bad[:20]:
        typer.echo(f"  {line}")
    raise typer.Exit(1 if bad else 0)


if __name__ == "__main__":
    typer.run(main)
