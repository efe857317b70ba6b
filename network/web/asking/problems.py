"""What could not be taken, each at its field, in words a person can act on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from network.core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: the name of its field, and the sentence.

    `short`: the sentence does not say which field it is about.
    """

    field: str
    words: str
    short: bool = False

    def under(self, label: str) -> str:
        """Say it apart from its field: one that does not name it gets the field's own words."""
        asked = label.removesuffix(" (optional)")
        if not self.short or not asked:
            return self.words
        if asked.endswith("?"):
            return f"{asked} {self.words}"
        return f"{asked}: {self.words[0].lower()}{self.words[1:]}"


class Problems(Exception):  # noqa: N818  # it is an answer, not a fault
    """Some things to put right before a form can be taken."""

    def __init__(self, found: Iterable[Problem]) -> None:
        super().__init__()
        self.found = tuple(found)


def all_of(*reads: Callable[[], Any]) -> list[Any]:
    """Read several answers, or say all that is to be put right in them at once."""
    found: list[Any] = []
    wrong: list[Problem] = []
    for read in reads:
        try:
            found.append(read())
        except Problems as problems:
            wrong += problems.found
    if wrong:
        raise Problems(wrong)
    return found


def of(refusal: Refusal) -> tuple[Problem, ...]:
    """Give all that was refused in one go, each under the path of its field."""
    return tuple(Problem(one.field or "", one.sentence, one.short) for one in refusal.all)
