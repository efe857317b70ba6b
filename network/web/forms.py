"""What a person chose, read from the address and written back to it.

Addresses carry short codes where the taxonomy has them, so that they spell out nothing. What we
cannot read is left out and said once; nothing here refuses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from network.directory.parts import FocusLevel
from network.directory.wanted import FIRST_THREE, MadeForWanted, OfferFilter, Order
from network.web.known import Known

METRES_IN_A_MILE = 1609.344
MILES = (2, 5, 10, 20, 60)
USUAL_MILES = 10
FROM_HOME = ("video", "phone", "text_chat", "own_time")
MOST = 60  # codes of one filter, as the directory allows


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter of the panel: its name in addresses, the directory's names, its title."""

    param: str
    facet: str
    field: str
    vocabulary: str
    title: str


CHOICES: tuple[Choice, ...] = (
    Choice("k", "kinds", "kinds", "kind", "Kind"),
    Choice("c", "madeFor", "made_for", "community", "Made by and for"),
    Choice("know", "firstTime", "first_time", "first_time", "Good to know"),
    Choice("join", "accessRoutes", "access_routes", "access_route", "How to join"),
    Choice("when", "when", "when", "when", "When"),
    Choice("format", "formats", "formats", "format", "How you meet"),
    Choice("cost", "cost", "cost", "cost", "Cost"),
    Choice("rec", "records", "records", "records", "What is written down"),
    Choice("access", "accessFeatures", "access_features", "access_feature", "Getting in"),
    Choice("lang", "languages", "languages", "language", "Language"),
    Choice("t", "themes", "themes", "theme", "Things in common"),
    Choice("host", "hosts", "hosts", "host", "Who runs it"),
    Choice("setting", "settings", "settings", "setting", "Sort of place"),
    Choice("space", "spaceNow", "space_now", "space_now", "Space"),
    Choice("area", "districts", "districts", "district", "Area"),
)
BY_PARAM: Mapping[str, Choice] = {choice.param: choice for choice in CHOICES}
ORDERS: Mapping[str, Order] = {
    "near": Order.NEAREST,
    "next": Order.NEXT_TO_HAPPEN,
    "fresh": Order.RECENTLY_CONFIRMED,
    "az": Order.TITLE,
    "shuffle": Order.FAIR_SHUFFLE,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Everything a person chose. `codes`: name in addresses → the vocabulary's codes.

    `within` is in miles. `together`: all communities at once. `welcome`: also offers that only
    say welcome. `unsaid`: filters that let through offers which have not said. `unread`: some of
    the address meant nothing to us.
    """

    near: str = ""
    text: str = ""
    within: int | None = None
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    together: bool = False
    welcome: bool = False
    unsaid: tuple[str, ...] = ()
    order: str = ""
    after: str | None = None
    before: str | None = None
    page: int = 1
    unread: bool = False

    @property
    def narrowed(self) -> bool:
        """Say whether anything but a place was chosen."""
        return bool(self.codes or self.text)

    def wanted(self) -> OfferFilter:
        """Turn it into the directory's filter."""
        levels = tuple(FocusLevel) if self.welcome else FIRST_THREE
        plain: dict[str, Any] = {
            BY_PARAM[param].field: codes for param, codes in self.codes.items() if param != "c"
        }
        return OfferFilter(
            text=self.text,
            made_for=tuple(MadeForWanted(c, levels) for c in self.codes.get("c", ())),
            made_for_all=self.together,
            or_not_stated=frozenset(BY_PARAM[p].facet for p in self.unsaid),
            **plain,
        )

    def without(self, param: str, code: str | None = None) -> "Chosen":
        """Take one choice away, or all of one filter."""
        left = tuple(c for c in self.codes.get(param, ()) if code is not None and c != code)
        codes = {p: cs for p, cs in {**self.codes, param: left}.items() if cs}
        return replace(self, codes=codes, after=None, before=None, page=1)


def read(query: QueryParams, known: Known) -> Chosen:
    """Read an address. Repeated names add up; unknown ones are left out and noted."""
    codes, lost = {}, False
    for choice in CHOICES:
        found, missed = _codes(query.getlist(choice.param), choice, known)
        lost = lost or missed
        if found:
            codes[choice.param] = found
    within, far_off = _number(query.get("within", ""), MILES[-1])
    page, _ = _number(query.get("page", ""), 10_000)
    order = query.get("order", "")
    unsaid = tuple(p for p in query.getlist("unsaid")[:MOST] if p in codes)
    return Chosen(
        near=_text(query, "near"),
        text=_text(query, "q"),
        within=within,
        codes=codes,
        together=query.get("together") == "1",
        welcome=query.get("welcome") == "1",
        unsaid=unsaid,
        order=order if order in ORDERS else "",
        after=query.get("after") or None,
        before=None if query.get("after") else query.get("before") or None,
        page=page or 1,
        unread=lost or far_off or (bool(order) and order not in ORDERS),
    )


def _text(query: QueryParams, name: str) -> str:
    """Take the first that says something: a repeated name is a slip, not an attack."""
    return next((v.strip() for v in query.getlist(name) if v.strip()), "")


def _codes(given: Sequence[str], choice: Choice, known: Known) -> tuple[tuple[str, ...], bool]:
    codes = [known.code_of(choice.vocabulary, g) for g in given[:MOST] if g]
    found = tuple(dict.fromkeys(code for code in codes if code))
    return found, None in codes or len(given) > MOST


def _number(typed: str, most: int) -> tuple[int | None, bool]:
    """Read a whole number from 1 up; gives None and whether something else stood there."""
    if not typed:
        return None, False
    if typed.isascii() and typed.isdigit() and len(typed) < 6 and 0 < int(typed) <= most:
        return int(typed), False
    return None, True


def address(chosen: Chosen, known: Known, path: str = "/find") -> str:
    """Write an address that shows just these choices, in short codes and always one order."""
    pairs: list[tuple[str, str]] = []
    if chosen.near:
        pairs.append(("near", chosen.near))
    if chosen.within and chosen.within != USUAL_MILES:
        pairs.append(("within", str(chosen.within)))
    if chosen.text:
        pairs.append(("q", chosen.text))
    for choice in CHOICES:
        codes = chosen.codes.get(choice.param, ())
        pairs += [(choice.param, known.short(choice.vocabulary, c)) for c in codes]
    pairs += _switches(chosen)
    pairs += [(n, v) for n, v in (("after", chosen.after), ("before", chosen.before)) if v]
    if chosen.page > 1:
        pairs.append(("page", str(chosen.page)))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _switches(chosen: Chosen) -> list[tuple[str, str]]:
    pairs = [
        (n, "1") for n in ("together", "welcome") if getattr(chosen, n) and "c" in chosen.codes
    ]
    pairs += [("unsaid", p) for p in chosen.unsaid if p in chosen.codes]
    return [*pairs, *([("order", chosen.order)] if chosen.order else [])]
