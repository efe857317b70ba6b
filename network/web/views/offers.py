"""The page of one offer: it answers what people are afraid to ask, always in one order."""

from copy import copy
from dataclasses import dataclass, replace

from network.directory.cards import OfferCard
from network.directory.freshness import Freshness
from network.directory.parts import LONDON
from network.directory.tables import OfferState
from network.web import forms
from network.web.forms import Chosen
from network.web.known import Known
from network.web.views import contacts, facts, glance, kinds, notices, questions, spoken
from network.web.views.contacts import Way
from network.web.views.parts import Card, Line, Link, Notice
from network.web.views.places import Place, places

PRIVATE = {
    "nothing": "We write nothing about you. There is no sign-in sheet, and there are no notes.",
    "count_only": "We write down how many people came. No names.",
    "first_name": "We write down your first name. It stays with us.",
    "own_notes": "We keep some notes. You can see yours.",
    "shared_notes": "We write notes with you. You agree the words.",
    "nhs_record": "A note goes in your NHS health record. You can see it. So can your care staff.",
}
THEIR_PRIVATE = {
    "nothing": "They write nothing about you.",
    "count_only": "They write down how many people came. No names.",
    "first_name": "They write down your first name.",
    "own_notes": "They keep some notes. You can see yours.",
    "shared_notes": "They write notes with you. You agree the words.",
    "nhs_record": PRIVATE["nhs_record"],
}
"""The same of what nobody confirmed: we put no words in anyone’s mouth."""
HEAVY = frozenset({"suicidal", "self_harm"})
"""Themes with which two ways to talk now stand above the rest."""
DANGER = (
    "If we think someone is in serious danger we may need to tell someone who can help.",
    "We will talk to you first if we can.",
)
DANGER_ELSEWHERE = (
    "Most groups may tell someone who can help if they think someone is in serious danger.",
    "Ask how they would do it.",
)
WAYS_ON = {
    "leads_on": "Can lead on from here",
    "alongside": "Goes well with this",
    "step_up": "More support",
    "step_down": "A lighter touch",
}
LEADERS = {
    "peers_all": "Only people with lived experience lead it.",
    "peers_lead": "Peers lead it. Staff help.",
    "shared": "Peers and staff lead it as equals.",
    "peers_in_team": "A peer worker is part of a wider staff team.",
    "no_leader": "No one leads. Everyone takes a turn.",
}


@dataclass(frozen=True, slots=True)
class OfferPage:
    """All that the page of an offer says, ready to print. `preview`: the way back of its hosts."""

    title: str
    kind: str
    icon: str
    marks: tuple[str, ...]
    run_by: str
    organisation: Link
    summary: str
    calm: bool
    notices: tuple[Notice, ...]
    glance: tuple[Line, ...]
    contacts: tuple[Way, ...]
    no_contact: str
    checked: str
    over: bool
    usual_steps: str
    steps: tuple[Line, ...]
    what_happens: tuple[str, ...]
    questions: tuple[Line, ...]
    places: tuple[Place, ...]
    private: tuple[str, ...]
    values: tuple[Line, ...]
    who_runs: tuple[str, ...]
    leads_on: tuple[Link, ...]
    alike_heading: str
    alike: tuple[Card, ...]
    elsewhere: Link
    slug: str
    preview: str = ""


def page(offer: OfferCard, known: Known, alike: tuple[Card, ...] = ()) -> OfferPage:
    """Make the page of one offer; `alike` are others of its kind near it."""
    runs = offer.organisation
    over = offer.ended(known.today)
    return OfferPage(
        title=offer.title,
        kind=known.label("kind", offer.kind),
        icon=offer.kind,
        marks=facts.marks(offer, known),
        run_by=facts.run_by(runs.host),
        organisation=Link(runs.name, f"/organisations/{runs.slug}"),
        summary=offer.summary,
        calm=_heavy(offer),
        notices=notices.notices(offer, known),
        glance=glance.lines(offer, known),
        contacts=() if over else contacts.ways(offer, known),
        no_contact=contacts.none(offer, known),
        checked=_checked(offer, known),
        over=over,
        usual_steps="" if offer.first_visit else kinds.USUAL,
        steps=_steps(offer),
        what_happens=tuple(p for p in offer.what_happens.split("\n") if p.strip()),
        questions=questions.asked(offer, known),
        places=places(offer, known),
        private=_private(offer, known),
        values=_values(offer, known),
        who_runs=_who_runs(offer),
        leads_on=_leads_on(offer),
        alike_heading="What is near instead" if over else "Others like this",
        alike=alike,
        elsewhere=_elsewhere(offer, known),
        slug=offer.slug,
    )


