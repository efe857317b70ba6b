"""The page of results: what was chosen, what was found, and ways on when it is not enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from network.directory.search import Answer
from network.directory.wanted import Order
from network.web import forms
from network.web.forms import CHOICES, FROM_HOME, USUAL_MILES, Chosen
from network.web.known import Known
from network.web.views import kinds, panel, spoken
from network.web.views.cards import card
from network.web.views.facts import Far
from network.web.views.offers import HEAVY
from network.web.views.panel import Form
from network.web.views.parts import Card, Link, Notice

SAID = {
    Order.NEAREST: "Nearest first, then support with no set place. We never rank or rate.",
    Order.NEXT_TO_HAPPEN: "Soonest first. We never rank or rate.",
    Order.RECENTLY_CONFIRMED: "Checked most lately first. We never rank or rate.",
    Order.TITLE: "A to Z. We never rank or rate.",
    Order.FAIR_SHUFFLE: f"{kinds.ORDER_SAID} We never rank or rate.",
    Order.RELEVANCE: "Closest to your words first. We never rank or rate.",
}
NAMES = {
    "near": "Nearest",
    "next": "Next to happen",
    "fresh": "Checked most lately",
    "az": "A to Z",
    "shuffle": "Today’s shuffle",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken, in which field, what was typed there, and ways on from it."""

    words: str
    field: str
    typed: str
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """How the page is shown: with which part of the panel open, and what went wrong."""

    opened: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """One way to order the results."""

    words: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """All that the page of results says, ready to print."""

    title: str
    heading: str
    count: str
    calm: bool
    notices: tuple[Notice, ...]
    chosen: tuple[Link, ...]
    change: str
    form: Form
    offers: tuple[Card, ...]
    order_said: str
    orders: tuple[Sorted, ...]
    widen_heading: str
    widen: tuple[Link, ...]
    previous: str
    next: str
    from_home: str
    problem: Problem | None = None


def page(
    chosen: Chosen, answer: Answer, known: Known, ways: Sequence[Link], how: Shown
) -> ResultsPage:
    """Make the page. `ways`: how to find more, each with its true count."""
    problem = how.problem
    shown = rounded(chosen, answer)
    near = f"near {answer.place.label}" if answer.place else f"in {known.home}"
    number = f", page {shown.page}" if shown.page > 1 else ""
    previous, next_ = _pages(shown, answer, known)
    return ResultsPage(
        title=("Error: " if problem else "") + f"Results {near}{number}",
        heading=f"Peer support {near}",
        count=_count(shown, answer),
        calm=not HEAVY.isdisjoint(shown.codes.get("t", ())),
        notices=_notices(shown, answer, known, problem),
        chosen=_chips(shown, known),
        change=_change(shown, known),
        form=panel.form(shown, answer, known, how.opened),
        offers=_cards(answer, known),
        order_said=SAID[answer.order],
        orders=_orders(shown, answer, known),
        widen_heading=("You could look wider" if answer.hits else "Try one of these"),
        widen=tuple(ways),
        previous=previous,
        next=next_,
        from_home=from_home(known),
        problem=problem,
    )


def _change(chosen: Chosen, known: Known) -> str:
    """Lead to the place box with the panel open, which older browsers do not open by themselves."""
    here = forms.address(_first_page(chosen), known)
    return f"{here}{'&' if '?' in here else '?'}open=near#near"


def _cards(answer: Answer, known: Known) -> tuple[Card, ...]:
    rough = answer.place is not None and answer.place.approximate
    return tuple(
        card(hit.offer, known, Far(hit.distance, about=rough) if hit.near else None)
        for hit in answer.hits
    )


def from_home(known: Known) -> str:
    """Give the address of all support that can be joined from home."""
    return forms.address(Chosen(codes={"format": FROM_HOME}), known)


