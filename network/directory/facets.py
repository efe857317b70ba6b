"""Facets: the filters a person can choose from, each with its condition in SQL and its counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from network.directory.tables import Sector
from network.directory.terms import Words
from network.directory.wanted import FIRST_THREE, MadeForWanted, OfferFilter

Bind = Callable[[Any], str]
"""Keeps a value for the statement and gives back the name it goes by in the SQL."""

WEEK = timedelta(days=7)
SECTOR_LABELS: Mapping[str, str] = {
    Sector.NHS: "NHS",
    Sector.VCSE: "Charity or community",
    Sector.USER_LED: "People with lived experience",
    Sector.LOCAL_AUTHORITY: "Council",
    Sector.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: the API's name, its field, its label, its words, and its column."""

    name: str
    field: str
    label: str
    vocabulary: str
    column: str


@dataclass(frozen=True, slots=True)
class Value:
    """One choice of a facet, and how many offers it would show."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet counted for the rest of the choice; `unsaid`: how many have not said."""

    name: str
    label: str
    values: Sequence[Value]
    unsaid: int = 0


def _plain(name: str, field: str, label: str, vocabulary: str) -> Facet:
    return Facet(name, field, label, vocabulary, field)


FACETS: Mapping[str, Facet] = {
    f.name: f
    for f in (
        _plain("kinds", "kinds", "Kind", "kind"),
        _plain("accessRoutes", "access_routes", "How to join", "access_route"),
        _plain("firstTime", "first_time", "Good to know", "first_time"),
        _plain("records", "records", "What is written down", "records"),
        _plain("cost", "cost", "Cost", "cost"),
        Facet("madeFor", "made_for", "Made by and for", "community", "made_for"),
        Facet("accessFeatures", "access_features", "Getting in", "access_feature", "accesses"),
        Facet("when", "when", "When", "when", "times"),
        _plain("formats", "formats", "How you meet", "format"),
        _plain("settings", "settings", "Where it happens", "setting"),
        _plain("themes", "themes", "Things in common", "theme"),
        _plain("languages", "languages", "Language", "language"),
        Facet("spaceNow", "space_now", "Space for new people", "space_now", "space"),
        _plain("hosts", "hosts", "Who runs it", "host"),
        _plain("sectors", "sectors", "Sector", "sector"),
        Facet("districts", "districts", "Place", "district", "districts"),
    )
}
"""In the order a panel shows them; the names are those of `OfferFilter` in the API."""


def wanting(vocabulary: str, code: str) -> OfferFilter:
    """Ask for one word."""
    if vocabulary == "community":
        return OfferFilter(made_for=(MadeForWanted(code),))
    named: dict[str, Any] = {
        f.field: (code,) for f in FACETS.values() if f.vocabulary == vocabulary
    }
    return OfferFilter(**named)


def current(wanted: OfferFilter, words: Words) -> OfferFilter:
    """Read merged words of a question, however deep, as the words that stand in their place."""

    def now(vocabulary: str, codes: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(words.current(vocabulary, code) for code in codes))

    plain = (f for f in FACETS.values() if f.vocabulary in words.terms and f.name != "madeFor")
    named: dict[str, Any] = {f.field: now(f.vocabulary, getattr(wanted, f.field)) for f in plain}
    for name in ("all", "any", "none"):
        named[name] = tuple(current(one, words) for one in getattr(wanted, name))
    made_for = (
        replace(m, community=words.current("community", m.community)) for m in wanted.made_for
    )
    return replace(wanted, made_for=tuple(made_for), **named)


