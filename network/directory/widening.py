"""Ways on when little is found: each is tried before it is named, so each count is true.

Never relaxed here: nothing is. A person chooses what to give up; made by and for, what is written
down, access and cost are only ever named as something that could be taken away.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor
from network.core.paging import Page
from network.directory import search
from network.directory.facets import FACETS
from network.directory.parts import REMOTE
from network.directory.search import Answer
from network.directory.wanted import Asked, Parts, distance

FEW = 5
MILE = 1_609.344
STEPS = (2, 5, 10, 20, 60)
"""Distances to look within, in miles; the last is within the farthest there is."""
Count = Callable[[Asked], Awaitable[int]]
"""How many a question finds."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way on: what it says, the filter it changes, the question it asks, what that finds."""

    label: str
    filter: str
    asked: Asked
    count: int


async def ways(
    db: AsyncSession, actor: Actor, asked: Asked, answer: Answer, now: datetime
) -> list[Way]:
    """Name the ways on, most found first among filters, then farther, everywhere and from home.

    Empty when five or more were found. `answer` must carry `total` and `without`.
    """

    async def count(other: Asked) -> int:
        found = await search.offers(db, actor, other, Page(0), Parts(total=True), now)
        return found.total or 0

    return await tried(asked, answer, count)


def tried(asked: Asked, answer: Answer, count: Count) -> Awaitable[list[Way]]:
    """Name the same ways on, however they are counted: from the copy on disk too."""
    return _tried(asked, answer, count)


async def _tried(asked: Asked, answer: Answer, count: Count) -> list[Way]:
    total = answer.total or 0
    if total >= FEW:
        return []
    found = [way for way in _without(asked, answer) if way.count > total]
    for label, name, other in _elsewhere(asked):
        if name in {way.filter for way in found}:
            continue  # the least change that helps is enough
        more = await count(other)
        if more > total:
            found.append(Way(label, name, other, more))
    return found


def _without(asked: Asked, answer: Answer) -> list[Way]:
    gains = sorted((answer.without or {}).items(), key=lambda gain: -gain[1])
    return [Way(f"Without “{FACETS[n].label}”", n, _taken_away(asked, n), m) for n, m in gains]


def _taken_away(asked: Asked, name: str) -> Asked:
    nothing: dict[str, Any] = {FACETS[name].field: ()}
    return replace(asked, filter=replace(asked.filter, **nothing))


def _elsewhere(asked: Asked) -> Iterator[tuple[str, str, Asked]]:
    if asked.filter.text.strip():
        plain = replace(asked.filter, text="")
        yield "Without your words", "text", replace(asked, filter=plain)
    if asked.near is not None:
        within = distance(asked.near.within)
        for farther in (m for m in STEPS if round(m * MILE) > within):
            near = replace(asked.near, within=round(farther * MILE))
            yield f"Within {farther} miles", "near", replace(asked, near=near)
        yield "Everywhere", "near", replace(asked, near=None)
    if not asked.filter.formats:
        home = replace(asked.filter, formats=tuple(sorted(REMOTE)))
        yield "From home", "formats", replace(asked, filter=home, near=None)
