"""What a place is like: getting in, getting there, and what we have not been told."""

from dataclasses import dataclass
from urllib.parse import urlencode

from network.directory.cards import OfferCard, SiteCard
from network.web.known import Known
from network.web.views import facts, spoken

MOST_ASKED = (
    "step_free",
    "toilet_accessible",
    "hearing_loop",
    "low_sensory",
    "parking_blue",
    "bus_near",
)
"""What a page says it does not know, when nobody has said yes or no."""


NOT_SO = {
    "low_sensory": "It can be noisy or bright",
    "seating": "One sort of chair only",
    "lift_share": "No help with lifts or taxis",
    "scent_free": "There may be strong scents",
    "type_to_join": "You cannot type",
}
"""What “no” means where “No …” would not be English."""
TO_ASK = {
    "low_sensory": "noise and light",
    "seating": "chairs",
    "lift_share": "help with lifts or taxis",
    "scent_free": "scents",
    "type_to_join": "if you can type",
}


@dataclass(frozen=True, slots=True)
class Access:
    """One fact about getting in: there, not there, or to be asked."""

    icon: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place an offer happens at."""

    name: str
    lines: tuple[str, ...]
    access: tuple[Access, ...]
    ask: str
    map: str


def places(offer: OfferCard, known: Known) -> tuple[Place, ...]:
    """Describe each place; a private one is described without its name or address."""
    return tuple(_place(site, known, real=not offer.demonstration) for site in offer.sites[:5])


def _place(site: SiteCard, known: Known, *, real: bool) -> Place:
    lines = [site.getting_there, site.access_words]
    return Place(
        name=(site.town or "A private place") if site.withheld else site.name,
        lines=tuple(
            spoken.sentence(line) for line in [*facts.address(site, known), *lines] if line
        ),
        access=(*_said(site, known, "yes"), *_said(site, known, "no")),
        ask=_to_ask(site, known),
        map=_map(site) if real else "",
    )


def _said(site: SiteCard, known: Known, answer: str) -> list[Access]:
    codes = [code for code, said in site.access.items() if said == answer]
    labels = [
        (code, known.label("access_feature", code))
        for code in known.ordered("access_feature", codes)
    ]
    if answer == "yes":
        return [Access("tick", label, "is-yes") for _, label in labels]
    return [Access("no", NOT_SO.get(c, f"No {spoken.inside(w)}"), "is-no") for c, w in labels]


def _to_ask(site: SiteCard, known: Known) -> str:
    codes = [c for c in MOST_ASKED if site.access.get(c) not in {"yes", "no"}]
    unsure = [c for c, said in site.access.items() if said not in {"yes", "no"}]
    labels = [
        TO_ASK.get(code, spoken.inside(known.label("access_feature", code)))
        for code in known.ordered("access_feature", {*codes, *unsure})
    ]
    return f"Ask us about: {spoken.listed(labels)}." if labels else ""


def _map(site: SiteCard) -> str:
    """Give the address of a map of a place that is not private; we draw none of our own yet."""
    if site.withheld or not site.address:
        return ""
    wanted = ", ".join(part for part in (site.address, site.town) if part)
    return f"https://www.openstreetmap.org/search?{urlencode({'query': wanted})}"
