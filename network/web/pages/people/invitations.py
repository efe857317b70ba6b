"""An invitation from a letter: looked at by anyone who holds it, answered by a button."""

from dataclasses import dataclass

from starlette.responses import Response

from network.core.errors import Missing
from network.directory import editors
from network.people import invitations
from network.web.press import Sheet
from network.web.visit import Visit

HEADING = "Would you help?"


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What is asked: whose entry, and whether to lead."""

    heading: str
    name: str
    email: str
    as_lead: bool
    action: str


async def look(visit: Visit) -> Response:
    """Show what is asked. Looking changes nothing."""
    try:
        asked = await visit.unit.read(editors.asked, _token(visit), visit.now)
    except Missing as refusal:
        return _old(visit, refusal)
    found = asked.invitation
    action = f"/invitations/{_token(visit)}"
    page = InvitationPage(HEADING, asked.organisation.name, found.email, found.as_lead, action)
    return visit.show(Sheet("people/invitation.jinja", HEADING), page)


async def answer(visit: Visit) -> Response:
    """Say yes or no."""
    yes = visit.typed.one("answer") == "yes"
    verb = invitations.accept if yes else invitations.decline
    try:
        await visit.unit.write(verb, _token(visit), visit.now)
    except Missing as refusal:
        return _old(visit, refusal)
    heading = "Thank you for helping" if yes else "Thank you for telling us"
    return visit.show(Sheet("people/answered.jinja", heading), yes)


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])


def _old(visit: Visit, refusal: Missing) -> Response:
    sheet = Sheet("people/old_link.jinja", "That link does not work any more", status=410)
    return visit.show(sheet, refusal.sentence)
