"""My offers: first what needs somebody, then all of them, by who runs them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from network.directory.cards import OfferCard
from network.directory.freshness import Freshness
from network.directory.tables import Offer, OfferState, Organisation, Standing
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Link, Notice


@dataclass(frozen=True, slots=True)
class Hosted:
    """An offer of mine, and what people see of it: of a draft, nothing."""

    offer: Offer
    card: OfferCard | None


@dataclass(frozen=True, slots=True)
class Mine:
    """One offer of mine: its name, its state in words."""

    title: str
    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Run:
    """An organisation, its offers, and what can be done for it."""

    name: str
    standing: str
    offers: tuple[Mine, ...]
    ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What needs me, and what is mine. `claimed`: something of mine waits for somebody's yes."""

    notices: tuple[Notice, ...]
    needs: tuple[Link, ...]
    runs: tuple[Run, ...]
    claimed: bool = False


STANDING = {
    Standing.NEW: "New here. A steward looks before the first page goes live.",
    Standing.UNCONFIRMED: "Not confirmed yet.",
    Standing.CONFIRMED: "",
}
DONE = {
    "saved": Notice("Saved", ("People see it now.",), "mist"),
    "yours": Notice("It is yours", ("You keep this entry now. Look it through.",), "mist"),
    "left": Notice("You have left", ("You do not keep that entry any more.",), "mist"),
    "in": Notice("Welcome", ("You are signed in.",), "mist"),
}


def page(
    mine: Sequence[Hosted], organisations: Sequence[Organisation], known: Known, done: str
) -> HomePage:
    """Make the page."""
    ordered = sorted(organisations, key=lambda one: one.name.casefold())
    return HomePage(
        notices=(DONE[done],) if done in DONE else (),
        needs=tuple(_needs(mine, known)),
        runs=tuple(_run(one, mine, known) for one in ordered),
    )


def _needs(mine: Iterable[Hosted], known: Known) -> Iterable[Link]:
    """Name what waits for somebody: finish a draft, check what is due."""
    for one in mine:
        title, here = one.offer.title, f"/hosts/offers/{one.offer.id}"
        if one.offer.state == OfferState.DRAFT and not one.offer.waits_since:
            yield Link(f"Finish {title}", here, "Nobody sees it until you publish it.")
        elif _live(one) and not _fresh(one, known):
            note = "One tap says that it is."
            yield Link(f"Is {title} still right?", f"{here}/still-right", note)


def _live(one: Hosted) -> bool:
    return one.offer.state in {OfferState.PUBLISHED, OfferState.PAUSED}


def _fresh(one: Hosted, known: Known) -> bool:
    return one.card is not None and one.card.freshness(known.now) is Freshness.FRESH


def _run(run_by: Organisation, mine: Sequence[Hosted], known: Known) -> Run:
    here = f"/hosts/organisation/{run_by.id}"
    own = [one for one in mine if one.offer.organisation_id == run_by.id]
    ways = (
        Link("About us", here),
        Link("Our places", f"{here}/places"),
        Link("Who keeps this entry", f"{here}/people"),
    )
    offers = tuple(_mine(one, known) for one in own)
    return Run(run_by.name, STANDING[Standing(run_by.standing)], offers, ways)


def _mine(one: Hosted, known: Known) -> Mine:
    return Mine(one.offer.title, f"/hosts/offers/{one.offer.id}", _state(one, known))


def _state(one: Hosted, known: Known) -> str:
    offer = one.offer
    match OfferState(offer.state):
        case OfferState.DRAFT:
            return "Waiting for a steward" if offer.waits_since else "Draft"
        case OfferState.PAUSED:
            return "Having a break"
        case OfferState.ENDED:
            return "Ended"
    if offer.ends_on:
        over = offer.ends_on < known.today
        return "Ended" if over else f"Closing on {spoken.day(offer.ends_on, known.today)}"
    if one.card is None or one.card.confirmed_at is None:
        return "Live. Not checked yet"
    return f"Live. Checked {spoken.ago(one.card.confirmed_at, known.now)}"
