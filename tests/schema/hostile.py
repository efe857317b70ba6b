"""Inputs nobody means well with: one part of a good input spoilt at a time, for every change."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    get_named_type,
    get_nullable_type,
)

from network.core.ids import new_id
from schema.base import global_id
from schema.build import core

TEXTS: Mapping[str, str] = {
    "empty": "",
    "blank": " \t\u00a0\u3000",
    "long": "x" * 9_000,
    "wide": "\U0001f9d1\u200d\U0001f91d\u200d\U0001f9d1" * 900,
    "nul": "a\x00b",
    "bell": "a\x07\x1b[31mb\x7f\x85",
    "lines": "a\r\nBcc: everybody@example.org\r\n\r\nb\u2028c",
    "rightward": "\u202egro.elpmaxe\u202c",
    "isolated": "\u2067abc",
    "unseen": "\u200b\u2060\ufeff",
    "half a pair": "a\ud800b",
    "other half": "\udfff",
    "nobody's": "\ue000\uffff\U0010ffff",
    "marks": "Z" + "\u0301" * 300,
    "quotes": "'; drop table offer; --",
    "jokers": "%_\\%' or '1'='1",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% include '/etc/passwd' %}${7*7}%s%n{0.__class__}",
    "path": "../../../../etc/passwd",
    "address": "javascript:alert(1)//https://a.example",
    "bracket": "http://[::1",
    "port": "https://a.example:99999999/",
    "letter": "a@b@example.org\n",
    "punycode": "jo@xn--a-ecp.example",
    "number": "1e999",
    "often": "FREQ=SECONDLY;INTERVAL=1",
    "never": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "far": "FREQ=DAILY;INTERVAL=99999999999999999999",
    "digits": "\u0661\u0662\u0663\uff11\uff12",
}


def _opaque(text: str | bytes) -> str:
    whole = text if isinstance(text, bytes) else text.encode()
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


IDS: Mapping[str, str] = {
    "empty": "",
    "plain": "1",
    "no id": _opaque("Offer:"),
    "no uuid": _opaque("Offer:1; drop table offer"),
    "no text": _opaque(b"\xff\xfe\x00"),
    "of no kind": _opaque(f"Nothing:{new_id()}"),
    "of a person": global_id("Person", new_id()),
    "of a session": global_id("Session", new_id()),
    "two": _opaque(f"Offer:{new_id()}:{new_id()}"),
    "braced": _opaque(f"Offer:{{{new_id()}}}"),
    "bare": str(new_id()),
    "urn": f"urn:uuid:{new_id()}",
    "long": "T2" * 4_000,
    "nul": "\x00",
    "half a pair": "\ud800",
    "accented": "Ã©é",
    "digits": "\u0661" * 32,
}
NUMBERS: Mapping[str, Any] = {
    "below nothing": -1,
    "nothing": 0,
    "most": 2**31 - 1,
    "least": -(2**31),
    "too much": 2**31,
    "far too much": 10**300,
    "half": 1.5,
    "in words": "1",
}
DAYS: Mapping[str, Any] = {
    "first": "0001-01-01",
    "last": "9999-12-31",
    "none": "2026-02-30",
    "first moment": "0001-01-01T00:00:00+14:00",
    "last moment": "9999-12-31T23:59:59-12:00",
    "no hour": "2026-11-25T25:61:00",
    "skipped": "2027-03-28T01:30:00",
    "far": "+12026-01-01",
    "empty": "",
    "half a pair": "\ud800",
}
OTHERS: Mapping[str, Any] = {
    "null": None,
    "list": [],
    "map": {},
    "yes": True,
    "nested": [[[[]]]],
    "unknown": {"nothing": 1},
}
BY_KIND = {
    "String": TEXTS,
    "ID": IDS,
    "Int": NUMBERS,
    "Float": NUMBERS,
    "Date": DAYS,
    "DateTime": DAYS,
}


def kind_of(change: str) -> GraphQLInputObjectType:
    """Give the type of a change's input."""
    mutations = core().mutation_type
    assert mutations
    kind = get_named_type(mutations.fields[change].args["input"].type)
    assert isinstance(kind, GraphQLInputObjectType)
    return kind


def spoilt(change: str, good: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each spoilt input of a change, with a name: the part and what is wrong with it."""
    for part, field in kind_of(change).fields.items():
        for why, value in values(field.type, good.get(part)):
            yield f"{part} {why}", {**good, part: value}


def values(kind: GraphQLInputType, good: Any = None) -> Iterator[tuple[str, Any]]:
    """Give what a part may be spoilt with."""
    whole, inner = get_nullable_type(kind), get_named_type(kind)
    if isinstance(inner, GraphQLInputObjectType):
        fit = {name: _fit(field.type) for name, field in inner.fields.items()}
        wrong = [
            (f"{name}: {why}", {**fit, name: value})
            for name, field in inner.fields.items()
            for why, value in values(field.type)
        ]
    else:
        wrong = list(BY_KIND.get(inner.name, OTHERS).items())
    for why, value in wrong:
        yield why, [value] if isinstance(whole, GraphQLList) else value
    if isinstance(whole, GraphQLList):
        one = good[0] if isinstance(good, list) and good else _fit(whole.of_type)
        yield "many", [one] * 400
        yield "twice", [one, one]
        yield "null inside", [one, None]
    yield from OTHERS.items()


def _fit(kind: GraphQLInputType) -> Any:
    """Give something that the language at least takes."""
    whole, inner = get_nullable_type(kind), get_named_type(kind)
    if isinstance(whole, GraphQLList):
        return []
    if isinstance(inner, GraphQLInputObjectType):
        return {name: _fit(field.type) for name, field in inner.fields.items()}
    fits = {"String": "word", "ID": "1", "Int": 1, "Float": 1.0, "Boolean": True}
    fits |= {"Date": "2026-12-01", "DateTime": "2026-12-01T10:00:00"}
    return fits.get(inner.name) or next(iter(getattr(inner, "values", {"X": 0})))
