"""What to know before reading on: not real, not confirmed, having a break, closing, over."""

from network.directory.cards import OfferCard
from network.directory.freshness import Freshness
from network.directory.tables import OfferState
from network.web.known import Known
from network.web.views import facts, spoken
from network.web.views.parts import Link, Notice


def notices(offer: OfferCard, known: Known) -> tuple[Notice, ...]:
    """Give the notices that hold for an offer just now, the most telling first."""
    said = [
        _life(offer, known),
        _sure(offer, known),
        _full(offer, known),
        _made_up(offer),
    ]
    return tuple(notice for notice in said if notice)


def _life(offer: OfferCard, known: Known) -> Notice | None:
    if offer.ended(known.today):
        on = f" on {spoken.day(offer.ends_on, known.today)}" if offer.ends_on else ""
        return Notice(f"This ended{on}", ("We are sorry. See what is near instead.",))
    if offer.state == OfferState.PAUSED:
        back = offer.back_on
        when = (
            f"They are back on {spoken.weekday(back, known.today)}."
            if back
            else ("They have not said when they are back.")
        )
        return Notice("Having a break", (when,))
    if offer.ends_on:
        last = spoken.weekday(offer.ends_on, known.today)
        return Notice("Closing soon", (f"The last date is {last}.",))
    return None


def _sure(offer: OfferCard, known: Known) -> Notice | None:
    match offer.freshness(known.now):
        case Freshness.UNCONFIRMED:
            return _unconfirmed(offer, known)
        case Freshness.STALE if not offer.ended(known.today):
            return Notice("Not checked lately", (facts.before_you_go(offer),))
    return None


def _unconfirmed(offer: OfferCard, known: Known) -> Notice:
    link = facts.page_of(offer.source)
    words = f"Read it at {facts.site_name(offer.source)} (opens another website)"
    number = "We show no phone number until they have checked this page."
    over = offer.ended(known.today)
    return Notice(
        "Not confirmed" if over else "Not confirmed yet",
        (facts.described(offer), *(() if over else (number,))),
        link=Link(words, link) if link else None,
    )


def _full(offer: OfferCard, known: Known) -> Notice | None:
    if offer.space_now(known.now) != "full":
        return None
    return Notice("Full for now", ("You can still ask, or see others like it.",), "mist")


def _made_up(offer: OfferCard) -> Notice | None:
    if not offer.demonstration:
        return None
    return Notice(
        "Made up", ("This shows how a page looks. It is not real, so do not call or go.",)
    )
