"""“At a glance”: the six or more facts that stand beside the words of an offer."""

from datetime import timedelta

from network.directory import schedule
from network.directory.cards import OfferCard
from network.directory.parts import LONDON
from network.web.known import Known
from network.web.views import facts, spoken
from network.web.views.facts import NOT_SAID
from network.web.views.parts import Line

A_YEAR = timedelta(days=366)
STILL_TRUE = frozenset({"When", "Where", "Who it is for"})
"""What there is to say of an offer that is over."""
SPACE = {
    "yes": "There is space now",
    "always": "Always open. There is no limit",
    "full": "Full for now. You can still ask",
    "wait": "There is a short list",
}


def lines(offer: OfferCard, known: Known) -> tuple[Line, ...]:
    """Give the facts in their fixed order."""
    given = (
        ("When", _when(offer, known)),
        ("Where", _where(offer, known)),
        ("How you meet", known.labels("format", offer.formats)),
        ("Cost", _cost(offer, known)),
        ("Who it is for", _for(offer, known)),
        ("How to join", _join(offer, known)),
        ("Space", [_space(offer, known)]),
        ("If you get in touch", [_reply(offer, known)]),
        ("Languages", _languages(offer, known)),
    )
    over = offer.ended(known.today)
    kept = (line for line in given if line[1] and (not over or line[0] in STILL_TRUE))
    return tuple(Line(name, tuple(map(spoken.fact, words))) for name, words in kept)


def _when(offer: OfferCard, known: Known) -> list[str]:
    coming = schedule.ahead(offer, known.now, known.now + A_YEAR, 1)
    if not coming:
        return [facts.when(offer)]
    day = coming[0].astimezone(LONDON).date()
    holiday = schedule.bank_holiday(day)
    said = f"Next: {spoken.weekday(day, known.today)}"
    return [facts.when(offer), f"{said}. That is a bank holiday, so ask first" if holiday else said]


def _where(offer: OfferCard, known: Known) -> list[str]:
    said = [w for site in offer.sites[:3] for w in facts.address(site, known)]
    said = said or ([facts.around(offer, known)] if facts.to_go_to(offer) else [])
    return [*said, *(["You can join from home"] if facts.from_home(offer) else [])]


def _cost(offer: OfferCard, known: Known) -> list[str]:
    return (
        [offer.cost_words] if offer.cost_words else known.labels("cost", offer.cost) or [NOT_SAID]
    )


def _for(offer: OfferCard, known: Known) -> list[str]:
    own = offer.who_words
    said = ([own] if own else []) + facts.made_for(offer, known)
    aged = offer.age_from is not None or offer.age_to is not None
    if aged and not any(mark.isdigit() for mark in own):
        said.append(_ages(offer.age_from, offer.age_to))
    if "no_diagnosis" in offer.first_time and "diagnosis" not in own:
        said.append("No diagnosis needed")
    return said or [NOT_SAID]


def _ages(youngest: int | None, oldest: int | None) -> str:
    if oldest is None:
        return f"{youngest} or over"
    return f"{youngest} to {oldest} years old" if youngest else f"Up to {oldest} years old"


def _join(offer: OfferCard, known: Known) -> list[str]:
    if offer.join_words:
        return [offer.join_words]
    return known.labels("access_route", offer.access_routes) or [NOT_SAID]


def _space(offer: OfferCard, known: Known) -> str:
    space = offer.space_now(known.now)
    if space == "wait" and offer.wait_weeks:
        return f"There is a list. About {spoken.counted(offer.wait_weeks, 'week')}"
    return SPACE.get(space or "", "Ask if there is space")


def _reply(offer: OfferCard, known: Known) -> str:
    return known.hint("reply_time", offer.reply_time) or "They have not said how soon they reply"


def _languages(offer: OfferCard, known: Known) -> list[str]:
    names = known.labels("language", offer.languages)
    return [spoken.listed(names)] if names else []