def columns(words: Words, now: datetime, bind: Bind) -> dict[str, str]:
    """Give each facet's mask as SQL over the listing `l`, true at this moment."""
    week = 1 << words.term("when", "this_week").bit if "when" in words.terms else 0
    soon = f"u between {bind(now)} and {bind(now + WEEK)}"
    # The first date is kept beside: looking through all of them is for listings of some days ago.
    exact = (
        f"case when l.next_at >= {bind(now)} then l.next_at <= {bind(now + WEEK)}"
        f" when l.next_at is null then false"
        f" else exists (select from unnest(l.upcoming) u where {soon}) end"
    )
    own = {f.field: f"l.{f.column}" for f in FACETS.values()}
    own["made_for"] = "(l.by_and_for | l.for_only | l.made_with)"
    own["space_now"] = f"(case when l.space_until > {bind(now)} then l.space else 0 end)"
    own["when"] = f"(l.times | (case when {exact} then {week} else 0 end))"
    return own


def conditions(
    wanted: OfferFilter, words: Words, own: Mapping[str, str], bind: Bind
) -> dict[str, str]:
    """Give the SQL condition of every facet that something was chosen in, by the API's name."""
    found = {}
    for facet in FACETS.values():
        chosen = getattr(wanted, facet.field)
        if not chosen:
            continue
        unsaid = facet.name in wanted.or_not_stated
        found[facet.name] = _condition(facet, wanted, words, own[facet.field], bind)
        if unsaid:
            found[facet.name] = f"({found[facet.name]} or {_unsaid(facet, own[facet.field])})"
    return found


def _condition(facet: Facet, wanted: OfferFilter, words: Words, column: str, bind: Bind) -> str:
    if facet.name == "madeFor":
        return _made_for(wanted, words, bind)
    if facet.name == "districts":
        return f"{column} && {bind(list(wanted.districts))}"
    if facet.name == "sectors":
        return f"{column} & {bind(sector_mask(wanted.sectors))} <> 0"
    mask = bind(words.mask(facet.vocabulary, getattr(wanted, facet.field), facet.name))
    if facet.name == "accessFeatures":  # all of them, and at one place
        return f"exists (select from unnest({column}) a where a & {mask} = {mask})"
    return f"{column} & {mask} <> 0"


def _made_for(wanted: OfferFilter, words: Words, bind: Bind) -> str:
    each = []
    for one in wanted.made_for:
        bit = bind(words.mask("community", [one.community], "madeFor"))
        levels = " | ".join(f"l.{level.value}" for level in one.levels or FIRST_THREE)
        each.append(f"({levels}) & {bit} <> 0")
    return "(" + (" and " if wanted.made_for_all else " or ").join(each) + ")"


def _unsaid(facet: Facet, column: str) -> str:
    if facet.name == "districts":
        return f"cardinality({column}) = 0"
    if facet.name == "accessFeatures":
        return f"0 = all ({column})"
    return f"{column} = 0"


def sector_mask(sectors: Sequence[Sector]) -> int:
    """Fold sectors into one number, a bit for each."""
    return sum(1 << bit for bit, sector in enumerate(Sector) if sector in sectors)


def needs_all(facet: Facet, wanted: OfferFilter) -> bool:
    """Say whether all values chosen must hold at once: then adding one narrows."""
    return facet.name == "accessFeatures" or (facet.name == "madeFor" and wanted.made_for_all)


def counted(facet: Facet, rows: Sequence[tuple[int, int]], words: Words) -> Counted:
    """Turn (mask, how many offers carry just that) into a count for each word."""
    tally: dict[int, int] = {}
    unsaid = 0
    for mask, many in rows:
        left = mask
        unsaid += 0 if mask else many
        while left:
            lowest = left & -left
            tally[lowest] = tally.get(lowest, 0) + many
            left ^= lowest
    return Counted(facet.name, facet.label, _values(facet, tally, words), unsaid)


def _values(facet: Facet, tally: Mapping[int, int], words: Words) -> list[Value]:
    if facet.name == "sectors":
        pairs = enumerate(SECTOR_LABELS.items())
        return [Value(str(code), label, tally.get(1 << bit, 0)) for bit, (code, label) in pairs]
    listed = words.choices.get(facet.vocabulary, ())
    return [Value(code, label, tally.get(bit, 0)) for bit, code, label in listed]
