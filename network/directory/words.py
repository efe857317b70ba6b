"""The words an offer is found by: folded to plain letters, weighted by where they stand.

A title weighs most, then who runs it and the summary, then its terms, then all the rest.
"""

import unicodedata
from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, literal, literal_column
from sqlalchemy.dialects.postgresql import REGCONFIG

from network.directory.terms import Words
from network.directory.wanted import FIRST_THREE

if TYPE_CHECKING:
    from network.directory.listing import Whole

ENGLISH = literal("english", REGCONFIG)


def plain(text: str) -> str:
    """Fold accents and curly marks away: "café" is found by "cafe"."""
    parts = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


def lexemes(whole: "Whole", words: Words) -> ColumnElement[str]:
    """Fold an offer's words into what PostgreSQL searches."""
    return folded(weighted(whole, words))


def folded(texts: Mapping[str, Any]) -> ColumnElement[str]:
    """Fold texts, or columns that hold them, by weight (A to D)."""
    vectors: list[ColumnElement[str]] = [
        func.setweight(func.to_tsvector(ENGLISH, text), literal_column(f"'{weight}'"))
        for weight, text in texts.items()
    ]
    return reduce(lambda one, other: one.op("||")(other), vectors)


def weighted(whole: "Whole", words: Words) -> dict[str, str]:
    """Gather the texts an offer is found by, under their weights."""
    offer = whole.offer
    texts = {
        "A": offer.title,
        "B": f"{whole.organisation.name} {offer.summary}",
        "C": " ".join(_labels(whole, words)),
        "D": " ".join([offer.what_happens, offer.who_words, *_places(whole)]),
    }
    return {weight: plain(text) for weight, text in texts.items()}


def _labels(whole: "Whole", words: Words) -> list[str]:
    offer = whole.offer
    named = [("kind", c) for c in [offer.kind, *offer.also_kinds]]
    named += [("theme", c) for c in offer.themes]
    named += [("community", m.community) for m in offer.made_for if m.level in FIRST_THREE]
    named += [("setting", c) for c in offer.settings]
    return [words.term(vocabulary, code).label for vocabulary, code in named]


def _places(whole: "Whole") -> list[str]:
    return [part for site in whole.sites for part in (site.name, site.town or "")]
