"""The facts of an offer in words: when, where, how to join, what to know, how fresh it is."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from network.directory import schedule
from network.directory.cards import OfferCard, SiteCard
from network.directory.freshness import Freshness
from network.directory.parts import FocusLevel, Means
from network.directory.tables import OfferState
from network.web.known import Known
from network.web.views import spoken
from network.web.views.spoken import sentence

NOT_SAID = "They have not said. Ask us"
NO_PAGE = "From notes we were given, and not from a public page"
REMOTE = ("video", "phone", "text_chat", "own_time", "letter")
RUN_BY = {
    "user_led": "people with lived experience",
    "community_group": "a community group",
    "charity": "a charity",
    "social_enterprise": "a social enterprise",
    "nhs": "the NHS",
    "council": "the council",
    "faith_org": "a faith group",
    "education_org": "a place of learning",
    "housing_org": "a housing organisation",
    "partnership": "a partnership",
}
FOR = {
    FocusLevel.BY_AND_FOR: "Made by and for",
    FocusLevel.FOR_ONLY: "Only for",
    FocusLevel.MADE_WITH: "Made with",
    FocusLevel.WELCOMES: "Open to all, and says welcome to",
}


def run_by(host: str | None) -> str:
    """Say who runs it, in the same plain words for a hospital and for a kitchen table."""
    return f"Run by {RUN_BY[host]}" if host in RUN_BY else "Run by"


def made_for(offer: OfferCard, known: Known) -> list[str]:
    """Say whom it is made for, a sentence for each strength; nothing when nothing is stated."""
    said: list[str] = []
    for level, words in FOR.items():
        codes = [m.community for m in offer.made_for if m.level is level]
        if codes:
            labels = [_in_a_list(label) for label in known.labels("community", codes)]
            narrower = said and level is FocusLevel.WELCOMES  # so it is not open to all
            begin = "Says welcome to" if narrower else words
            said.append(f"{begin} {spoken.listed(labels)}")
    return said


def _in_a_list(label: str) -> str:
    """Take out a comma before an age: “young people 16 to 25” among others."""
    return re.sub(r",(?= (?:under |over )?\d)", "", spoken.inside(label))


def when(offer: OfferCard) -> str:
    """Say when it happens, in one line."""
    if offer.schedule_words:
        return offer.schedule_words
    times = list(dict.fromkeys(map(schedule.words, offer.schedule)))
    if not times:
        return "When it suits you" if "own_time" in offer.formats else "Ask us when"
    return "; ".join(times[:2])


@dataclass(frozen=True, slots=True)
class Far:
    """How far away something is, in metres; `about`: measured from the middle of an area."""

    metres: float | None
    about: bool


def where(offer: OfferCard, known: Known, far: Far | None = None) -> str:
    """Say where, with the distance when it is known; a private place is only said roughly."""
    home = ", or from home" if from_home(offer) else ""
    if not offer.sites:
        return f"{around(offer, known)}{home}" if to_go_to(offer) else "From home"
    site = offer.sites[0]
    name = site.town or known.district(site.district or "") or site.name
    if site.withheld:
        rough = name if name == site.name else f"In {name}"
        name = f"Near {site.outcode}" if site.outcode else rough
    away = _away(site, far)
    more = f", and {spoken.counted(len(offer.sites) - 1, 'more place')}" if offer.sites[1:] else ""
    return f"{name}{away}{more}{home}"


def _away(site: SiteCard, far: Far | None) -> str:
    if far is None or far.metres is None:
        return ""
    return f", {spoken.miles(far.metres, about=far.about or site.approximate)}"


def to_go_to(offer: OfferCard) -> bool:
    """Say whether there is somewhere to go, even if nobody has said where."""
    return "in_person" in offer.formats or not from_home(offer)


def around(offer: OfferCard, known: Known) -> str:
    """Say roughly where, for an offer with no place of its own."""
    names = [n for n in map(known.district, offer.districts) if n]
    if not names:
        return "Ask us where"
    return spoken.listed(names) if len(names) < 4 else f"Many places in {known.home}"


def from_home(offer: OfferCard) -> bool:
    """Say whether a person can join without going anywhere."""
    return any(f in REMOTE for f in offer.formats)


def address(site: SiteCard, known: Known) -> list[str]:
    """Say a place in full, or only roughly when its address is withheld."""
    town = site.town or known.district(site.district or "")
    if site.withheld:
        rough = f"Near {site.outcode}" if site.outcode else f"In {town}"
        return [f"{rough}. The address is private. They tell you when you get in touch"]
    parts = [site.name, site.address, town if town not in (site.address or "") else None]
    return [", ".join(dict.fromkeys(p for p in parts if p))]


def join(offer: OfferCard, known: Known) -> str:
    """Say how to join: fewest steps first."""
    if offer.join_words:
        return offer.join_words
    labels = known.labels("access_route", offer.access_routes)
    said = [labels[0], *(spoken.inside(w) for w in labels[1:2])] if labels else []
    return ", or ".join(said) or "Ask us how"


def good_to_know(offer: OfferCard, known: Known) -> str:
    """Say two or three things that people want to know before a first visit."""
    said = known.labels("first_time", offer.first_time)[:2]
    others = [w for w in known.labels("language", offer.languages) if w != "English"]
    if others:
        also = "Also in" if "eng" in offer.languages else "In"
        said = [f"{also} {spoken.listed(others[:3])}", *said[:1]]
    if not said and "nhs_record" in offer.records:
        said = ["An NHS health record is kept"]
    return " ".join(sentence(w) for w in said) or "Ask us what to expect"


def fresh(offer: OfferCard, known: Known) -> str:
    """Say how sure this is, and what to do about it."""
    match offer.freshness(known.now):
        case Freshness.UNCONFIRMED:
            return described(offer)
        case Freshness.STALE:
            return f"Not checked lately. {before_you_go(offer)}"
        case state:
            assert offer.confirmed_at is not None  # noqa: S101  # fresh and due mean confirmed
            said = f"Checked {spoken.ago(offer.confirmed_at, known.now)}"
            return said if state is Freshness.FRESH else f"{said}. It is due to be checked again."


def before_you_go(offer: OfferCard) -> str:
    """Say what to do about what may have changed, as far as it can be done."""
    ways = {contact.means for contact in offer.contacts}
    if ways & {Means.PHONE, Means.TEXT}:
        return "Call before you go."
    return "Ask before you go." if ways or offer.organisation.website else "It may have changed."


def described(offer: OfferCard) -> str:
    """Say where and when a public source described an offer."""
    return described_at(offer.source, offer.described)


def described_at(source: str | None, when: str | None) -> str:
    """Say where and when a public source described something."""
    place = site_name(source)
    said = f"Described at {place} {_described_when(when)}" if place else NO_PAGE
    return f"{said}; not confirmed by the people who run it."


def site_name(source: str | None) -> str:
    """Name the website of the first address in a source."""
    name = urlsplit(page_of(source)).hostname or ""
    return name.removeprefix("www.").rstrip(".")


def page_of(source: str | None) -> str:
    """Find the first web address in a source, without the marks that follow it."""
    first = re.search(r"https?://[^\s;,]+", source or "")
    return first[0].rstrip(".") if first else ""


def _described_when(when: str | None) -> str:
    found = re.search(r"((?:19|20)\d\d)(?:-(\d\d))?", when or "")
    if found is None:
        return "on a page with no date"
    year, month = int(found[1]), int(found[2] or 0)
    return f"in {date(year, month, 1):%B %Y}" if 1 <= month <= 12 else f"in {year}"


def marks(offer: OfferCard, known: Known) -> tuple[str, ...]:
    """Give the short marks that stand beside the kind: what is special about it just now."""
    said = []
    if offer.demonstration:
        said.append("Made up")
    if offer.ended(known.today):
        return (*said, "Ended")
    if offer.freshness(known.now) is Freshness.UNCONFIRMED:
        said.append("Not confirmed")
    if offer.state == OfferState.PAUSED:
        said.append("Having a break")
    if offer.ends_on:
        said.append("Closing soon")
    if offer.space_now(known.now) == "full":
        said.append("Full for now")
    return tuple(said)
