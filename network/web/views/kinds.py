"""The ten kinds in plain words: what it is, what happens, when it suits and when it may not.

None is above another. The steps also stand in for those a host has not written yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from network.web.known import Known
from network.web.views.parts import Card, Kind, Line


@dataclass(frozen=True, slots=True)
class About:
    """What a kind is like for a person who has never tried it."""

    lead: str
    steps: tuple[tuple[str, str], ...]
    good_for: tuple[str, ...]
    may_not_suit: tuple[str, ...]


ABOUT: Mapping[str, About] = {
    "group": About(
        "A few people meet to share and listen. People have something in common.",
        (
            ("You come in and find a seat", "Someone says hello. You can sit near the door."),
            ("The host says how it works", "People agree to keep what they hear private."),
            ("People take turns", "You can talk, or you can pass. No one minds."),
            ("It ends on time", "Some people stay for a chat. You can just go."),
        ),
        ("You want to hear how others get by.", "You like to know the same faces."),
        ("You find rooms with people hard just now.", "You want one person to yourself."),
    ),
    "one_to_one": About(
        "You meet the same person a few times. They have been through hard times too.",
        (
            ("You say hello", "You hear a bit about them. You choose what to tell."),
            ("You say what matters to you", "There is no test and no right answer."),
            ("You meet a few more times", "You pick the pace together."),
            ("You plan the ending", "You know how many times from the start."),
        ),
        ("You want time and quiet to talk.", "You find groups hard."),
        ("You want to meet many people.", "You would like to come and go."),
    ),
    "open_space": About(
        "Come and go when you like. Talk, or sit quietly.",
        (
            ("You come in when it suits you", "There is no set start for you."),
            ("You find a seat and a drink", "Most places have tea or coffee."),
            ("You join in, or you don’t", "You can talk, play, draw or just sit."),
            ("You leave when you want", "You can come back next time, or not."),
        ),
        ("You do not know how you will feel on the day.", "You like to have people round you."),
        ("Noise or new faces are hard for you.", "You want a set time with one person."),
    ),
    "activity": About(
        "People walk, cook, make, grow or play. Talk comes easier with busy hands.",
        (
            ("You meet at the start", "Someone shows you what to do."),
            ("You have a go", "You do not have to be good at it."),
            ("You talk, or you don’t", "Side by side can be easier than face to face."),
            ("You stop when you want", "You can rest, watch or go home."),
        ),
        ("You do not like to sit and talk.", "You would like to try something new."),
        ("You want quiet time to talk something through.", "Getting there is hard."),
    ),
    "phone_text": About(
        "Talk or message with a peer, from where you are.",
        (
            ("You call or send a text", "You can do it from any place."),
            ("A person answers", "They have been through hard times too."),
            ("You say as much as you like", "You do not have to give your name."),
            ("You end it when you want", "You can just say bye."),
        ),
        ("You want to stay at home.", "You would like to talk today."),
        ("You do not like the phone.", "Others could hear you where you live."),
    ),
    "online_community": About(
        "Read, post or chat online, when it suits you.",
        (
            ("You look round first", "You can read for as long as you like."),
            ("You pick a name", "It does not have to be your own."),
            ("You post or chat", "Or you send a heart and say no more."),
            ("You take a break when you want", "You can switch off alerts, or leave."),
        ),
        ("You are awake at night.", "You want to read before you talk."),
        ("You miss meeting face to face.", "Being online tires you."),
    ),
    "learning": About(
        "Courses made with people who have been there.",
        (
            ("You book a place", "You can ask what will be in it."),
            ("You meet the others", "Most people are there for the first time."),
            ("You learn together", "There is no exam. You can just listen."),
            ("You take something home", "It may be notes, or a plan of your own."),
        ),
        ("You like to know what comes next.", "You want to learn ways to cope."),
        ("School was a bad time for you.", "You want to talk more than learn."),
    ),
    "alongside": About(
        "A peer goes with you to places and meetings.",
        (
            ("You say where you want to go", "It could be a shop, a club or a clinic."),
            ("You plan it together", "You say what would make it easier."),
            ("You go together", "They stay by you. You do the talking, or they help."),
            ("You go more on your own", "When you are ready, and not before."),
        ),
        ("Going alone feels too hard.", "You have just come home from hospital."),
        ("You want a group.", "You do not want someone with you."),
    ),
    "crisis_space": About(
        "A calm place with peers, when things are very hard.",
        (
            ("You call, or come in", "Each page says which."),
            ("Someone sits with you", "You get a drink and a quiet place."),
            ("You talk, or you don’t", "You say what would help just now."),
            ("You plan the next few hours", "You leave when you feel ready."),
        ),
        ("Tonight feels too long.", "You would like a calm place with people."),
        ("You need a doctor now. Call 111 and choose option 2.", "You are hurt. Call 999."),
    ),
    "collective": About(
        "People support each other and work to change things.",
        (
            ("You hear what is going on", "Someone tells you who does what."),
            ("You say what matters to you", "Or you listen. Both count."),
            ("You pick a small part", "You do only what you want to do."),
            ("You see what changed", "The group says what came of it."),
        ),
        ("You want things to be fairer.", "You have been let down by services."),
        ("You have little to give just now.", "Talk of services upsets you."),
    ),
}
FROM_HOME = (
    ("You join from where you are", "They send you a link or a number."),
    ("You say hello, or you just listen", "You can say which, in most groups."),
    ("You talk, type or pass", "No one minds."),
    ("You leave when you want", "You can just say bye."),
)
"""Stands in for the steps of kinds that mostly happen in a room, when one is joined from home."""
IN_A_ROOM = frozenset({"group", "open_space", "activity", "learning"})
USUAL = "Most support like this goes this way."
ORDER_SAID = "Checked lately first, then shuffled each day, so no one is always first."


@dataclass(frozen=True, slots=True)
class KindPage:
    """One kind, explained, with a few offers of it."""

    label: str
    lead: str
    calm: bool
    steps: tuple[Line, ...]
    good_for: tuple[str, ...]
    may_not_suit: tuple[str, ...]
    count: str
    offers: tuple[Card, ...]
    order_said: str
    all_words: str
    all_href: str


def kinds(known: Known, counts: Mapping[str, int] | None = None) -> tuple[Kind, ...]:
    """Give the ten kinds as links, with how many there are when that is known."""
    return tuple(
        Kind(
            term.short or term.code,
            term.code,
            term.label,
            term.hint,
            _number(counts.get(term.code, 0), known) if counts is not None else "",
        )
        for term in known.words.listed("kind")
    )


def _number(count: int, known: Known) -> str:
    return f"{count:,} in {known.home}" if count else f"None in {known.home} yet"


def usual_steps(kind: str, *, in_a_room: bool = True) -> tuple[Line, ...]:
    """Say what usually happens the first time."""
    steps = ABOUT.get(kind, ABOUT["group"]).steps
    if kind in IN_A_ROOM and not in_a_room:
        steps = FROM_HOME
    return tuple(Line(name, (words,)) for name, words in steps)


def page(kind: str, known: Known, total: int, offers: tuple[Card, ...]) -> KindPage:
    """Make the page of one kind."""
    about = ABOUT.get(kind, ABOUT["group"])
    term = known.words.term("kind", kind)
    return KindPage(
        label=term.label,
        lead=about.lead,
        calm=kind == "crisis_space",
        steps=usual_steps(kind),
        good_for=about.good_for,
        may_not_suit=about.may_not_suit,
        count=f"{total:,} like this in {known.home}" if total else _number(0, known),
        offers=offers,
        order_said=ORDER_SAID,
        all_words=f"Show all {total:,}" if total > len(offers) else "",
        all_href=f"/find?k={term.short or term.code}",
    )
