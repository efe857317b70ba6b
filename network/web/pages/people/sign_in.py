"""Signing in by letter: ask for one, then press the button behind its link, or type its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from network.core import tokens
from network.core.errors import Invalid, Missing, Refusal, TooMany
from network.core.outside import SignInProvider
from network.people import sign_in
from network.people.sign_in import LASTS, Asking, Entry, Proof
from network.web import pacing, signed, sorry
from network.web.asking import fields, page, problems
from network.web.asking.fields import Field
from network.web.asking.page import Asking as Question
from network.web.asking.problems import Problem
from network.web.pages.people import coming
from network.web.press import Sheet
from network.web.views.parts import Link, Notice
from network.web.visit import Visit

NO_PASSWORD = "No password. We send you an email with a link and a code."  # noqa: S105  # words
EMAIL = fields.text("email", "Your email address", auto="email")
CODE = fields.text(
    "code", "The code in the email", "Six letters and numbers, in two groups.",
    auto="one-time-code", width=10,
)  # fmt: skip
AGAIN = Link("Send a new email", "/sign-in")
TEMPLATE = "people/sign_in.jinja"


@dataclass(frozen=True, slots=True)
class SignIn(Question):
    """The page that asks for an address. `elsewhere`: the way by another service, if any."""

    elsewhere: Link | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Which page asks: its words, and where it leads once somebody is in."""

    heading: str
    lead: str
    action: str
    to: str
    lines: tuple[str, ...] = ()


async def look(visit: Visit) -> Response:
    """Ask for an e-mail address."""
    return _ask(visit, _way(visit))


async def send(visit: Visit) -> Response:
    """Send a letter; the answer is the same for every address."""
    return await _sent(visit, _way(visit))


def _way(visit: Visit) -> Way:
    to = visit.request.query_params.get("to") or visit.typed.one("to")
    return Way("Sign in", NO_PASSWORD, "/sign-in", coming.to(to))


async def starting(visit: Visit) -> Response:
    """Ask a new host for an e-mail address."""
    return _ask(visit, START)


async def start(visit: Visit) -> Response:
    """Send a new host a letter."""
    return await _sent(visit, START)


START = Way(
    "List your peer support",
    "First, your email address. We write to you there, and only about your listing.",
    "/hosts/start",
    "/hosts/new/1",
    (NO_PASSWORD, "Nobody but stewards and those who list with you can see your address."),
)


def not_in(visit: Visit, refusal: Refusal, to: str) -> Response:
    """Say why another way in did not work out, and ask for an address instead."""
    way = Way("We could not sign you in", NO_PASSWORD, "/sign-in", coming.to(to))
    said = Notice("", (refusal.sentence,))
    status, _ = sorry.REFUSED.get(type(refusal), sorry.REFUSED[Invalid])
    sheet = Sheet(TEMPLATE, way.heading, status=status)
    return _later(visit.show(sheet, _question(visit, way, said=(said,))), refusal)


def _ask(visit: Visit, way: Way, wrong: Sequence[Problem] = ()) -> Response:
    return page.show(visit, _question(visit, way, wrong), template=TEMPLATE)


def _later(response: Response, refusal: Refusal) -> Response:
    """Say when to come back, where somebody came too often."""
    if isinstance(refusal, TooMany):
        response.status_code = 429
        response.headers["Retry-After"] = str(int(pacing.QUARTER.total_seconds()))
    return response


def _question(
    visit: Visit, way: Way, wrong: Sequence[Problem] = (), said: tuple[Notice, ...] = ()
) -> SignIn:
    filled = fields.filled([EMAIL], visit.typed, wrong).also(fields.hidden("to", way.to))
    return SignIn(
        heading=way.heading,
        filled=filled,
        button="Send me the email",
        lead=way.lead,
        lines=way.lines,
        action=way.action,
        said=said,
        note="One cookie then remembers that you are signed in, until you sign out.",
        elsewhere=_elsewhere(visit, way),
    )


def _elsewhere(visit: Visit, way: Way) -> Link | None:
    """Give the way by another service, where the operator chose one."""
    chosen = provider(visit)
    if chosen is None:
        return None
    to = quote(way.to, safe="")
    return Link(f"Sign in with {chosen.label}", f"/sign-in/elsewhere?to={to}")