def previewed(offer: OfferCard, known: Known, back: str) -> OfferPage:
    """Make the page as it would be, for those who run it, with the way back to their own."""
    seen = copy(offer)
    if offer.state == OfferState.DRAFT:  # to publish it is to say that it is right
        vars(seen).update(confirmed_at=known.now, due_at=None, stale_at=None)
    whole = page(seen, known)
    own = Notice("This is a preview", ("Only you and the others who run it can see this page.",))
    return replace(whole, notices=(own, *whole.notices), preview=back)


def _elsewhere(offer: OfferCard, known: Known) -> Link:
    """Lead to all there is in its districts, when they are few enough to name."""
    names = [n for n in map(known.district, offer.districts) if n]
    if not 0 < len(names) < 4:
        return Link(f"See all in {known.home}", "/find")
    href = forms.address(Chosen(codes={"area": tuple(offer.districts)}), known)
    return Link(f"See all in {spoken.listed(names)}", href)


def wants_others(offer: OfferCard, known: Known) -> bool:
    """Say whether a person who reads this may need another: it is over, paused or full."""
    over = offer.ended(known.today) or offer.state == OfferState.PAUSED
    return over or offer.space_now(known.now) == "full"


def _heavy(offer: OfferCard) -> bool:
    crisis = "crisis_space" in {offer.kind, *offer.also_kinds}
    return crisis or not HEAVY.isdisjoint(offer.themes)


def _checked(offer: OfferCard, known: Known) -> str:
    if offer.freshness(known.now) is Freshness.UNCONFIRMED:
        return "Not yet checked by the people who run it."
    assert offer.confirmed_at is not None  # noqa: S101  # all but unconfirmed were, once
    day = spoken.day(offer.confirmed_at.astimezone(LONDON).date(), known.today)
    checked = "Last checked" if offer.freshness(known.now) is Freshness.STALE else "Checked"
    ago = spoken.ago(offer.confirmed_at, known.now)
    return f"{checked} by the people who run it {ago}, on {day}."


def _steps(offer: OfferCard) -> tuple[Line, ...]:
    own = tuple(Line(s.title, (s.line,) if s.line else ()) for s in offer.first_visit)
    return own or kinds.usual_steps(offer.kind, in_a_room=facts.to_go_to(offer))


def _private(offer: OfferCard, known: Known) -> tuple[str, ...]:
    """Say what is written down: in the host's words, and always when a record leaves the group."""
    own = [spoken.sentence(offer.records_words)] if offer.records_words else []
    codes = [c for c in offer.records if c in PRIVATE and (not own or c == "nhs_record")]
    unknown = ["They have not said what is written down. Ask us before you go."]
    unsure = offer.freshness(known.now) is Freshness.UNCONFIRMED
    words = THEIR_PRIVATE if unsure else PRIVATE
    danger = DANGER_ELSEWHERE if unsure else DANGER
    return (*(own + [words[c] for c in codes] or unknown), " ".join(danger))


def _values(offer: OfferCard, known: Known) -> tuple[Line, ...]:
    terms = known.words.terms.get("value", {})
    lines = []
    for lived in offer.values:
        hint = terms[lived.value].hint if lived.value in terms else ""
        label = known.label("value", lived.value)
        lines.append(
            Line(f"{label}: {hint[0].lower()}{hint[1:]}" if hint else label, (lived.words,))
        )
    return tuple(lines)


def _who_runs(offer: OfferCard) -> tuple[str, ...]:
    runs = offer.organisation
    said = [f"It is run by {runs.name}."]
    if offer.leadership in LEADERS:
        said.append(LEADERS[offer.leadership])
    return (" ".join([*said, *_peers(offer)]),)


def _peers(offer: OfferCard) -> list[str]:
    peers, said = offer.peers, []
    if peers is None:
        return []
    if peers.paid:
        said.append(f"{spoken.counted(peers.paid, 'paid peer worker')}.")
    if peers.volunteers:
        said.append(f"{spoken.counted(peers.volunteers, 'volunteer')}.")
    if peers.members:
        said.append("Members run it themselves.")
    if peers.supervised_by_peer:
        said.append("Peer workers have a peer to support them.")
    return [" ".join(said)] if said else []


def _leads_on(offer: OfferCard) -> tuple[Link, ...]:
    return tuple(
        Link(p.title, f"/offers/{p.slug}", spoken.sentence(p.note or WAYS_ON.get(p.kind, "")))
        for p in offer.pathways
    )
