"""The words of our letters to people with an account. Subjects say nothing of what it is about."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from network.core.settings import Settings
from network.post.letters import Letter

SIGN_IN = """Hello.

Somebody asked to sign in at {site} with this address.
If it was you, open this link on the device where you asked:

{link}

Or type this code there: {code}

Both work for {minutes} minutes, and once.
On another device you need the link and the code.

If it was not you, leave it. Nobody can sign in without this letter.

{site}
{origin}
"""

INVITED = """Hello.

You are asked to help keep the entry of {what} at {site}.
{lead}Look and answer here:

{link}

The link works for {days} days, and once.
If this is not for you, leave it. Nothing happens then.

{site}
{origin}
"""
LEADS = "You would be the one who leads: you say who else helps.\n"

CHANGED = """Hello.

{what}

If it was you, all is well. If it was not, please tell us at once.

{site}
{origin}
"""
SET_UP = "A second step was set up for signing in to your account: codes from a phone."
TAKEN_AWAY = "The second step of signing in to your account was taken away: codes from a phone."


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a letter: to whom, what it is about, its token, how long it works."""

    to: str
    about: UUID
    token: str
    lasts: timedelta


def sign_in(settings: Settings, link: Link, code: str) -> Letter:
    """Write the letter that lets somebody in. It is the same for known and unknown addresses."""
    half = len(code) // 2
    text = SIGN_IN.format(
        **_from(settings),
        link=f"{settings.origin}/sign-in/{link.token}",
        code=f"{code[:half]} {code[half:]}",
        minutes=int(link.lasts.total_seconds()) // 60,
    )
    return Letter(to=link.to, subject="Your sign-in link", text=text, about=link.about)


def invited(settings: Settings, link: Link, what: str, *, as_lead: bool) -> Letter:
    """Write the letter that asks somebody to help keep an entry, or to lead there."""
    text = INVITED.format(
        **_from(settings),
        link=f"{settings.origin}/invitations/{link.token}",
        what=what,
        lead=LEADS if as_lead else "",
        days=link.lasts.days,
    )
    return Letter(to=link.to, subject="Would you help?", text=text, about=link.about)


def changed(settings: Settings, to: str, about: UUID, what: str) -> Letter:
    """Write the letter that tells somebody how their account was changed."""
    text = CHANGED.format(**_from(settings), what=what)
    return Letter(to=to, subject="A change to your account", text=text, about=about)


def _from(settings: Settings) -> dict[str, str]:
    return {"site": settings.site_name, "origin": settings.origin}
