"""The life of an offer: a break, its last date, its end, and bringing it back."""

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from network.core.errors import Conflict, Invalid
from network.directory import offers
from network.directory.tables import OfferState
from network.web.asking import fields, given, page, problems
from network.web.asking.fields import Field, Option
from network.web.asking.page import Asking
from network.web.asking.problems import Problem, Problems
from network.web.pages.hosts.offers import Held, held
from network.web.views.hosts.around import Around
from network.web.views.parts import Link
from network.web.visit import Visit

Wrong = Sequence[Problem]
BACK_ON = fields.day("back_on", "When is it back? (optional)", "For example, 8 1 2027.")
AWAY = "Your page stays up. People see that it is having a break, and when it is back."
STILL_AWAY = "People see the new day at once. Leave it empty if nobody knows yet."


async def pausing(visit: Visit) -> Response:
    """Ask when it is back."""
    return _break(visit, await held(visit))


def _break(visit: Visit, found: Held, wrong: Wrong = ()) -> Response:
    offer = found.written.offer
    already = offer.state == OfferState.PAUSED
    heading = "Change when it is back" if already else "Having a break"
    typed = visit.typed or given.typed_day("back_on", offer.back_on)
    asking = Asking(
        heading=heading,
        filled=fields.filled([BACK_ON], typed, wrong),
        button="Show the new day" if already else "Show that we are having a break",
        caption=found.text["title"],
        lead=STILL_AWAY if already else AWAY,
        back=_home(visit, found),
    )
    return page.show(visit, asking, title=f"{heading}: {found.text['title']}")


async def pause(visit: Visit) -> Response:
    """Say that it is having a break."""
    try:
        back_on = given.day(visit.typed, "back_on")
        await visit.unit.write(offers.pause, visit.id, back_on, visit.now)
    except Problems as wrong:
        return _break(visit, await held(visit), wrong.found)
    except (Invalid, Conflict) as refusal:
        return _break(visit, await held(visit), problems.of(refusal))
    return visit.lead(_done(visit, "break"))


async def ending(visit: Visit) -> Response:
    """Ask for the last date, why, and what people are told."""
    return _end(visit, await held(visit))


def _end(visit: Visit, found: Held, wrong: Wrong = ()) -> Response:
    asking = Asking(
        heading="We are sorry to hear it",
        filled=fields.filled(closing(found.around), visit.typed, wrong),
        button="Show that we are closing",
        caption=found.text["title"],
        lead="People see the last date until then. After it, your page says that it has ended.",
        back=_home(visit, found),
        note="Nothing is deleted. You can bring it back at any time.",
    )
    return page.show(visit, asking, title=f"Closing: {found.text['title']}")


def closing(around: Around) -> list[Field]:
    """Ask for the last date, and why."""
    reasons = [*around.options("ending_reason"), Option("", "We would rather not say")]
    return [
        fields.day("last_day", "When is the last date?", "It can be in the past."),
        fields.one(
            "reason",
            "Why is it ending?",
            reasons,
            "Planners see this in totals only, never for one group.",
        ),
    ]


async def end(visit: Visit) -> Response:
    """Say the last date; one that has passed ends it now."""
    try:
        return visit.lead(_done(visit, await _ended(visit, last_day(visit))))
    except Problems as wrong:
        return _end(visit, await held(visit), wrong.found)
    except (Invalid, Conflict) as refusal:
        return _end(visit, await held(visit), problems.of(refusal))


def last_day(visit: Visit) -> date:
    """Read the last date."""
    last = given.day(visit.typed, "last_day")
    if last is None:
        raise Problems([Problem("last_day", "Enter the last date. It can be today.")])
    return last


async def _ended(visit: Visit, last: date) -> str:
    reason = visit.typed.one("reason") or None
    await visit.unit.write(offers.close, visit.id, last, visit.now, reason=reason)
    if last >= visit.known.today:
        return "closing"
    await visit.unit.write(offers.end, visit.id, reason, visit.now)
    return "ended"


async def returning(visit: Visit) -> Response:
    """Ask once more before it is shown again."""
    found = await held(visit)
    asking = Asking(
        heading="Bring it back",
        filled=fields.filled([fields.hidden("back", "yes")]),
        button="Show it to everyone again",
        caption=found.text["title"],
        lead="Anyone can find it again at once, with all that was there before.",
        back=_home(visit, found),
    )
    return page.show(visit, asking, title=f"Bring back {found.text['title']}")


async def bring_back(visit: Visit) -> Response:
    """Show it again."""
    await visit.unit.write(offers.bring_back, visit.id, visit.now)
    return visit.lead(_done(visit, "back"))


def _home(visit: Visit, found: Held) -> Link:
    return Link(found.text["title"], f"/hosts/offers/{visit.id}")


def _done(visit: Visit, what: str) -> str:
    return f"/hosts/offers/{visit.id}?done={what}"
