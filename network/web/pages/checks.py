"""“Is this still right?” from a letter: looked at as often as one likes, answered by a button.

Nobody signs in for it. Mail scanners open links, so opening one changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from network.core.errors import Missing
from network.directory import checks
from network.directory.checks import Check, Proof
from network.directory.reports import TICKS
from network.directory.texts import Clash
from network.web import pacing
from network.web.asking import fields, given, page
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.press import Sheet
from network.web.views import spoken
from network.web.views.hosts import still as views
from network.web.views.hosts.still import NEVER, StillPage
from network.web.views.parts import Link, Notice
from network.web.visit import Visit

TITLE = "Is this still right?"
DEAD = "That link does not work any more"
NAME = fields.text(
    "slug", "The name of your page", "It stands in the email, like tuesday-table-7k2m."
)
CODE = fields.text("code", "The code in the email", width=10)


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """What came of it, and the way to the page that people see."""

    heading: str
    lead: str
    links: tuple[Link, ...]


def by_link(visit: Visit) -> Proof:
    """Read the link of an address."""
    return Proof(token=str(visit.request.path_params["token"]))


def by_code(visit: Visit) -> Proof:
    """Read what was typed instead of a link that died."""
    return Proof(slug=visit.typed.one("slug").strip("/ "), code=visit.typed.one("code"))


async def look(visit: Visit) -> Response:
    """Show what people see. It changes nothing."""
    proof = by_link(visit)
    try:
        check = await visit.unit.read(checks.look, proof, visit.now)
    except Missing as refusal:
        return gone(visit, refusal)
    return _shown(visit, check, proof)


async def confirm(visit: Visit) -> Response:
    """Say that it is all still right."""
    return await _confirmed(visit, by_link(visit))


async def answer(visit: Visit) -> Response:
    """Say so by the code."""
    await pacing.hold(visit, "check code", pacing.asker(visit.request))
    return await _confirmed(visit, by_code(visit))


async def _confirmed(visit: Visit, proof: Proof) -> Response:
    version = given.version(visit.typed)
    try:
        check = await visit.unit.write(checks.confirm, proof, visit.now, version=version)
    except Missing as refusal:
        return gone(visit, refusal)
    except Clash as changed:
        at = spoken.at(changed.at, visit.known.today)
        check = await visit.unit.read(checks.look, proof, visit.now)
        notice = Notice(f"Someone changed this {at}", ("Please look once more.",))
        return _shown(visit, check, proof, notice)
    return thanks(visit, check)


async def coding(visit: Visit) -> Response:
    """Ask for the code, where the link in the letter does not work."""
    return _code(visit)


def _code(visit: Visit, wrong: Sequence[Problem] = ()) -> Response:
    name = visit.request.query_params.get("page", "")
    typed = visit.typed or visit.typed.but(slug=name)
    asking = Asking(
        heading="Use the code in the email",
        filled=fields.filled([NAME, CODE], typed, wrong),
        button="Show me my page",
        lead="Some mail programs break links. The code does the same.",
        action="/h",
    )
    return page.show(visit, asking)


async def by_typing(visit: Visit) -> Response:
    """Show what people see, by the code."""
    await pacing.hold(visit, "check code", pacing.asker(visit.request))
    proof = by_code(visit)
    try:
        check = await visit.unit.read(checks.look, proof, visit.now)
    except Missing:
        sentence = "We cannot find that. Check the name and each letter of the code."
        return _code(visit, [Problem("code", sentence)])
    return _shown(visit, check, proof)


def _shown(visit: Visit, check: Check, proof: Proof, notice: Notice | None = None) -> Response:
    if check.already:
        return thanks(visit, check)
    offer, here = check.offer, f"/h/{proof.token}"
    hidden = (("version", str(offer.version)), ("slug", proof.slug), ("code", proof.code))
    days = f"This link is just for you and works for {checks.LASTS.days} days. No password."
    view = StillPage(
        title=check.card.title,
        lead=views.lead(offer.rhythm_months),
        action=here if proof.token else "/h/answer",
        hidden=tuple((name, value) for name, value in hidden if value),
        rows=views.rows(check.card, visit.known, lambda part: _change(check, part)),
        ways=views.ways(f"{here}/full", (f"{here}/break", f"{here}/closing"))
        if proof.token
        else (),
        note=f"{days} {NEVER}",
        notices=(*([notice] if notice else []), *_told(check)),
    )
    return visit.show(Sheet("hosts/still.jinja", TITLE), view)


def _change(check: Check, part: str) -> str:
    if part == "places":
        return f"/hosts/organisation/{check.offer.organisation_id}/places"
    return f"/hosts/offers/{check.offer.id}/{part}"


def _told(check: Check) -> list[Notice]:
    """Say what people said is wrong, so that nobody confirms it unseen."""
    if not check.reports:
        return []
    lines = [spoken.listed([TICKS[tick] for tick in one.ticks]) for one in check.reports]
    said = [
        f"{line}: “{r.words}”" if r.words else line
        for line, r in zip(lines, check.reports, strict=True)
    ]
    return [Notice("Somebody told us that this may be wrong", tuple(said))]


def thanks(visit: Visit, check: Check, lead: str = "") -> Response:
    """Say what was done; the second time, that it was done already."""
    links = (
        Link("See it as people do", f"/offers/{check.offer.slug}"),
        Link("Sign in to change more", "/hosts/home"),
    )
    if check.already and check.answered_at:
        when = spoken.at(check.answered_at, visit.known.today)
        view = ThanksPage("This is done already", f"You told us {when}. Thank you.", links)
    else:
        said = lead or "People now see that you checked it today."
        view = ThanksPage("Thank you", said, links)
    return visit.show(Sheet("hosts/thanks.jinja", view.heading), view)


def gone(visit: Visit, refusal: Missing) -> Response:
    """Say that a link is too old, or nobody's."""
    links = (Link("Use the code in the email", "/h"), Link("Sign in", "/sign-in"))
    view = ThanksPage(DEAD, refusal.sentence, links)
    return visit.show(Sheet("hosts/thanks.jinja", DEAD, status=410), view)