def rounded(chosen: Chosen, answer: Answer) -> Chosen:
    """Put the outward code or the place's name where a postcode was typed: no link repeats it."""
    return replace(chosen, near=answer.place.label if answer.place else "")


def _count(chosen: Chosen, answer: Answer) -> str:
    total = answer.total or 0
    if not total:
        return "Nothing matches all of these. That is not your fault."
    said = spoken.counted(total, "result")
    if answer.place is None:
        return f"{said}."
    far = spoken.counted(chosen.within or USUAL_MILES, "mile")
    near = sum(hit.near for hit in answer.hits)
    if len(answer.hits) < total:
        first = answer.order is Order.NEAREST and not (chosen.after or chosen.before)
        if first and 0 < near < len(answer.hits):  # the near ones come first, so this is all
            rest = f"{total - near:,} more from home or for your whole area"
            return f"{spoken.counted(near, 'result')} within {far}, and {rest}."
        return f"{said} within {far}, from home or for your whole area."
    home = sum(hit.from_home and not hit.near for hit in answer.hits)
    covers = total - near - home
    others = [f"{home} you can join from home"] if home else []
    others += [f"{covers} for your whole area"] if covers else []
    if not near:
        return f"None within {far}, but {spoken.listed(others)}."
    return ", and ".join([f"{spoken.counted(near, 'result')} within {far}", *others]) + "."


def _notices(
    chosen: Chosen, answer: Answer, known: Known, problem: Problem | None
) -> tuple[Notice, ...]:
    said = [Notice("", (), "mist", link) for link in (problem.ways if problem else ())]
    place = answer.place
    if place and not place.inside:
        lines = ("Here is what is near, including over the border.",)
        said.append(Notice(f"{place.label} is just outside {known.home}", lines, "mist"))
    if answer.showing_for:
        lines = (f"Nothing has the words you typed. We show “{answer.showing_for}”.",)
        said.append(Notice("We changed a spelling", lines, "mist"))
    if chosen.unread:
        lines = ("We could not read part of the web address, so we left it out.",)
        said.append(Notice("", lines, "mist"))
    return tuple(said)


def _chips(chosen: Chosen, known: Known) -> tuple[Link, ...]:
    chips = []
    for choice in CHOICES:
        for code in chosen.codes.get(choice.param, ()):
            href = forms.address(chosen.without(choice.param, code), known)
            chips.append(Link(known.label(choice.vocabulary, code), href))
    plain = _first_page(chosen)
    if chosen.text:
        chips.append(Link(f"“{chosen.text}”", forms.address(replace(plain, text=""), known)))
    if chosen.together and len(chosen.codes.get("c", ())) > 1:
        off = forms.address(replace(plain, together=False), known)
        chips.append(Link("All of these together", off))
    if chosen.near:
        chips.append(Link(f"Near {chosen.near}", forms.address(replace(plain, near=""), known)))
    return tuple(chips)


def _orders(chosen: Chosen, answer: Answer, known: Known) -> tuple[Sorted, ...]:
    plain = _first_page(chosen)
    return tuple(
        Sorted(
            words,
            forms.address(replace(plain, order=name), known),
            current=forms.ORDERS[name] is answer.order,
        )
        for name, words in NAMES.items()
        if name != "near" or answer.place
    )


def _first_page(chosen: Chosen) -> Chosen:
    return replace(chosen, after=None, before=None, page=1)


def _pages(chosen: Chosen, answer: Answer, known: Known) -> tuple[str, str]:
    if not answer.hits:
        return "", ""
    back = bool(chosen.after) or (bool(chosen.before) and answer.more)
    on = bool(chosen.before) or answer.more
    plain = _first_page(chosen)
    first, last = answer.hits[0].cursor, answer.hits[-1].cursor
    earlier = replace(plain, before=first, page=max(1, chosen.page - 1))
    later = replace(plain, after=last, page=chosen.page + 1)
    return (
        forms.address(earlier, known) if back else "",
        forms.address(later, known) if on else "",
    )
