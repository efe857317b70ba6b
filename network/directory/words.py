"""The words an offer is found by: folded to plain letters, weighted by where they stand.

A title weighs most, then who runs it and the summary, then its terms, then all the rest.
"""

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, literal, literal_column
from sqlalchemy.dialects.postgresql import REGCONFIG

from network.directory.terms import Words

if TYPE_CHECKING:
    from network.directory.listing import Whole

ENGLISH = literal("english", REGCONFIG)


def plain(text: str) -> str:
    """Fold accents and curly marks away: "café" is found by "cafe"."""
    parts = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


def lexemes(whole: "Whole", words: Words) -> ColumnElement[str]:
    """Fold an offer's words into what PostgreSQL searches."""
    offer = whole.offer
    weighted = (
        ("A", offer.title),
        ("B", f"{whole.organisation.name} {offer.summary}"),
        ("C", " ".join(_labels(whole, words))),
        ("D", " ".join([offer.what_happens, offer.who_words, *_places(whole)])),
    )
    vectors = [
        func.setweight(func.to_tsvector(ENGLISH, plain(text)), literal_column(f"'{weight}'"))
        for weight, text in weighted
    ]
    return vectors[0].op("||")(vectors[1]).op("||")(vectors[2]).op("||")(vectors[3])


def _labels(whole: "Whole", words: Words) -> list[str]:
    offer = whole.offer
    named = [("kind", c) for c in [offer.kind, *offer.also_kinds]]
    named += [("theme", c) for c in offer.themes]
    named += [("community", m.community) for m in offer.made_for]
    named += [("setting", c) for c in offer.settings]
    return [words.term(vocabulary, code).label for vocabulary, code in named]


def _places(whole: "Whole") -> list[str]:
    return [part for site in whole.sites for part in (site.name, site.town or "")]
