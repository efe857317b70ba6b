"""Reading the seeds' texts as the rules of language ask: sentences, banned words, school grade."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from network.directory.tables import OfferFields, OrganisationFields, SiteFields
from seed import vocabularies
from seed.hosts import Host

RULES = vocabularies.taxonomy()["language_rules"]
SPOKEN = (
    "title",
    "summary",
    "what_happens",
    "who_words",
    "records_words",
    "cost_words",
    "people_words",
    "join_words",
    "schedule_words",
)
DIAGNOSES = re.compile(
    r"\b(bipolar|mani[ac]\w*|depress\w*|dysthymia|anxiety|phobia|ocd|psychosis|psychotic|"
    r"schizo\w*|paranoi\w*|delusion\w*|p?tsd|cptsd|bpd|eupd|personality disorder|anorexia|"
    r"bulimia|arfid|dementia|alzheimer\w*|postnatal depression|agoraphobia|addict\w*)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\+?\d[\d\s()-]{7,}\d")
MAIL = re.compile(r"\S+@\S+")


def texts(host: Host) -> Iterator[str]:
    """Give every text of a host that a person may read."""
    yield from _organisation(host.fields)
    for place in host.places:
        yield from _site(place.fields)
    for listed in host.offers:
        yield from of_offer(listed.fields)
        yield from (way.note for way in listed.ways)


def of_offer(offer: OfferFields) -> Iterator[str]:
    """Give every text of an offer that a person may read."""
    yield from (getattr(offer, name) for name in SPOKEN)
    for step in offer.first_visit:
        yield from (step.title, step.line)
    yield from (made.words or "" for made in offer.made_for)
    yield from (lived.words for lived in offer.values)
    yield from (contact.who or "" for contact in offer.contacts)


def _organisation(fields: OrganisationFields) -> Iterator[str]:
    yield from (fields.name, fields.about)


def _site(fields: SiteFields) -> Iterator[str]:
    yield from (fields.name, fields.getting_there, fields.access_words)


def sentences(text: str) -> list[str]:
    """Split a text where a sentence ends."""
    return [part for part in re.split(r"(?<=[.!?])[”’]?\s+", text) if part.strip()]


def longest(text: str) -> int:
    """Count the words of the longest sentence."""
    return max((len(sentence.split()) for sentence in sentences(text)), default=0)


def holds(text: str, words: Iterable[str]) -> list[str]:
    """List those of the words that a text holds, as whole words."""
    return [w for w in words if re.search(rf"\b{re.escape(w)}\b", text, re.IGNORECASE)]


def grade(parts: Iterable[str]) -> float:
    """Give the Flesch-Kincaid grade of texts read one after the other (Kincaid and others 1975)."""
    said = [sentence for text in parts for sentence in sentences(text)]
    words = [word for sentence in said for word in re.findall(r"[A-Za-z’']+", sentence)]
    beats = sum(map(_syllables, words))
    return 0.39 * len(words) / len(said) + 11.8 * beats / len(words) - 15.59


def _syllables(word: str) -> int:
    plain = re.sub(r"[^a-z]", "", word.lower())
    plain = re.sub(r"(?<=[^aeiouyl])(e|es|ed)$", "", plain)
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def terms() -> Iterator[tuple[str, Any]]:
    """Give every word of the taxonomy with the name of its vocabulary."""
    for vocabulary, fields in vocabularies.read():
        yield from ((vocabulary.code, one) for one in fields)
