"""Whose domain is it? An address at an organisation's own domain shows that somebody is of it."""

from urllib.parse import urlsplit

_ENDINGS = """
    ac.uk co.uk gov.uk ltd.uk me.uk net.uk nhs.uk org.uk plc.uk police.uk uk.com uk.net gb.net
"""
_MAIL = """
    gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com
    yahoo.com yahoo.co.uk ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.co.uk
    proton.me protonmail.com pm.me gmx.com gmx.net gmx.co.uk mail.com zoho.com fastmail.com
    tuta.com tutanota.com hushmail.com yandex.com inbox.com email.com btinternet.com
    btopenworld.com bt.com sky.com talktalk.net talktalk.co.uk tiscali.co.uk virginmedia.com
    virgin.net ntlworld.com blueyonder.co.uk plus.com o2.co.uk orange.net wanadoo.co.uk
    freeserve.co.uk fsmail.net lineone.net supanet.com nhs.net
"""
_PAGES = """
    facebook.com fb.com instagram.com x.com twitter.com linkedin.com youtube.com tiktok.com
    meetup.com eventbrite.com eventbrite.co.uk google.com linktr.ee justgiving.com wordpress.com
    blogspot.com blogspot.co.uk wixsite.com weebly.com webs.com webnode.com squarespace.com
    business.site godaddysites.com github.io gitlab.io netlify.app pages.dev vercel.app
    azurewebsites.net web.app jimdosite.com jimdofree.com site123.me btck.co.uk
"""

SHARED_ENDINGS = frozenset(_ENDINGS.split())
"""Endings under which anybody's own name stands one further to the left (Public Suffix List, its
British part, as of November 2026). Of `sch.uk` it is two further: name.county.sch.uk."""

NOBODY_S_OWN = frozenset(_MAIL.split()) | frozenset(_PAGES.split())
"""Domains that prove nothing: mail for everybody, and pages for everybody. Drawn up by us from
Mailcheck's list of popular mail domains (its worldwide and British parts), the address all of the
NHS shares, and common builders of pages. One that is missing matters only where a page and a
mailbox can both be had by anybody."""

OF_MANY = (".ac.uk", ".sch.uk")
"""Where people who only learn there have an address too: it does not say that they speak for it."""


def own(host: str) -> str | None:
    """Give the name somebody registered: “www.group.org.uk” → “group.org.uk”; None for no name.

    Both sides are written as servers write them (accents as `xn--`), so lookalikes differ.
    """
    labels = _written(host).split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].isdigit():
        return None
    ending = ".".join(labels[-2:])
    reach = 4 if ending == "sch.uk" else 3 if ending in SHARED_ENDINGS else 2
    return ".".join(labels[-reach:]) if len(labels) >= reach else None


def proves(domain: str, website: str | None) -> bool:
    """Say whether an e-mail domain is the own domain of whoever has this website."""
    theirs = own(urlsplit(website).hostname or "") if website else None
    if theirs is None or theirs in NOBODY_S_OWN or theirs.endswith(OF_MANY):
        return False
    return theirs == own(domain)


def _written(host: str) -> str:
    try:
        return host.strip().rstrip(".").lower().encode("idna").decode()
    except UnicodeError:
        return ""
