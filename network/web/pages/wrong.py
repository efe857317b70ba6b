"""“Something not right?”: anyone says what is wrong with a listing, and need not say who."""

from collections.abc import Sequence

from starlette.responses import Response

from network.core.errors import Invalid
from network.directory import reports, search
from network.directory.cards import OfferCard
from network.directory.reports import TICKS, Wrong
from network.web import pacing
from network.web.asking import fields, page, problems
from network.web.asking.fields import Option
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.pages.checks import ThanksPage
from network.web.press import Sheet
from network.web.views.parts import Link
from network.web.visit import Visit

ASKED = (
    fields.many("ticks", "What is not right?", [Option(c, words) for c, words in TICKS.items()]),
    fields.long(
        "words",
        "Anything that would help us (optional)",
        "Up to 200 letters. Please do not name anyone, or say anything about yourself.",
        rows=3,
    ),
)


async def look(visit: Visit) -> Response:
    """Ask what is wrong."""
    return _ask(visit, await visit.unit.read(search.offer, visit.slug))


def _ask(visit: Visit, offer: OfferCard, wrong: Sequence[Problem] = ()) -> Response:
    asking = Asking(
        heading="Something not right?",
        filled=fields.filled(ASKED, visit.typed, wrong),
        button="Tell them",
        caption=offer.title,
        lead="It goes to the people who run this, and to a steward. We do not ask who you are.",
        back=Link(offer.title, f"/offers/{offer.slug}"),
    )
    return page.show(visit, asking, title=f"Something not right? {offer.title}")


async def tell(visit: Visit) -> Response:
    """Pass it on."""
    offer = await visit.unit.read(search.offer, visit.slug)
    who = pacing.asker(visit.request)
    said = Wrong(
        visit.typed.many("ticks"),
        visit.typed.one("words"),
        reports.marker(visit.settings.secret, offer.id, who) if who else None,
    )
    await pacing.hold(visit, "report", who)
    try:
        await visit.unit.write(reports.make, offer.id, said, visit.now)
    except Invalid as refusal:
        return _ask(visit, offer, problems.of(refusal))
    view = ThanksPage(
        "Thank you",
        "A person looks within 2 working days.",
        (Link(f"Back to {offer.title}", f"/offers/{offer.slug}"), Link("Find support", "/find")),
    )
    return visit.show(Sheet("hosts/thanks.jinja", f"Thank you: {offer.title}"), view)
