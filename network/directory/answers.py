"""What a host filled in, looked at as a whole: known words, times that happen, known districts."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import Actor
from network.core.errors import Invalid
from network.directory import rules, schedule, terms
from network.directory.tables import OfferFields
from network.directory.terms import Words
from network.places import districts
from network.places.tables import District


async def check(db: AsyncSession, actor: Actor, fields: OfferFields) -> Mapping[str, District]:
    """Refuse contradictions and unknown words, and give the districts that are named.

    A part of a draft that is not filled in yet is no mistake.
    """
    rules.check_whole(fields)
    schedule.check(fields.schedule)
    _check_words(await terms.words(db, actor), fields)
    known = await districts.by_codes(db, actor, fields.districts)
    for code in fields.districts:
        if code not in known:
            raise Invalid(f"We do not know the district “{code}”.", field="districts")
    return known


def _check_words(words: Words, fields: OfferFields) -> None:
    for name, vocabulary in rules.VOCABULARIES.items():
        value = getattr(fields, name)
        if isinstance(value, str):
            if value or name != "kind":
                words.term(vocabulary, value, name)
            continue
        for n, code in enumerate(value or ()):
            words.term(vocabulary, code, f"{name}.{n}")
    for n, made in enumerate(fields.made_for):
        words.term("community", made.community, f"made_for.{n}.community")
    for n, lived in enumerate(fields.values):
        words.term("value", lived.value, f"values.{n}.value")
