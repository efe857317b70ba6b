"""Plain questions: one answer of an offer, in words, a number, or words of a vocabulary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from network.web.asking import fields
from network.web.asking.fields import Field, Option
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around

Text = Mapping[str, Any]
"""What an offer says, part by part, as plain data."""


class Question(Protocol):
    """Something asked of a host, which fills in one or more answers of an offer."""

    @property
    def names(self) -> Sequence[str]:
        """Name the answers it fills in."""
        ...

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:
        """Give its fields."""
        ...

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Turn what the offer says into what stands in its fields."""
        ...

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Turn what stands in its fields into what the offer says."""
        ...

    def place(self, path: str, typed: Typed) -> str:
        """Find the field that a path inside the answer (`contacts.1.value`) belongs to."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """One answer and its field. `more`: see `Field`. `blank`: the words for not saying.

    Its options are the words of a `vocabulary`, or `fixed` ones: what is sent, and its words.
    """

    look: str
    name: str
    label: str
    hint: str = ""
    vocabulary: str = ""
    blank: str = ""
    empty: Any = None
    fixed: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def names(self) -> Sequence[str]:
        """Name the answer."""
        return (self.name,)

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:  # noqa: ARG002
        """Give its field."""
        options = tuple(self._options(around))
        look = "text" if self.look == "number" else self.look
        keys: dict[str, Any] = {"keys": "numeric", "width": 4} if self.look == "number" else {}
        return [Field(look, self.name, self.label, self.hint, options, **keys, **dict(self.more))]

    def _options(self, around: Around) -> Iterable[Option]:
        blank = [Option("", self.blank)] if self.blank else []
        yield from blank if self.look == "choose" else []  # else the first word would be chosen
        yield from (Option(value, words) for value, words in self.fixed)
        if self.vocabulary:
            small = dict(self.more).get("small")
            yield from around.options(self.vocabulary, hints=not small)
        yield from [] if self.look == "choose" else blank

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Put the answer into its field."""
        said = text.get(self.name)
        if self.look == "many":
            return {self.name: said or ()}
        return {self.name: ("" if said is None else str(said),)}

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Take the answer out of its field."""
        if self.look == "many":
            return {self.name: list(typed.many(self.name))}
        return {self.name: typed.one(self.name) or self.empty}

    def place(self, path: str, typed: Typed) -> str:  # noqa: ARG002
        """Name its field."""
        return self.name


def text(name: str, label: str, hint: str = "", **more: Any) -> Plain:
    """Ask for a line."""
    return Plain("text", name, label, hint, empty="", more=tuple(more.items()))


def long(name: str, label: str, hint: str = "", **more: Any) -> Plain:
    """Ask for some lines."""
    return Plain("long", name, label, hint, empty="", more=tuple(more.items()))


def number(name: str, label: str, hint: str = "", **more: Any) -> Plain:
    """Ask for a whole number."""
    return Plain("number", name, label, hint, more=tuple(more.items()))


def one(name: str, label: str, vocabulary: str, hint: str = "", blank: str = "") -> Plain:
    """Ask for one word of a vocabulary."""
    return Plain("one", name, label, hint, vocabulary, blank)


def many(name: str, label: str, vocabulary: str, hint: str = "", **more: Any) -> Plain:
    """Ask for any words of a vocabulary."""
    return Plain("many", name, label, hint, vocabulary, more=tuple(more.items()))


@dataclass(frozen=True, slots=True)
class Tick:
    """One answer that is yes or nothing: a single box."""

    name: str
    label: str
    words: str
    hint: str = ""

    @property
    def names(self) -> Sequence[str]:
        """Name the answer."""
        return (self.name,)

    def fields(self, around: Around, typed: Typed) -> Sequence[Field]:  # noqa: ARG002
        """Give its box."""
        return [fields.many(self.name, self.label, [Option("yes", self.words)], self.hint)]

    def filled(self, text: Text) -> Mapping[str, Sequence[str]]:
        """Tick it where the offer says so."""
        return {self.name: ("yes",) if text.get(self.name) else ()}

    def read(self, typed: Typed) -> Mapping[str, Any]:
        """Say whether it was ticked."""
        return {self.name: typed.one(self.name) == "yes"}

    def place(self, path: str, typed: Typed) -> str:  # noqa: ARG002
        """Name its box."""
        return self.name
