"""Seen: how often an offer was looked at, as its hosts are told."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import strawberry

from network.directory import seen
from schema.base import Scene


@strawberry.type(
    description="How often an offer was seen in a quarter of a year, in words that tell of nobody: "
    "“0”, “fewer than 8”, “about 25”. Pages are counted, not people."
)
class SeenQuarter:
    begins: date
    opened: str = strawberry.field(description="How often its page was opened.")
    found: str = strawberry.field(description="How often it was among what a search page found.")


async def looks(scene: Scene, offer_id: UUID) -> list[SeenQuarter] | None:
    """Show the last four quarters, the newest first, to whoever may know."""
    told: Sequence[seen.Quarter] | None = await scene.load.one(seen.of_many, (offer_id, scene.now))
    if told is None:
        return None
    return [SeenQuarter(begins=one.begins, opened=one.pages, found=one.results) for one in told]
