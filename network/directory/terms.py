"""Vocabularies and their words: data, not code. A retired word stays readable for ever."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from rapidfuzz import process
from sqlalchemy import Pool
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.events import record
from network.core.ids import new_id
from network.directory import versions
from network.directory.listed import Directory
from network.directory.tables import Term, TermFields, Vocabulary
from network.directory.thesaurus import Thesaurus, lexicon

LOOK_AGAIN = 1.0  # seconds
CHANGED = "words_changed"
MOST_TERMS = 63  # one bit a word in a 64-bit mask, the sign left alone


@dataclass(frozen=True)
class Words:
    """All vocabularies at one moment, in memory: lookups by code, by bit and by lay word."""

    vocabularies: Mapping[str, Vocabulary]
    terms: Mapping[str, Mapping[str, Term]]
    version: int = 0

    def term(self, vocabulary: str, code: str, field: str | None = None) -> Term:
        """Find a word by its code; an unknown one is refused with the closest known one.

        `field`: the input it was typed into, if that has another name than the vocabulary.
        """
        found = self.terms.get(vocabulary, {}).get(code)
        if found is None:
            raise self._unknown(vocabulary, code, field or vocabulary)
        return found

    def current(self, vocabulary: str, code: str) -> str:
        """Read a word that was merged as the one in its place, however often that was merged."""
        known, passed = self.terms.get(vocabulary, {}), {code}
        while (term := known.get(code)) is not None and term.retired:
            into = str(term.extra.get(REPLACED_BY) or "")
            if into in passed or into not in known:
                break
            passed.add(into)
            code = into
        return code

    def mask(self, vocabulary: str, codes: Iterable[str], field: str | None = None) -> int:
        """Fold codes into one number, a bit for each."""
        folded = 0
        for code in codes:
            folded |= 1 << self.term(vocabulary, self.current(vocabulary, code), field).bit
        return folded

    def listed(self, vocabulary: str) -> list[Term]:
        """Give the words a person can choose from, in their order; retired ones are left out."""
        return [t for t in self.terms.get(vocabulary, {}).values() if not t.retired]

    def code_of(self, vocabulary: str, short: str) -> str | None:
        """Find the code behind the short form used in addresses, or behind the code itself."""
        known = short in self.terms.get(vocabulary, {})
        code = short if known else self._shorts.get(vocabulary, {}).get(short)
        return code and self.current(vocabulary, code)

    @cached_property
    def _shorts(self) -> Mapping[str, Mapping[str, str]]:
        return {
            v: {t.short: t.code for t in ts.values() if t.short} for v, ts in self.terms.items()
        }

    @cached_property
    def choices(self) -> Mapping[str, Sequence[tuple[int, str, str]]]:
        """Give each vocabulary's words as (bit alone, code, label), for counting them."""
        return {v: [(1 << t.bit, t.code, t.label) for t in self.listed(v)] for v in self.terms}

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """Lay words, and what merged words were called, and the terms they lead to."""
        own = (t for name in LAY for t in self.listed(name))
        return Thesaurus([*own, *self._merged()])

    def _merged(self) -> Iterator[Term]:
        """Give merged words as other names of the words in their place."""
        for name in SOUGHT:
            for old in self.terms.get(name, {}).values():
                new = self.terms[name].get(self.current(name, old.code), old)
                if new is not old and not new.retired:
                    yield Term.model_construct(
                        **old.model_dump() | {"code": new.code, "retired": False}
                    )

    @cached_property
    def lexicon(self) -> frozenset[str]:
        """The words that typing may be mended towards."""
        said = (t for name in LAY for t in self.listed(name))
        return lexicon(text for t in said for text in (t.label, *t.synonyms))

    def _unknown(self, vocabulary: str, code: str, field: str) -> Invalid:
        near = _closest(code, self.terms.get(vocabulary, {}))
        label = self.vocabularies[vocabulary].label if vocabulary in self.vocabularies else "list"
        shown = code if len(code) <= 40 else code[:40] + "…"
        sentence = f"We do not know “{shown}” under “{label}”."
        return Invalid(
            sentence + (f" Did you mean “{near}”?" if near else ""),
            field=field,
            suggestion=near,
        )


LAY = ("kind", "theme", "community")
"""The vocabularies that lay words lead to."""

# fmt: off
SOUGHT = (
    *LAY,
    "access_feature", "access_route", "cost", "first_time", "format", "host", "language",
    "records", "setting", "space_now",
)
# fmt: on
"""All that offers are asked for by: what a merged word of these was called leads on."""

