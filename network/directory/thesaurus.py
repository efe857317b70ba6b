"""Lay words and our words: “bipolar” is understood as *Big ups and downs*, without asking why.

Only whole phrases are understood: “life” by itself is not “end my life”.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from network.directory.tables import Term

LONGEST_TEXT = 300
SHORTEST_MENDED = 4
# fmt: off
FILLERS = frozenset(
    {
        "a", "about", "am", "an", "and", "any", "are", "at", "be", "by", "can", "do", "for",
        "from", "have", "help", "i", "im", "in", "is", "it", "ive", "like", "local", "looking",
        "me", "my", "near", "of", "on", "or", "our", "peer", "peers", "please", "some",
        "someone", "something", "support", "that", "the", "there", "to", "want", "we", "who",
        "with", "you",
    }
)
# fmt: on
"""Words that say nothing here, where everything is peer support near somebody."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_UNEVEN = {"woman": "women", "man": "men", "child": "children", "person": "people", "&": "and"}
_PEOPLE = re.compile(r"^people with (?:a )?|\s+people$", re.IGNORECASE)

Meaning = tuple[str, str]
"""Vocabulary and code."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text means here: terms in the order they were said, and the words left over.

    Words that say nothing are left out of `rest`; it may be empty.
    """

    terms: tuple[Meaning, ...]
    rest: str


class Thesaurus:
    """Every phrase we understand, made once from the terms of the vocabularies it is given."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._phrases: dict[tuple[str, ...], list[Meaning]] = {}
        self._capitals: dict[str, list[Meaning]] = {}
        for term in terms:
            if not term.retired:
                for phrase in _phrases_of(term):
                    self._learn(phrase, (term.vocabulary, term.code))
        self._longest = max(map(len, self._phrases), default=0)

    def understand(self, text: str) -> Understood:
        """Find our terms in what somebody typed, longest phrase first.

        Case, accents, apostrophes, hyphens and plurals do not matter.
        """
        words = _WORD.findall(text[:LONGEST_TEXT])
        keys = [_key(word) for word in words]
        terms: list[Meaning] = []
        rest: list[str] = []
        at = 0
        while at < len(words):
            size, meanings = self._longest_at(words, keys, at)
            terms.extend(meaning for meaning in meanings if meaning not in terms)
            if not size and keys[at] not in _FILLER_KEYS:
                rest.append(words[at])
            at += size or 1
        return Understood(tuple(terms), " ".join(rest))

    def _longest_at(self, words: list[str], keys: list[str], at: int) -> tuple[int, list[Meaning]]:
        for size in range(min(self._longest, len(keys) - at), 0, -1):
            if meanings := self._phrases.get(tuple(keys[at : at + size])):
                return size, meanings
        shouted = len(words) > 1 and all(word.isupper() for word in words)
        meanings = [] if shouted else self._capitals.get(words[at], [])
        return (1 if meanings else 0), meanings

    def _learn(self, phrase: str, meaning: Meaning) -> None:
        words = _WORD.findall(phrase)
        if len(words) == 1 and phrase.isupper() and len(phrase) < 3:
            # “ME” is an illness and “me” is not: so short a word is known by its capitals only.
            known = self._capitals.setdefault(phrase, [])
        elif words:
            known = self._phrases.setdefault(tuple(map(_key, words)), [])
        else:
            return
        if meaning not in known:
            known.append(meaning)


def _phrases_of(term: Term) -> list[str]:
    """List the ways to say a term: label, its first part, short form, synonyms."""
    short = str(term.extra.get("short") or "")
    phrases = [term.label, short, *term.synonyms]
    if term.vocabulary == "community":
        # “Young people, 16 to 25” is also said “young people” and “young”.
        head = term.label.partition(",")[0]
        phrases += [head, _PEOPLE.sub("", head)]
    return phrases


def folded(word: str) -> str:
    """Write a word without case, accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(letter for letter in plain if letter.isalnum() or letter == "&")


def _key(word: str) -> str:
    """Fold a word and take it out of the plural."""
    plain = folded(word)
    plain = _UNEVEN.get(plain, plain)
    if len(plain) < 3:
        return plain
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    if plain.endswith(("sses", "shes", "ches", "xes")):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) else plain


_FILLER_KEYS = frozenset(map(_key, FILLERS))


def lexicon(texts: Iterable[str]) -> frozenset[str]:
    """Make the words that typing is mended towards: those of titles, places and our terms."""
    words = (folded(word) for text in texts for word in _WORD.findall(text))
    return frozenset(word for word in words if len(word) >= SHORTEST_MENDED and word.isalpha())


def corrected(text: str, lexicon: Collection[str]) -> str | None:
    """Mend words that are nearly one of ours, or None when there is nothing to mend.

    One slip a word (a letter wrong, missing, extra, or two swapped), two in words of eight
    letters or more; words under four letters, and words with digits, are left as they are.
    """
    mended = _WORD.sub(lambda found: _mended(found.group(), lexicon), text[:LONGEST_TEXT])
    return None if mended == text[:LONGEST_TEXT] else mended


def _mended(word: str, lexicon: Collection[str]) -> str:
    plain = folded(word)
    if len(plain) < SHORTEST_MENDED or not plain.isalpha() or _known(plain, lexicon):
        return word
    slips = 1 if len(plain) < 8 else 2
    near = process.extract(plain, lexicon, scorer=OSA.distance, score_cutoff=slips, limit=None)
    # A short word with another first letter is another word: “talk” is not “walk”.
    fits = [(n, ours) for ours, n, _ in near if len(plain) > 5 or ours[0] == plain[0]]
    return min(fits, default=(0, word), key=lambda fit: _order(plain, *fit))[1]


def _known(plain: str, lexicon: Collection[str]) -> bool:
    return plain in lexicon or _key(plain) in lexicon or plain in FILLERS


def _order(plain: str, slips: int, ours: str) -> tuple[int, bool, int, str]:
    return slips, ours[0] != plain[0], abs(len(ours) - len(plain)), ours
