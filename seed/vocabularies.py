"""The words of the directory: kinds, themes, communities and the rest, from our own taxonomy.

`seed/vocabularies/taxonomy.json` holds them whole, with the chooser's questions, the rules of
language and the notes of whoever wrote them. Change the file, not the code.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor
from network.core.unit import Unit
from network.directory import terms
from network.directory.tables import TermFields, Vocabulary

FILE = Path(__file__).parent / "vocabularies" / "taxonomy.json"

LANGUAGE = Vocabulary(
    code="language",
    label="Languages",
    question="Which languages can people use?",
    cardinality="1 or more",
    note="ISO 639-3 codes; British Sign Language is one of them.",
)

Kept = tuple[Vocabulary, Sequence[TermFields]]


async def sow(unit: Unit) -> int:
    """Load every vocabulary that is new or has changed, and say how many were."""
    known = await unit.read(terms.words)
    wanted = [kept for kept in read() if not _same(kept, known)]
    if wanted:
        await unit.write(_keep_all, wanted)
    return len(wanted)


async def _keep_all(db: AsyncSession, actor: Actor, wanted: Sequence[Kept]) -> None:
    for vocabulary, fields in wanted:
        await terms.keep(db, actor, vocabulary, fields)


def _same(kept: Kept, known: terms.Words) -> bool:
    vocabulary, fields = kept
    there = known.vocabularies.get(vocabulary.code)
    if there is None or there.model_dump() != vocabulary.model_dump():
        return False
    every = known.terms.get(vocabulary.code, {})
    theirs = {code for code, term in every.items() if term.by_stewards}
    return [f.model_dump() for f in fields if f.code not in theirs] == [
        term.model_dump(include=set(TermFields.model_fields))
        for term in known.listed(vocabulary.code)
        if term.code not in theirs
    ]


@cache
def taxonomy() -> Mapping[str, Any]:
    """Read the whole taxonomy file."""
    whole: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return whole


def read() -> list[Kept]:
    """Read the vocabularies, in order, with their words."""
    return [
        (_placed(vocabulary, position), fields)
        for position, (vocabulary, fields) in enumerate(_read())
    ]


def _read() -> Iterator[Kept]:
    for code, known in taxonomy()["vocabularies"].items():
        yield _vocabulary(code, known), [_term(one) for one in known["terms"]]
    yield LANGUAGE, [_term(one) for one in taxonomy()["languages"]["terms"]]


def _placed(vocabulary: Vocabulary, position: int) -> Vocabulary:
    return Vocabulary.model_validate(vocabulary, update={"position": position})


def _vocabulary(code: str, known: Mapping[str, Any]) -> Vocabulary:
    asked = known["question"]
    return Vocabulary.model_validate(
        {
            "code": code,
            "label": known["label"],
            "question": "" if asked == "—" else asked,
            "cardinality": known["cardinality"],
            "note": known["note"],
        }
    )


OWN = {"code", "label", "hint", "u", "group", "synonyms"}
"""What a word has a column for (`u` is its short form in addresses); the rest is `extra`."""


def _term(known: Mapping[str, Any]) -> TermFields:
    return TermFields.model_validate(
        {
            "code": known["code"],
            "label": known["label"],
            "hint": known.get("hint", ""),
            "short": known.get("u"),
            "group": known.get("group"),
            "synonyms": known.get("synonyms", []),
            "extra": {name: value for name, value in known.items() if name not in OWN},
        }
    )