def provider(visit: Visit) -> SignInProvider | None:
    """Give the other service, where the operator chose one."""
    chosen: SignInProvider | None = visit.request.app.state.house.outside.provider
    return chosen


async def _sent(visit: Visit, way: Way) -> Response:
    browser = signed.asking(visit.request).browser or tokens.fresh()
    asked = Asking(visit.typed.one("email"), browser, pacing.asker(visit.request))
    try:
        await visit.unit.write(sign_in.ask, asked, visit.settings, visit.now)
    except (Invalid, TooMany) as refusal:
        return _later(_ask(visit, way, problems.of(refusal)), refusal)
    seconds = int(LASTS.total_seconds())
    return signed.remember_asking(visit.lead("/sign-in/code"), browser, way.to, seconds)


async def coding(visit: Visit) -> Response:
    """Say that a letter is on its way, and ask for its code."""
    return _code(visit)


def _code(visit: Visit, wrong: Sequence[Problem] = ()) -> Response:
    question = SignIn(
        heading="We have sent you an email",
        filled=fields.filled([CODE], visit.typed, wrong),
        button="Sign in",
        lead="Press the link in it, or type its code here. Both work for 10 minutes.",
        action="/sign-in/code",
        after=(AGAIN,),
        note="Nothing there? Look in junk mail too. It can take a minute.",
    )
    return page.show(visit, question, template=TEMPLATE)


async def by_code(visit: Visit) -> Response:
    """Take a typed code, in the browser that asked for it."""
    proof = Proof(code=visit.typed.one("code"), browser=signed.asking(visit.request).browser)
    try:
        done = await _consumed(visit, proof)
    except (Invalid, Missing) as refusal:
        return _code(visit, problems.of(refusal))
    if isinstance(done, Refusal):
        return _code(visit, problems.of(done))
    return await let_in(visit, done)


async def link(visit: Visit) -> Response:
    """Show a button: looking at a link signs nobody in, since mail scanners look too."""
    return await _link(visit)


async def _link(visit: Visit, wrong: Sequence[Problem] = ()) -> Response:
    try:
        wanted = await visit.unit.read(sign_in.look, _proof(visit), visit.now)
    except Missing as refusal:
        return _old(visit, refusal)
    asked: list[Field] = [CODE] if wanted else [fields.hidden("press", "yes")]
    elsewhere = "You opened this on another device. Type the code from the email too."
    question = SignIn(
        heading="Sign in",
        filled=fields.filled(asked, visit.typed, wrong if wanted else ()),
        button="Sign in",
        lead=elsewhere if wanted else "Press the button, and you are in.",
        note="If you did not ask for this, close this page. Nothing has happened.",
    )
    return page.show(visit, question, template=TEMPLATE)


async def by_link(visit: Visit) -> Response:
    """Sign somebody in by the link, with the code where it was asked for elsewhere."""
    try:
        done = await _consumed(visit, _proof(visit))
    except Missing as refusal:
        return _old(visit, refusal)
    except Invalid as refusal:
        return await _link(visit, problems.of(refusal))
    if isinstance(done, Refusal):
        return await _link(visit, problems.of(done))
    return await let_in(visit, done)


def _proof(visit: Visit) -> Proof:
    token = str(visit.request.path_params["token"])
    browser = signed.asking(visit.request).browser
    return Proof(token, visit.typed.one("code"), browser)


async def _consumed(visit: Visit, proof: Proof) -> Entry | Refusal:
    return await visit.unit.write(sign_in.consume, proof, visit.settings, visit.now)


async def let_in(visit: Visit, entry: Entry) -> Response:
    """Let somebody in, and lead on; whoever has a second step is asked for it on the way.

    Whoever was signed in on this browser before is not any more: one browser, one session.
    """
    await signed.leave(visit.request)
    to = coming.to(signed.asking(visit.request).to)
    return signed.let_in(visit.lead(f"/me/second-step/give?to={quote(to)}"), entry.token)


def _old(visit: Visit, refusal: Missing) -> Response:
    sheet = Sheet("people/old_link.jinja", "That link does not work any more", status=410)
    return visit.show(sheet, refusal.sentence)