REPLACED_BY = "replaced_by"
"""Under this name a merged word keeps the code of the word in its place."""


def _closest(code: str, known: Iterable[str]) -> str | None:
    found = process.extractOne(code[:60].casefold(), list(known), score_cutoff=60)
    return found[0] if found else None


async def words(db: AsyncSession, actor: Actor) -> Words:  # noqa: ARG001  # every verb takes both
    """Read every vocabulary. Kept in memory, and looked at again when a second has passed."""
    if CHANGED in db.info:
        return await _read(db, 0)  # not to be kept: the change may yet be undone
    kept = _kept_for(db)
    if kept.words is None or time.monotonic() - kept.looked > LOOK_AGAIN:
        version = await db.scalar(select(col(Directory.words))) or 0
        if kept.words is None or kept.words.version != version:
            kept.words = await _read(db, version)
        kept.looked = time.monotonic()
    return kept.words


@dataclass
class _Kept:
    words: Words | None = None
    looked: float = 0.0


_kept: WeakKeyDictionary[Pool, _Kept] = WeakKeyDictionary()
"""What is remembered of each database this process speaks to, by its pool of connections."""


def _kept_for(db: AsyncSession) -> _Kept:
    return _kept.setdefault(db.get_bind().engine.pool, _Kept())


def forget() -> None:
    """Drop what is remembered, because what was read is undone (as tests do)."""
    _kept.clear()


async def _read(db: AsyncSession, version: int) -> Words:
    """Read the words as plain copies: a session that is rolled back takes its own rows along."""
    vocabularies = await db.scalars(select(Vocabulary).order_by(col(Vocabulary.position)))
    terms: dict[str, dict[str, Term]] = {}
    for term in await db.scalars(select(Term).order_by(col(Term.position), col(Term.code))):
        own = Term.model_construct(**term.model_dump())
        terms.setdefault(own.vocabulary, {})[own.code] = own
    copies = {v.code: Vocabulary.model_construct(**v.model_dump()) for v in vocabularies}
    return Words(copies, terms, version)


async def keep(
    db: AsyncSession, actor: Actor, vocabulary: Vocabulary, fields: Sequence[TermFields]
) -> list[Term]:
    """Set a vocabulary's words, in this order; words no longer named are retired, not removed.

    A word keeps its bit for ever, so nothing listed under it changes meaning. What stewards added
    or changed stays as they left it.
    """
    require(actor, Act.KEEP_WORDS)
    old = {t.code: t for t in await of(db, actor, vocabulary.code)}
    if len(set(old) | {f.code for f in fields}) > MOST_TERMS:
        raise Invalid(f"A vocabulary holds at most {MOST_TERMS} words.", field="terms")
    await db.merge(vocabulary)
    await db.flush()
    for position, one in enumerate(fields):
        _set(db, vocabulary.code, old, one, position)
    for code in set(old) - {f.code for f in fields}:
        old[code].retired = old[code].retired or not old[code].by_stewards
    record(db, actor, "vocabulary.kept", new_id(), vocabulary=vocabulary.code, words=len(fields))
    await changed(db, actor)
    return await of(db, actor, vocabulary.code)


async def changed(db: AsyncSession, actor: Actor) -> None:
    """Let everybody know that words changed: a step of the verbs that change them."""
    require(actor, Act.KEEP_WORDS)
    await versions.words_changed(db)
    db.info[CHANGED] = True
    _kept_for(db).words = None
    await db.flush()


def _set(
    db: AsyncSession, vocabulary: str, old: dict[str, Term], one: TermFields, position: int
) -> None:
    kept = old.get(one.code)
    if kept is None:
        bit = 1 + max((t.bit for t in old.values()), default=-1)
        kept = Term.model_validate(
            one, update={"vocabulary": vocabulary, "bit": bit, "position": position}
        )
        old[one.code] = kept
        db.add(kept)
    if kept.by_stewards:
        return
    for name, value in one.model_dump().items():
        setattr(kept, name, value)
    kept.position, kept.retired = position, False


async def of(db: AsyncSession, actor: Actor, vocabulary: str) -> list[Term]:  # noqa: ARG001  # every verb takes both
    """List the words of a vocabulary in their order, retired ones too."""
    query = select(Term).where(Term.vocabulary == vocabulary).order_by(col(Term.position))
    return list(await db.scalars(query))
