"""Answers with several rows of the same shape: contacts, steps of a first visit, communities.

Without a script a form has as many rows as the page shows: those filled in, some blank ones, and
more after “Add another”. A row left blank is none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from network.web.asking import fields
from network.web.asking.fields import Field
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around
from network.web.views.hosts.plain import Text

MORE = "more"
"""The button that asks for one more row, and the name it is sent under."""


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer of rows.

    `parts`: names in a row; `key`: the one its problems stand at; `one`: the fields of a row, named
    by their parts; `add`: the words of the button for one more; `shown`: at least so many rows.
    """

    name: str
    parts: tuple[str, ...]
    key: str
    one: Callable[[Around, int], Sequence[Field]]
    heading: str
    add: str
    shown: int = 2
    most: int = 5

    @property
    def names(self) -> Sequence[str]:
        """Name the answer."""
        return (self.name,)

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:
        """Give the fields of all rows there are, and of blank ones."""
        last = max((n + 1 for n in range(self.most) if self._filled_in(typed, n)), default=0)
        asked_for = typed.one(f"{self.name}-rows")
        wanted = int(asked_for) if asked_for.isascii() and asked_for.isdigit() else self.shown
        wanted += typed.one(MORE) == self.name
        count = min(self.most, max(last, min(wanted, self.most), self.shown))
        rows = [self._row(around, n) for n in range(count)]
        more = [Field("more", MORE, self.add, value=self.name)] if count < self.most else []
        return [*rows, *more, fields.hidden(f"{self.name}-rows", str(count))]

    def _row(self, around: Around, n: int) -> Field:
        named = (self._named(f, n) for f in self.one(around, n))
        return fields.row(f"{self.heading} {n + 1}", named)

    def _named(self, asked: Field, n: int) -> Field:
        if asked.within:
            return replace(asked, within=tuple(self._named(f, n) for f in asked.within))
        return replace(asked, name=self._name(n, asked.name))

    def _name(self, n: int, part: str) -> str:
        return f"{self.name}-{n}-{part}"

    def _filled_in(self, typed: Typed, n: int) -> bool:
        return any(typed.one(self._name(n, part)) for part in self.parts)

    def there(self, typed: Typed) -> list[int]:
        """Name the rows that are there, by their places on the page."""
        return [n for n in range(self.most) if self._filled_in(typed, n)]

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Put each row into its fields."""
        return {
            self._name(n, part): (str(row.get(part) or ""),)
            for n, row in enumerate(text.get(self.name) or ())
            for part in self.parts
        }

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Take the rows out of their fields."""
        rows = [
            {part: typed.one(self._name(n, part)) or None for part in self.parts}
            for n in self.there(typed)
        ]
        return {self.name: [{k: v for k, v in row.items() if v is not None} for row in rows]}

    def place(self, path: str, typed: Typed) -> str:
        """Find the field of a path, for rows that were left blank do not count in it."""
        there = self.there(typed)
        head, _, rest = path.partition(".")
        number, _, part = rest.partition(".")
        if number.isdigit() and int(number) < len(there):
            return self._name(there[int(number)], part or self.key)
        return self._name(there[-1] if there else 0, self.key) if head == self.name else path
