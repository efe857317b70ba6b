"""What the questions may look up: the words there are, and the organisation's own places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from network.directory.tables import Site
from network.web.asking.fields import Option
from network.web.known import AREA, Known


@dataclass(frozen=True, slots=True)
class Around:
    """Words and places, as they are at the moment of the visit."""

    known: Known
    sites: Sequence[Site] = ()

    def options(self, vocabulary: str, *, hints: bool = True) -> Iterable[Option]:
        """Give what can be chosen from a vocabulary; the districts of the locality are one."""
        if vocabulary == AREA:
            yield from (Option(area.code, area.name) for area in self.known.areas.values())
            return
        for term in self.known.words.listed(vocabulary):
            yield Option(term.code, term.label, term.hint if hints else "")
