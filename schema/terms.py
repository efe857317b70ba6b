"""Vocabularies and their terms: every code has a label and a hint in plain words."""

from typing import ClassVar

import strawberry

from network.core.errors import Missing
from network.directory import tables, terms
from schema.base import Info, Made, Scene, Shaped, described, shape


@strawberry.type(description="One entry of a vocabulary. Codes never change; labels may.")
class Term(Shaped):
    moving: ClassVar[frozenset[str]] = frozenset()

    code: str
    label: str
    hint: str
    vocabulary: str
    group: str | None
    synonyms: list[str]
    retired: bool


@strawberry.type(description="A closed list of terms: kind, setting, theme, community …")
class Vocabulary(Shaped):
    code: str
    label: str
    question: str
    note: str
    terms: list[Term]

    made: ClassVar[Made] = {
        "terms": lambda row, scene: [shape(Term, t, scene) for t in scene.words.listed(row.code)]
    }


def term(scene: Scene, vocabulary: str, code: str) -> Term:
    """Show the term behind a code; one added a moment ago shows its code until it is read."""
    known = scene.words.terms.get(vocabulary, {}).get(code)
    return shape(Term, known or _named(vocabulary, code, code.replace("_", " ")), scene)


def said_or_not(scene: Scene, vocabulary: str, code: str) -> Term:
    """Show the term behind a code; a draft may not have chosen one yet."""
    if code:
        return term(scene, vocabulary, code)
    return shape(Term, _named(vocabulary, "", "Not said yet"), scene)


def _named(vocabulary: str, code: str, label: str) -> tables.Term:
    return tables.Term.model_construct(
        code=code, label=label, hint="", vocabulary=vocabulary, group=None, synonyms=[]
    )


def term_or_none(scene: Scene, vocabulary: str, code: str | None) -> Term | None:
    """Show the term behind a code, if one is stated."""
    return None if code is None else term(scene, vocabulary, code)


def some_terms(scene: Scene, vocabulary: str, codes: list[str]) -> list[Term]:
    """Show the terms behind codes, in their order."""
    known = scene.words.terms.get(vocabulary, {})
    return [shape(Term, known[code], scene) for code in codes if code in known]


@strawberry.type
class TermsQuery:
    """What can be asked about vocabularies."""

    @described("All vocabularies, in the order they are shown.")
    async def vocabularies(self, info: Info) -> list[Vocabulary]:
        scene = await scene_of(info)
        return [shape(Vocabulary, one, scene) for one in scene.words.vocabularies.values()]

    @described("One vocabulary by its code, such as kind.")
    async def vocabulary(self, info: Info, code: str) -> Vocabulary | None:
        scene = await scene_of(info)
        found: tables.Vocabulary | None = scene.words.vocabularies.get(code)
        if found is None:
            raise Missing("There is no vocabulary with this code.", field="code")
        return shape(Vocabulary, found, scene)


async def scene_of(info: Info) -> Scene:
    """Set the scene: the words as they stand, and the moment."""
    words = await info.context.unit.read(terms.words)
    return Scene(words, info.context.now, info.context.load)
