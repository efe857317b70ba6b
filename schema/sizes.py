"""What a document asks for, as numbers: its fields, its depth, and the things it may give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from network.core.paging import MOST
from schema.errors import costly

FIELDS = 250


@dataclass(frozen=True, slots=True)
class Many:
    """A page: its size is a number, the name of a variable, or a default.

    `things`: objects in one entry of the page; `within`: pages inside one entry.
    """

    sizes: tuple[int | str, ...]
    default: int
    things: int = 0
    within: tuple["Many", ...] = ()

    def nodes(self, variables: Mapping[str, Any]) -> int:
        """Count the most things this page can give, those inside its entries included."""
        size = max((_known(s, variables, self.default) for s in self.sizes), default=self.default)
        inner = sum(many.nodes(variables) for many in self.within)
        return size * (max(self.things, 1) + inner)


@dataclass(frozen=True, slots=True)
class Each:
    """What one entry of a connection holds: everything below `edges` and `nodes`."""

    things: int = 0
    pages: tuple[Many, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """What a part of a document asks for after its fragments are unfolded."""

    fields: int = 0
    depth: int = 0
    work: float = 0
    things: int = 0
    pages: tuple[Many, ...] = ()
    each: Each = Each()

    def __add__(self, other: "Size") -> "Size":
        fields = self.fields + other.fields
        if fields > FIELDS:  # here, not at the end: before `pages` can grow without bound
            raise costly("This asks for too many fields at once.", fields, FIELDS)
        each = Each(
            self.each.things + other.each.things,
            self.each.pages + other.each.pages,
        )
        return Size(
            fields,
            max(self.depth, other.depth),
            self.work + other.work,
            self.things + other.things,
            self.pages + other.pages,
            each,
        )

    def nodes(self, variables: Mapping[str, Any]) -> int:
        """Count the most things this may give with these variables."""
        return self.things + sum(many.nodes(variables) for many in self.pages)


def _known(size: int | str, variables: Mapping[str, Any], default: int) -> int:
    value = variables.get(size, default) if isinstance(size, str) else size
    return min(max(value, 0), MOST) if isinstance(value, int) else 0  # the room refuses the rest
