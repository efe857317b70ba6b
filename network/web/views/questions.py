"""“Things people ask”: the questions people have before a first visit, always in one order.

What a host has not said reads “Ask us”, never a guess (design: pages A.2).
"""

from collections.abc import Callable

from network.directory.cards import OfferCard
from network.web.known import Known
from network.web.views import facts, spoken
from network.web.views.parts import Line

ASK = ("Ask us",)
Answer = Callable[[OfferCard, Known], tuple[str, ...] | None]


def asked(offer: OfferCard, known: Known) -> tuple[Line, ...]:
    """Answer each question; one with nothing to say and nothing to ask is left out."""
    lines = []
    for name, answer in QUESTIONS:
        words = answer(offer, known)
        if words is not None:
            lines.append(Line(name, words, unknown=words[0].startswith("Ask")))
    return tuple(lines)


def _ticked(code: str, words: str, otherwise: tuple[str, ...] | None = ASK) -> Answer:
    def answer(offer: OfferCard, known: Known) -> tuple[str, ...] | None:  # noqa: ARG001  # they are called alike
        return (words,) if code in offer.first_time else otherwise

    return answer


def _who(offer: OfferCard, known: Known) -> tuple[str, ...]:  # noqa: ARG001  # they are called alike
    said: list[str] = []
    if any(mark.isdigit() for mark in offer.people_words):
        said = []  # their own words say how many
    elif offer.usual_size:
        said.append(f"About {spoken.counted(offer.usual_size, 'person', 'people')}.")
    elif "small_group" in offer.first_time:
        said.append("8 people or fewer.")
    if "same_people" in offer.first_time:
        said.append("It is the same people each time.")
    if "new_welcome" in offer.first_time:
        said.append("New people come often.")
    own = [spoken.sentence(offer.people_words)] if offer.people_words else []
    return (*own, *said) or ASK


def _bring(offer: OfferCard, known: Known) -> tuple[str, ...]:  # noqa: ARG001  # they are called alike
    dogs = any(site.access.get("assistance_dog") == "yes" for site in offer.sites)
    if "bring_someone" in offer.first_time:
        return ("Yes. A friend, a worker or family.", *(["Assistance dogs too."] if dogs else []))
    return ASK


def _space(offer: OfferCard, known: Known) -> tuple[str, ...]:
    match offer.space_now(known.now):
        case "yes":
            return ("Yes, there is space now.",)
        case "always":
            return ("Yes. There is no limit.",)
        case "full":
            return ("Full for now.", "You can still ask.")
        case "wait":
            weeks = offer.wait_weeks
            return (
                (f"There is a list. About {spoken.counted(weeks, 'week')}.",)
                if weeks
                else ("There is a short list.",)
            )
    return ("Ask if there is space",)


def _long(offer: OfferCard, known: Known) -> tuple[str, ...]:
    if offer.session_limit:
        return (f"Up to {spoken.counted(offer.session_limit, 'time')}.",)
    if offer.how_long is None:
        return ASK
    if offer.how_long == "as_long":
        return ("As long as you like. Come once or come for years.",)
    said = known.label("how_long", offer.how_long), known.hint("how_long", offer.how_long)
    return tuple(spoken.sentence(w) for w in said if w)


def _reply(offer: OfferCard, known: Known) -> tuple[str, ...]:
    if offer.reply_time is None:
        return ("They have not said.",)
    return (spoken.sentence(known.hint("reply_time", offer.reply_time)),)


def _leave(offer: OfferCard, known: Known) -> tuple[str, ...]:  # noqa: ARG001  # they are called alike
    if "leave_anytime" in offer.first_time:
        return ("Yes, at any time. You do not have to say why.",)
    return ("In most places, yes. Ask us to be sure.",)


def _upset(offer: OfferCard, known: Known) -> tuple[str, ...]:  # noqa: ARG001  # they are called alike
    if "quiet_space" in offer.first_time:
        return ("That is OK.", "There is a quiet space to step out to.")
    away = facts.to_go_to(offer)
    return ("That is OK.", f"Tell someone, or {'step out' if away else 'stop'} for a bit.")


def _people_like_me(offer: OfferCard, known: Known) -> tuple[str, ...] | None:
    said = [spoken.sentence(s) for s in facts.made_for(offer, known)]
    own = [spoken.sentence(m.words) for m in offer.made_for if m.words]
    return (*said, *own) or None


QUESTIONS: tuple[tuple[str, Answer], ...] = (
    ("Do I have to talk?", _ticked("just_listen", "No. You can just listen.")),
    ("Who will be there?", _who),
    ("Are there people like me?", _people_like_me),
    ("Will someone meet me?", _ticked("met_at_door", "Yes, at the door.", None)),
    (
        "Can I meet someone first?",
        _ticked("meet_first", "Yes. You can meet or call a host before you come.", None),
    ),
    ("Can I bring someone?", _bring),
    ("Can I bring a child?", _ticked("children_welcome", "Yes. Children are welcome.")),
    ("Do I need a diagnosis?", _ticked("no_diagnosis", "No.")),
    ("Do I give my real name?", _ticked("no_real_name", "Any name is fine.", None)),
    ("Can I keep my camera off?", _ticked("camera_off", "Yes.", None)),
    ("Is there space?", _space),
    ("How soon will I hear back?", _reply),
    ("How long can I come?", _long),
    ("Can I leave early?", _leave),
    ("What if I get upset?", _upset),
    ("Is there food or drink?", _ticked("food_drink", "Yes.", None)),
    ("Can I help out later?", _ticked("help_later", "Yes. People who come can be hosts.", None)),
)
