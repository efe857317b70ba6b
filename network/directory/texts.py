"""The text of an offer: all that a host filled in, as plain JSON, and how two texts differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Field, SQLModel

from network.core.errors import Conflict, Invalid
from network.core.filling import fill
from network.directory.parts import LONDON
from network.directory.tables import OfferFields
from network.directory.wording import date_words

Text = dict[str, Any]
"""Name of a part → what it says: the fields of an offer, and `sites`, the ids of its places."""


class _Places(SQLModel):
    sites: list[UUID] = Field(max_length=50)


SITES = "sites"
PARTS = (*OfferFields.model_fields, SITES)


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that two texts say differently; None where one of them says nothing of it."""

    field: str
    before: Any
    after: Any


class Clash(Conflict):
    """Somebody else changed it meanwhile: this holds both texts, so that nothing typed is lost.

    `mine` and `theirs` have the same parts: what was sent, and what stands now. `version`: the
    one that stands, to send `mine` with once more. `by`: whose change it was, if it was an edit.
    """

    def __init__(
        self, version: int, at: datetime, mine: Text, theirs: Text, by: UUID | None = None
    ) -> None:
        super().__init__(f"Someone changed this {_when(at)}. Look once more.")
        self.version, self.at, self.by = version, at, by
        self.mine, self.theirs = mine, theirs

    @property
    def differences(self) -> list[Difference]:
        """Say which parts differ: `before` stands now, `after` was sent."""
        return difference(self.theirs, self.mine, tuple(self.mine))


def text_of(fields: OfferFields, sites: Sequence[UUID]) -> Text:
    """Write an offer's fields and places as a text."""
    known = OfferFields.model_validate(fields.model_dump(include=set(OfferFields.model_fields)))
    return known.model_dump(mode="json") | {SITES: [str(id) for id in sites]}


def fields_of(text: Mapping[str, Any]) -> OfferFields:
    """Read a text back into checked fields."""
    return fill(OfferFields, {name: text[name] for name in OfferFields.model_fields})


def sites_of(text: Mapping[str, Any]) -> list[UUID]:
    """Read which places a text names, in order."""
    return [UUID(id) for id in text[SITES]]


def amended(text: Text, named: Mapping[str, Any]) -> Text:
    """Put other words in place of some parts; refuses parts there are none of."""
    for name in named:
        if name not in PARTS:
            raise Invalid("An offer has no such part.", field=name)
    whole = text | dict(named)
    return text_of(fields_of(whole), fill(_Places, {SITES: whole[SITES]}).sites)


def difference(
    before: Mapping[str, Any], after: Mapping[str, Any], parts: Sequence[str] = PARTS
) -> list[Difference]:
    """Say part by part how two texts differ, in the order a host fills them in."""
    return [
        Difference(name, before.get(name), after.get(name))
        for name in parts
        if before.get(name) != after.get(name)
    ]


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Name the parts that two texts say differently."""
    return [one.field for one in difference(before, after)]


def _when(at: datetime) -> str:
    moment = at.astimezone(LONDON)
    clock = f"{(moment.hour - 1) % 12 + 1}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"
    return f"at {clock} on {date_words(moment.date())}"
