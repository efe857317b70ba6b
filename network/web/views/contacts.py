"""Ways to get in touch, a text first: it asks the least of a person."""

from dataclasses import dataclass

from network.directory.cards import OfferCard
from network.directory.freshness import Freshness
from network.directory.parts import Contact, Means
from network.web.known import Known
from network.web.views.facts import site_name

ORDER = (Means.TEXT, Means.PHONE, Means.EMAIL, Means.WEB)
SCHEME = {Means.TEXT: "sms:", Means.PHONE: "tel:", Means.EMAIL: "mailto:", Means.WEB: ""}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get in touch: what the button says, where it leads, and the number shown.

    No `href`: it leads nowhere. `spoken`: a person answers, to whom one may say as much or as
    little as one likes.
    """

    words: str
    href: str
    shown: str
    spoken: bool = True


def ways(offer: OfferCard, known: Known) -> tuple[Way, ...]:
    """List the ways; one that nobody confirmed shows no number, only its own website."""
    open_to_all = offer.contacts
    if offer.freshness(known.now) is Freshness.UNCONFIRMED and not offer.demonstration:
        open_to_all = [c for c in offer.contacts if c.means == Means.WEB]
    ordered = sorted(open_to_all, key=lambda c: ORDER.index(Means(c.means)))
    said = [_way(contact, real=not offer.demonstration) for contact in ordered]
    site = offer.organisation.website
    made_up = offer.organisation.demonstration
    if site and not made_up and not any(c.means == Means.WEB for c in open_to_all):
        said.append(_way(Contact.model_construct(means=Means.WEB, value=site, who=None), real=True))
    return tuple(said)


def none(offer: OfferCard, known: Known) -> str:
    """Say why there is no way to get in touch."""
    if offer.ended(known.today):
        return "This has ended, so there is no one to call."
    sure = offer.freshness(known.now) is not Freshness.UNCONFIRMED
    if "turn_up" in offer.access_routes and sure:
        return "No need to get in touch. Just turn up."
    return "We have no number or website for them yet."


def _way(contact: Contact, *, real: bool) -> Way:
    means = Means(contact.means)
    number = "".join(c for c in contact.value if c.isdigit() or c == "+")
    who = contact.who
    if means is Means.TEXT:
        return Way(f"Text {who or 'them'}", f"sms:{number}", contact.value)
    if means is Means.PHONE:
        return Way(f"Call {who or 'them'}", f"tel:{number}", contact.value)
    if means is Means.EMAIL:
        return Way(f"Email {who or 'them'}", f"mailto:{contact.value}", contact.value)
    if not real:
        return Way(
            "Their website", "", f"{site_name(contact.value)}, which is made up", spoken=False
        )
    shown = f"{site_name(contact.value)} (opens another website)"
    return Way("Go to their website", contact.value, shown, spoken=False)
