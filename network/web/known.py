"""What a page may look up: the words of the vocabularies, the names of districts, the moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from network.directory.parts import LONDON
from network.directory.terms import Words

AREA = "district"
"""Goes by the name of a vocabulary, though districts are places and not words."""


@dataclass(frozen=True, slots=True)
class Area:
    """A district: its council code, its name in addresses, its name."""

    code: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a page may look words up in.

    `areas`: council code → district, A to Z. `home`: the name of the locality the site is for.
    """

    words: Words
    areas: Mapping[str, Area]
    now: datetime
    home: str

    @property
    def today(self) -> date:
        """The day it is in London."""
        return self.now.astimezone(LONDON).date()

    def label(self, vocabulary: str, code: str) -> str:
        """Say a code in words; a code nobody knows any more is said as it stands."""
        if vocabulary == AREA:
            return self.district(code)
        term = self.words.terms.get(vocabulary, {}).get(code)
        return term.label if term else code.replace("_", " ")

    def labels(self, vocabulary: str, codes: Iterable[str]) -> list[str]:
        """Say codes in words, in the vocabulary's own order."""
        return [self.label(vocabulary, code) for code in self.ordered(vocabulary, codes)]

    def ordered(self, vocabulary: str, codes: Iterable[str]) -> list[str]:
        """Put codes in the vocabulary's own order."""
        wanted = set(codes)
        order = [c for c in self.words.terms.get(vocabulary, {}) if c in wanted]
        return [*order, *sorted(wanted - set(order))]

    def hint(self, vocabulary: str, code: str | None) -> str:
        """Give the line under a word, or nothing."""
        term = self.words.terms.get(vocabulary, {}).get(code or "")
        return term.hint if term else ""

    def code_of(self, vocabulary: str, short: str) -> str | None:
        """Find the code behind what stands in an address."""
        if vocabulary != AREA:
            return self.words.code_of(vocabulary, short)
        return next((a.code for a in self.areas.values() if short in {a.slug, a.code}), None)

    def short(self, vocabulary: str, code: str) -> str:
        """Give what stands for a code in an address."""
        if vocabulary == AREA:
            return self.areas[code].slug if code in self.areas else code
        term = self.words.terms.get(vocabulary, {}).get(code)
        return (term.short or code) if term else code

    def district(self, code: str) -> str:
        """Name a district; one we do not list is left unnamed."""
        return self.areas[code].name if code in self.areas else ""
