"""The wordbook: words are added, changed, retired and merged by stewards, one at a time.

A code is never used again for something else, and a retired word stays readable for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.access import Act, require
from network.core.actor import Actor, service
from network.core.errors import Conflict, Invalid, Missing
from network.core.events import record
from network.core.fields import codes, public
from network.directory import edits, listing, organisations, terms, usage
from network.directory.tables import (
    Offer,
    OfferSite,
    Organisation,
    Sector,
    Site,
    Term,
    TermFields,
    Vocabulary,
)

ITSELF = service("words")
"""Listings are reworded by the service; the event of the merging says who decided it."""

MOVED = "Somebody else changed this word meanwhile. Look once more."
OURS = "The service itself depends on these words. They change with the code."


@dataclass(frozen=True, slots=True)
class Named:
    """A word by its vocabulary and its code."""

    vocabulary: str
    code: str


class Wording(SQLModel):
    """How a word reads: what may be changed of it later. Its code may not."""

    label: str = public(min_length=2, max_length=60)
    hint: str = public("", max_length=160)
    group: str | None = public(None, max_length=60)
    synonyms: list[str] = codes(max_length=60)


async def add(db: AsyncSession, actor: Actor, vocabulary: str, fields: TermFields) -> Term:
    """Add a word at the end of a vocabulary.

    Refuses a code that was used before, and vocabularies that the service itself depends on.
    """
    require(actor, Act.KEEP_WORDS)
    await _open(db, vocabulary)
    known = {term.code: term for term in await terms.of(db, actor, vocabulary)}
    if fields.code in known:
        raise Conflict("There is a word with this code already, perhaps a retired one.")
    if len(known) >= terms.MOST_TERMS:
        raise Invalid(f"A vocabulary holds at most {terms.MOST_TERMS} words.", field="terms")
    last = max((term.position for term in known.values()), default=-1)
    bit = max((term.bit for term in known.values()), default=-1)
    kept = {
        "vocabulary": vocabulary,
        "bit": bit + 1,
        "position": last + 1,
        "by_stewards": True,
    }
    term = Term.model_validate(fields, update=kept)
    db.add(term)
    record(db, actor, "term.added", term.id, vocabulary=vocabulary, code=term.code)
    await terms.changed(db, actor)
    return term


async def change(
    db: AsyncSession,
    actor: Actor,
    named: Named,
    wording: Wording,
    now: datetime,
    *,
    stood: Wording | None = None,
) -> Term:
    """Change how a word reads. Whatever says it is found by the new words at once.

    `stood`: how it read when somebody began; refused where another has changed it since.
    """
    require(actor, Act.KEEP_WORDS)
    term = await _held(db, named)
    if stood is not None and stood != reads(term):
        raise Conflict(MOVED)
    for name, value in wording.model_dump().items():
        setattr(term, name, value)
    term.by_stewards = True
    record(db, actor, "term.changed", term.id, vocabulary=term.vocabulary, code=term.code)
    await terms.changed(db, actor)
    await _shown_anew(db, actor, await _saying(db, named), now)
    return term


async def retire(db: AsyncSession, actor: Actor, named: Named, *, again: bool = False) -> Term:
    """Retire a word: nobody chooses it any more, and what says it still does. Or use it again."""
    require(actor, Act.KEEP_WORDS)
    term = await _held(db, named)
    term.retired, term.by_stewards = not again, True
    if again:
        term.extra = {name: said for name, said in term.extra.items() if name != terms.REPLACED_BY}
    name = "term.revived" if again else "term.retired"
    record(db, actor, name, term.id, vocabulary=term.vocabulary, code=term.code)
    await terms.changed(db, actor)
    return term


async def merge(db: AsyncSession, actor: Actor, named: Named, into: str, now: datetime) -> Term:
    """Put one word in place of another everywhere, and retire the other.

    Each offer keeps what it said before as a revision. Lay words of the retired one find the other.
    """
    require(actor, Act.KEEP_WORDS)
    other = await _held(db, Named(named.vocabulary, into))
    term = await _held(db, named)
    if term.code == other.code or other.retired:
        raise Conflict("Choose another word that is in use.")
    saying = await _saying(db, named)
    for offer in saying:
        await _reword(db, offer, named, into, now)
    await _elsewhere(db, named, into)
    term.retired = term.by_stewards = other.by_stewards = True
    term.extra = term.extra | {terms.REPLACED_BY: into}
    lay = [*other.synonyms, term.label, *term.synonyms]
    other.synonyms = list(dict.fromkeys(word for word in lay if word != other.label))
    record(db, actor, "term.merged", term.id, vocabulary=term.vocabulary, code=term.code, into=into)
    await terms.changed(db, actor)
    await _shown_anew(db, actor, saying, now)
    return other


def reads(term: Term) -> Wording:
    """Say how a word reads now."""
    return Wording.model_validate(term.model_dump(include=set(Wording.model_fields)))


async def _open(db: AsyncSession, vocabulary: str) -> None:
    if await db.get(Vocabulary, vocabulary) is None:
        raise Missing("We do not know this list of words.")
    if vocabulary not in usage.SAID:
        raise Conflict(OURS)


async def _held(db: AsyncSession, named: Named) -> Term:
    await _open(db, named.vocabulary)
    own = (col(Term.vocabulary) == named.vocabulary, col(Term.code) == named.code)
    found = await db.scalar(select(Term).where(*own).with_for_update())
    if found is None:
        raise Missing("We do not know this word.", field="code")
    return found


async def _saying(db: AsyncSession, named: Named) -> Sequence[Offer]:
    """Hold the offers that say a word, or whose host or places do."""
    query = select(Offer).order_by(col(Offer.id)).with_for_update(key_share=True)
    query = query.execution_options(populate_existing=True)
    if named.vocabulary == "host":
        run_by = select(Organisation.id).where(Organisation.host == named.code)
        query = query.where(col(Offer.organisation_id).in_(run_by))
    elif named.vocabulary == "access_feature":
        at = select(OfferSite.offer_id).join(Site).where(usage.answers(named.code))
        query = query.where(col(Offer.id).in_(at))
    else:
        query = query.where(usage.says(named.vocabulary, named.code))
    return (await db.scalars(query)).all()


async def _reword(db: AsyncSession, offer: Offer, named: Named, into: str, now: datetime) -> None:
    if named.vocabulary == "ending_reason":
        offer.ending_reason = into
    elif named.vocabulary not in {"host", "access_feature"}:
        say = partial(usage.reworded, vocabulary=named.vocabulary, code=named.code, into=into)
        await edits.reword(db, ITSELF, offer, say, now)


async def _elsewhere(db: AsyncSession, named: Named, into: str) -> None:
    """Reword organisations and places."""
    if named.vocabulary == "host":
        sector = organisations.SECTORS.get(into, Sector.OTHER)
        own = update(Organisation).where(col(Organisation.host) == named.code)
        await db.execute(own.values(host=into, sector=sector))
    elif named.vocabulary == "access_feature":
        for site in await db.scalars(select(Site).where(usage.answers(named.code))):
            answers = dict(site.access)
            answers.setdefault(into, answers.pop(named.code))
            answers.pop(named.code, None)
            site.access = answers


async def _shown_anew(
    db: AsyncSession, actor: Actor, offers: Sequence[Offer], now: datetime
) -> None:
    if offers:
        await listing.refresh(db, actor, [offer.id for offer in offers], now)
