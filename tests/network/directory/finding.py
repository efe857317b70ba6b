"""Asking the directory in tests: with everything counted, and what came of it in short."""

from datetime import datetime
from typing import Any

from network.core.paging import Page
from network.core.unit import Unit
from network.directory import search
from network.directory.search import Answer
from network.directory.wanted import Asked, OfferFilter, Parts

ALL = Parts(total=True, facets=True, widen=True)


async def find(unit: Unit, now: datetime, **wanted: Any) -> Answer:
    """Ask with everything counted."""
    near, order = wanted.pop("near", None), wanted.pop("order", None)
    question = Asked(OfferFilter(**wanted), near, "sussex", order)
    return await unit.read(search.offers, question, Page(), ALL, now)


def titles(answer: Answer) -> list[str]:
    """Give the titles found, in order."""
    return [hit.offer.title for hit in answer.hits]


def count(answer: Answer, facet: str, code: str) -> int:
    """Give the count beside one choice."""
    found = next(f for f in answer.facets or [] if f.name == facet)
    return next(v.count for v in found.values if v.code == code)
