"""Claiming an entry that others described: by an address of one's own domain, or somebody's yes."""

from collections.abc import Sequence

from starlette.responses import Response

from network.core.errors import Conflict, Invalid, TooMany
from network.directory import claims, organisations
from network.directory.kept import Claim, ClaimState
from network.directory.tables import Organisation
from network.web.asking import fields, page, problems
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.press import Sheet
from network.web.views.hosts import answers
from network.web.views.parts import Link
from network.web.visit import Visit

WORDS = fields.long(
    "words",
    "Who are you there?",
    "Like: I run the Tuesday group. Whoever answers reads it.",
    rows=3,
)


async def look(visit: Visit) -> Response:
    """Say how it works, and ask who they are there; or that their claim waits for an answer."""
    found = await visit.unit.read(organisations.by_slug, visit.slug)
    claim = await visit.unit.read(claims.unanswered, found.id)
    return _waits(visit, found, claim) if claim else _ask(visit, found)


def _waits(visit: Visit, found: Organisation, claim: Claim) -> Response:
    sheet = Sheet("hosts/claimed.jinja", "Your claim waits for an answer")
    return visit.show(sheet, answers.waits(claim, found, visit.known))


def _ask(visit: Visit, found: Organisation, wrong: Sequence[Problem] = ()) -> Response:
    asking = Asking(
        heading="Is this your organisation?",
        filled=fields.filled([WORDS], visit.typed, wrong),
        button="Yes, it is ours",
        caption=found.name,
        lead="Then you say what people read about it. It is not marked “Not confirmed” any more.",
        lines=(
            "Do you use an email address of its own website? Then it is yours at once.",
            "If not, a steward or a group that knows you says yes. That takes a few days.",
        ),
        back=Link(found.name, f"/organisations/{found.slug}"),
    )
    return page.show(visit, asking, title=f"Is this your organisation? {found.name}")


async def make(visit: Visit) -> Response:
    """Claim it."""
    found = await visit.unit.read(organisations.by_slug, visit.slug)
    words = visit.typed.one("words")
    try:
        claim = await visit.unit.write(claims.make, found.id, words, visit.now)
    except (Invalid, Conflict, TooMany) as refusal:
        return _ask(visit, found, problems.of(refusal))
    if claim.state == ClaimState.GRANTED:
        return visit.lead("/hosts/home?done=yours")
    sheet = Sheet("hosts/claimed.jinja", "Thank you for telling us")
    return visit.show(sheet, answers.waits(claim, found, visit.known))
