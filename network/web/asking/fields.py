"""What a form asks, ready to print: one field, its words, what stands in it, what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed

PARTS_OF_A_DAY = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: what is sent, its words, a line under them."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    `look`: text, long, one, many, choose, day, hidden, more (a button that asks for one more row),
    or one that holds others `within`: row (under a heading), pair (side by side), fold (closed
    until wanted). `auto`: what a browser may fill in by itself. `keys`: the keyboard
    a phone shows. `width`: in letters, where an answer is short. `group`: the heading it stands
    first under. `small`: its boxes are set closer, for long lists.
    """

    look: str
    name: str
    label: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    value: str = ""
    parts: tuple[tuple[str, str, str, int], ...] = ()
    error: str = ""
    auto: str = "off"
    keys: str = ""
    width: int = 0
    rows: int = 4
    group: str = ""
    small: bool = False
    within: tuple["Field", ...] = ()

    @property
    def first(self) -> str:
        """Name what a link to this field leads to."""
        return f"{self.name}-day" if self.look == "day" else self.name

    @property
    def choices(self) -> list[dict[str, Any]]:
        """Give the options as the macros of nhsuk-frontend take them."""
        return [
            {
                "value": o.value,
                "text": o.label,
                "hint": {"text": o.hint} if o.hint else None,
                "checked": o.chosen,
                "selected": o.chosen,
            }
            for o in self.options
        ]

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """Give the three boxes of a day as the macro takes them."""
        return [
            {"id": name, "name": name, "label": {"text": words}, "value": value, "width": width}
            for name, words, value, width in self.parts
        ]


def text(name: str, label: str, hint: str = "", **more: Any) -> Field:
    """Ask for a line."""
    return Field("text", name, label, hint, **more)


def long(name: str, label: str, hint: str = "", **more: Any) -> Field:
    """Ask for some lines."""
    return Field("long", name, label, hint, **more)


def day(name: str, label: str, hint: str = "", **more: Any) -> Field:
    """Ask for a day."""
    return Field("day", name, label, hint, **more)


def one(name: str, label: str, options: Iterable[Option], hint: str = "", **more: Any) -> Field:
    """Ask for one of several."""
    return Field("one", name, label, hint, tuple(options), **more)


def many(name: str, label: str, options: Iterable[Option], hint: str = "", **more: Any) -> Field:
    """Ask for any of several."""
    return Field("many", name, label, hint, tuple(options), **more)


def choose(name: str, label: str, options: Iterable[Option], hint: str = "", **more: Any) -> Field:
    """Ask for one of many, from a list that folds."""
    return Field("choose", name, label, hint, tuple(options), **more)


def row(label: str, within: Iterable[Field], **more: Any) -> Field:
    """Set some fields together under one heading."""
    return Field("row", "", label, within=tuple(within), **more)


def pair(*within: Field) -> Field:
    """Set some short fields side by side."""
    return Field("pair", "", within=within)


def fold(label: str, *within: Field) -> Field:
    """Keep some fields closed until somebody wants them."""
    return Field("fold", "", label, within=within)


def hidden(name: str, value: str) -> Field:
    """Send something along."""
    return Field("hidden", name, value=value)


@dataclass(frozen=True, slots=True)
class Filled:
    """Fields with what stands in them, and what is wrong with it."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...] = ()

    def also(self, *more: Field) -> "Filled":
        """Send some more along."""
        return replace(self, fields=(*self.fields, *more))

    @property
    def summary(self) -> list[dict[str, str]]:
        """List what is wrong, each with the way to its field."""
        asked = {f.name: f for f in _flat(self.fields)}
        return [
            {"text": p.under(asked[p.field].label), "href": f"#{asked[p.field].first}"}
            for p in self.problems
        ]


def filled(
    fields: Sequence[Field], typed: Typed = NOTHING, problems: Sequence[Problem] = ()
) -> Filled:
    """Put what was typed, or what is kept, into the fields, and each problem at its field.

    Problems stand in the order of the page.
    """
    names = [f.name for f in _flat(fields) if f.look not in {"hidden", "more"}]
    found = (replace(p, field=_nearest(p.field, names)) for p in problems)
    placed = tuple(sorted(found, key=lambda p: names.index(p.field)))
    errors = {p.field: p.words for p in reversed(placed)}
    return Filled(tuple(_filled(f, typed, errors) for f in fields), placed)


def _flat(fields: Sequence[Field]) -> Iterator[Field]:
    for one_ in fields:
        yield from _flat(one_.within) if one_.within else (one_,)


def _nearest(path: str, names: Sequence[str]) -> str:
    """Find the field a problem belongs to: `contacts.1.value` is at `contacts-1-value`.

    One of no field that is here goes to the first, so that nobody is left guessing.
    """
    name = path.replace(".", "-")
    while name:
        for found in (n for n in names if n == name or n.startswith(f"{name}-")):
            return found
        name = name.rpartition("-")[0]
    return names[0]


def _filled(asked: Field, typed: Typed, errors: Mapping[str, str]) -> Field:
    if asked.look in {"hidden", "more"}:
        return asked
    if asked.within:
        within = tuple(_filled(f, typed, errors) for f in asked.within)
        open_ = any(f.error or f.value.strip() for f in _flat(within))
        return replace(asked, within=within, value="open" if open_ else "")
    error = errors.get(asked.name, "")
    if asked.look == "day":
        parts = tuple(
            (f"{asked.name}-{part}", words, typed.one(f"{asked.name}-{part}"), width)
            for part, words, width in PARTS_OF_A_DAY
        )
        return replace(asked, parts=parts, error=error)
    chosen = typed.many(asked.name)
    options = tuple(replace(o, chosen=o.value in chosen) for o in asked.options)
    value = next(iter(typed.given.get(asked.name, ())), "")
    return replace(asked, options=options, value=value, error=error)
