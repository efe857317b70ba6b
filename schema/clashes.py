"""Two texts of one offer beside each other: of an edit, or of two people who edited at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON
from strawberry.utils.str_converters import to_camel_case

from network.core.errors import Refusal
from network.directory import texts

CHOICES = frozenset({"level", "means"})
"""Parts that are one of a closed list; the API writes those in capitals."""


@strawberry.type(
    description="One part that two texts say differently, each as an input would take it."
)
class Difference:
    field: str
    before: JSON | None
    after: JSON | None


@strawberry.type(
    description="Somebody changed it since. `before` stands now, `after` is what you sent: "
    "nothing is lost, send it again with this version."
)
class Clash:
    version: int
    at: datetime
    differences: list[Difference]


def clash(refusal: Refusal) -> Clash | None:
    """Show both texts, if it was that."""
    if not isinstance(refusal, texts.Clash):
        return None
    return Clash(version=refusal.version, at=refusal.at, differences=shown(refusal.differences))


def shown(differences: Sequence[texts.Difference]) -> list[Difference]:
    """Show how two texts differ."""
    return [
        Difference(
            field=to_camel_case(one.field),
            before=_as_input(one.before),
            after=_as_input(one.after),
        )
        for one in differences
    ]


def _as_input(value: Any) -> Any:
    if isinstance(value, dict):
        return {to_camel_case(name): _part(name, part) for name, part in value.items()}
    return [_as_input(one) for one in value] if isinstance(value, list) else value


def _part(name: str, value: Any) -> Any:
    return value.upper() if name in CHOICES and isinstance(value, str) else _as_input(value)
