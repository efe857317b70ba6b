"""Matching: why an offer is shown, in words, and what somebody meant who typed a word wrong."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.directory import terms
from network.directory.cards import OfferCard
from network.directory.facets import FACETS, SECTOR_LABELS
from network.directory.listed import Listing
from network.directory.parts import REMOTE
from network.directory.question import Question
from network.directory.terms import Words
from network.directory.thesaurus import corrected, lexicon
from network.directory.wanted import OfferFilter
from network.places.lookup import Found as Place

MOST_TITLES = 5_000


def from_home(card: OfferCard) -> bool:
    """Say whether a person can join without going anywhere."""
    return not REMOTE.isdisjoint(card.formats)


def matched(
    card: OfferCard, question: Question, place: Place | None, *, near: bool, serves: bool
) -> list[str]:
    """Give the reasons an offer is shown: where it is, and which of the chosen words it meets."""
    reasons = placed(card, place, near=near, serves=serves)
    return reasons + _words_met(card, question.wanted, question.words)


def placed(card: OfferCard, place: Place | None, *, near: bool, serves: bool) -> list[str]:
    """Give the reasons of place an offer is shown for."""
    if place is None:
        return []
    reasons = [f"Near {place.label}"] if near else []
    reasons += [f"Serves {place.label}"] if serves else []
    return reasons + (["You can join from home"] if from_home(card) else [])


def _words_met(card: OfferCard, wanted: OfferFilter, words: Words) -> list[str]:
    understood = words.thesaurus.understand(wanted.text) if wanted.text.strip() else None
    lay = set(understood.terms) if understood else set()
    met = [
        words.term(vocabulary, code).label
        for vocabulary, codes in _said(card).items()
        for code in codes
        if (vocabulary, code) in lay or code in _chosen(vocabulary, wanted)
    ]
    if card.organisation.sector in wanted.sectors:
        met.append(SECTOR_LABELS[card.organisation.sector])
    return list(dict.fromkeys(met))


def _said(card: OfferCard) -> dict[str, list[str]]:
    host = card.organisation.host
    return {
        "kind": [card.kind, *card.also_kinds],
        "setting": card.settings,
        "format": card.formats,
        "access_route": card.access_routes,
        "theme": card.themes,
        "community": [m.community for m in card.made_for],
        "first_time": card.first_time,
        "records": card.records,
        "cost": card.cost,
        "language": card.languages,
        "host": [host] if host else [],
        "access_feature": [c for s in card.sites for c, a in s.access.items() if a == "yes"],
    }


_FIELDS = {f.vocabulary: f.field for f in FACETS.values()}


def _chosen(vocabulary: str, wanted: OfferFilter) -> set[str]:
    if vocabulary == "community":
        return {m.community for m in wanted.made_for}
    return set(getattr(wanted, _FIELDS[vocabulary]))


async def mended(db: AsyncSession, actor: Actor, text: str) -> str | None:
    """Mend a misspelt word from the words that listings and vocabularies use."""
    words = await terms.words(db, actor)
    query = select(col(Listing.title_key)).where(col(Listing.n) == 0).limit(MOST_TITLES)
    titles = await db.scalars(query)
    return corrected(text, words.lexicon | lexicon(titles))
