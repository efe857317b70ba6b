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
        for code in [value] if isinstance(value, str) else value or []:
            if code or name != "kind":
                words.term(vocabulary, code)
    for made in fields.made_for:
        words.term("community", made.community)
    for lived in fields.values:
        words.term("value", lived.value)
