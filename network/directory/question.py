"""The question: what was asked, and the values its statement carries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from network.core.geometry import Pair
from network.directory.ordering import Ordering
from network.directory.terms import Words
from network.directory.wanted import OfferFilter, Parts


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person asked near: a point (metres), how far, and the district it lies in."""

    point: Pair
    within: int
    district: str | None


@dataclass
class Question:
    """Everything one statement is made from, and the values it carries."""

    wanted: OfferFilter
    words: Words
    ordering: Ordering
    spot: Spot | None = None
    locality: str | None = None
    parts: Parts = field(default_factory=Parts)
    size: int = 20
    params: dict[str, Any] = field(default_factory=dict)
    named: dict[tuple[type, str], str] = field(default_factory=dict)

    def bind(self, value: Any) -> str:
        """Keep a value and give back its name in the SQL."""
        held = (type(value), str(value))
        if held not in self.named:
            self.named[held] = f"p{len(self.params)}"
            self.params[self.named[held]] = value
        return f":{self.named[held]}"

    @property
    def now(self) -> datetime:
        """The moment the answer is true at."""
        return self.ordering.now

    @property
    def counting(self) -> bool:
        """Say whether offers that miss a filter are needed too, for counts."""
        return self.parts.facets or self.parts.widen
