"""A second step: a code from an app on one's phone, set up with a square of dots."""

import re
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import Markup
from starlette.responses import Response

from network.core.errors import Conflict, Refusal
from network.people import second_factor
from network.people.second_factor import Given
from network.web import signed
from network.web.asking import fields, page, problems
from network.web.asking.fields import Field, Filled
from network.web.asking.page import Asking
from network.web.asking.problems import Problem
from network.web.asking.typed import NOTHING, Typed
from network.web.pages.people import coming, me
from network.web.press import Sheet
from network.web.views.parts import Link
from network.web.visit import Visit

ME = Link("Me and my sign-in", "/me")
HERE = "/me/second-step"
SECRET = re.compile("[A-Z2-7]{32}")
"""What the app keeps, in letters (base 32); it comes back with the form, to be drawn again."""


def _code(hint: str) -> Field:
    return fields.text("code", "Code", hint, auto="one-time-code", keys="numeric", width=10)


CODE = _code("Six digits, from the app on your phone.")


@dataclass(frozen=True, slots=True)
class EnrolPage:
    """What an app needs: the square of dots, and the same in letters."""

    square: Markup
    letters: str
    address: str
    filled: Filled


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """Codes for when the phone is lost, shown once."""

    codes: tuple[str, ...]


async def look(visit: Visit) -> Response:
    """Show whether there is a second step, and what can be done about it."""
    found = await me.viewer(visit)
    if not found.has_second_factor:
        return visit.show(Sheet("people/second_step.jinja", "Set up a second step"))
    if not found.strong:
        return visit.lead(f"{HERE}/give?to={HERE}")
    asking = Asking(
        heading="Turn off the second step",
        filled=fields.filled([fields.hidden("off", "yes")]),
        button="Turn it off",
        action=f"{HERE}/remove",
        lead="After that an email alone is enough to sign in.",
        lines=("Got a new phone? Turn it off, then set it up again.",),
        back=ME,
        quiet=True,
    )
    return page.show(visit, asking)


async def enrol(visit: Visit) -> Response:
    """Begin: show what the app needs."""
    secret = await visit.unit.write(second_factor.enrol, visit.settings, visit.now)
    return await _enrolling(visit, secret)


async def _enrolling(
    visit: Visit, secret: str, typed: Typed = NOTHING, wrong: tuple[Problem, ...] = ()
) -> Response:
    found = await me.viewer(visit)
    address = second_factor.address(secret, found.person.email or "", visit.site.name)
    drawn: Any = segno.make(address, error="m", micro=False)
    square = Markup(drawn.svg_inline(scale=4, border=2, omitsize=True))  # noqa: S704  # our own SVG
    letters = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    filled = fields.filled([CODE], typed, wrong).also(fields.hidden("secret", secret))
    error = "Error: " if wrong else ""
    sheet = Sheet("people/enrol.jinja", f"{error}Set up your app", status=400 if wrong else 200)
    return visit.show(sheet, EnrolPage(square, letters, address, filled))


async def confirm(visit: Visit) -> Response:
    """Show that the app gives the right codes; then give the codes for a lost phone, once."""
    done = await visit.unit.write(second_factor.confirm, _given(visit), visit.settings, visit.now)
    if isinstance(done, Refusal):
        secret = visit.typed.one("secret")
        if not SECRET.fullmatch(secret):
            raise Conflict("Start again, so that you see the square of dots.")
        return await _enrolling(visit, secret, visit.typed, problems.of(done))
    sheet = Sheet("people/recovery.jinja", "Keep these codes")
    response = visit.show(sheet, RecoveryPage(tuple(done.recovery)))
    return signed.let_in(response, done.token)


async def asking(visit: Visit) -> Response:
    """Ask for a code, after signing in; whoever has no second step goes straight on."""
    found = await me.viewer(visit)
    if found.strong or not found.has_second_factor:
        return visit.lead(coming.to(visit.request.query_params.get("to", "")))
    return _ask(visit)


def _ask(visit: Visit, wrong: tuple[Problem, ...] = ()) -> Response:
    to = coming.to(visit.request.query_params.get("to") or visit.typed.one("to"))
    filled = fields.filled([_code("From the app on your phone, or one of your spare codes.")],
                           visit.typed, wrong)  # fmt: skip
    asked = Asking(
        heading="Enter the code from your phone",
        filled=filled.also(fields.hidden("to", to)),
        button="Go on",
        action=f"{HERE}/give",
        note="Lost your phone and your spare codes? Ask whoever runs this site.",
    )
    return page.show(visit, asked)


async def give(visit: Visit) -> Response:
    """Take a code, and go on to where somebody was going."""
    done = await visit.unit.write(second_factor.give, _given(visit), visit.settings, visit.now)
    if isinstance(done, Refusal):
        return _ask(visit, problems.of(done))
    return signed.let_in(visit.lead(coming.to(visit.typed.one("to"))), done)


async def remove(visit: Visit) -> Response:
    """Turn the second step off."""
    found = await me.viewer(visit)
    await visit.unit.write(second_factor.remove, found.person.id, visit.settings, visit.now)
    return visit.lead("/me?done=removed")


def _given(visit: Visit) -> Given:
    assert visit.session is not None  # noqa: S101  # only those who are signed in come here
    return Given(visit.session, visit.typed.one("code"))
