"""The panel of choices beside the results, each with its true count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from network.directory.facets import Counted
from network.directory.search import Answer
from network.web import forms
from network.web.forms import CHOICES, MILES, USUAL_MILES, Choice, Chosen
from network.web.known import AREA, Known
from network.web.views import spoken
from network.web.views.parts import Link

ONLY_WHAT_THERE_IS = frozenset({"lang", "area"})
"""Lists too long to show what nobody offers."""


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick: its mark on the page, what stands in the address, its label and count."""

    id: str
    value: str
    label: str
    count: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Boxes under one legend."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """A box that changes how a filter is read."""

    param: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One filter of the panel."""

    param: str
    anchor: str
    title: str
    chosen: int
    open: bool
    parts: tuple[Part, ...]
    switches: tuple[Switch, ...]
    unstated: Link | None


@dataclass(frozen=True, slots=True)
class Distance:
    """One distance in the list. The names are those that the select macro reads."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The panel: place, distance, words, and a group for each filter."""

    near: str
    text: str
    order: str
    unsaid: tuple[str, ...]
    distances: tuple[Distance, ...]
    groups: tuple[Group, ...]
    open: bool


def form(chosen: Chosen, answer: Answer, known: Known, opened: str = "") -> Form:
    """Make the panel, filled in as the person left it. `opened`: the part a link leads to."""
    counted = {c.name: c for c in answer.facets or ()}
    made = (_group(c, chosen, counted.get(c.facet), known) for c in CHOICES)
    groups = (replace(g, open=True) if g.param == opened else g for g in made)
    return Form(
        near=chosen.near,
        text=chosen.text,
        order=chosen.order,
        unsaid=chosen.unsaid,
        distances=_distances(chosen),
        groups=tuple(group for group in groups if group.parts),
        open=bool(opened),
    )


def _distances(chosen: Chosen) -> tuple[Distance, ...]:
    far = chosen.within or USUAL_MILES
    every = sorted({*MILES, far})
    return tuple(Distance(str(m), f"Within {spoken.counted(m, 'mile')}", m == far) for m in every)


def _group(choice: Choice, chosen: Chosen, counted: Counted | None, known: Known) -> Group:
    ticked = chosen.codes.get(choice.param, ())
    counts = {v.code: v.count for v in counted.values} if counted else {}
    return Group(
        param=choice.param,
        anchor="made-for" if choice.param == "c" else f"group-{choice.param}",
        title=choice.title,
        chosen=len(ticked),
        open=bool(ticked) or choice.param == "k",
        parts=_parts(choice, chosen, counts, known),
        switches=_switches(choice, chosen),
        unstated=_unstated(choice, chosen, counted, known) if ticked else None,
    )


def _parts(
    choice: Choice, chosen: Chosen, counts: Mapping[str, int], known: Known
) -> tuple[Part, ...]:
    ticked = chosen.codes.get(choice.param, ())
    rows = [r for r in _rows(choice, known) if _worth(choice, r[1], ticked, counts)]
    return tuple(
        Part(title, tuple(_option(choice, code, chosen, counts, known) for _, code in members))
        for title, members in groupby(rows, key=lambda row: row[0])
    )


def _rows(choice: Choice, known: Known) -> list[tuple[str, str]]:
    """List the heading and the code of each box."""
    if choice.vocabulary == AREA:
        return [("", code) for code in known.areas]
    return [(t.group or "", t.code) for t in known.words.listed(choice.vocabulary)]


def _worth(choice: Choice, code: str, ticked: Sequence[str], counts: Mapping[str, int]) -> bool:
    return choice.param not in ONLY_WHAT_THERE_IS or code in ticked or counts.get(code, 0) > 0


def _option(
    choice: Choice, code: str, chosen: Chosen, counts: Mapping[str, int], known: Known
) -> Option:
    count, value = counts.get(code, 0), known.short(choice.vocabulary, code)
    return Option(
        id=f"{choice.param}-{value}",
        value=value,
        label=known.label(choice.vocabulary, code),
        count=f"({count:,})" if count else _none(chosen) if counts else "",
        chosen=code in chosen.codes.get(choice.param, ()),
    )


def _none(chosen: Chosen) -> str:
    return "none near" if chosen.near else "none yet"


def _switches(choice: Choice, chosen: Chosen) -> tuple[Switch, ...]:
    if choice.param != "c":
        return ()
    return (
        Switch("together", "All of these together", chosen.together),
        Switch("welcome", "Also show those that say welcome", chosen.welcome),
    )


def _unstated(choice: Choice, chosen: Chosen, counted: Counted | None, known: Known) -> Link | None:
    """Say how many have not said, so that nothing is hidden in silence."""
    if counted is None or not counted.unsaid or choice.param == "c":
        return None
    if choice.param in chosen.unsaid:
        fewer = replace(chosen, unsaid=tuple(p for p in chosen.unsaid if p != choice.param))
        return Link("Hide those that have not said", forms.address(fewer, known))
    more = replace(chosen, unsaid=(*chosen.unsaid, choice.param), after=None, before=None, page=1)
    have = "has" if counted.unsaid == 1 else "have"
    return Link(f"{counted.unsaid:,} more {have} not said. Show them", forms.address(more, known))
