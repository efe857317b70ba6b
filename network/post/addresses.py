"""E-mail addresses: one at a time, in letters that cannot be taken for others."""

import re

from network.core.errors import Invalid

WRONG = "Enter an email address, like name@example.org"
LONGEST, LONGEST_NAME = 254, 64  # characters (RFC 5321, 4.5.3.1)
NAME = re.compile(r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def address(typed: str, *, field: str = "email") -> str:
    """Read one e-mail address as it is written in letters: trimmed, its domain in small letters.

    A domain in other scripts is written in its ASCII form (`xn--…`), so that no letter passes for
    another. Raises Invalid for `field`.
    """
    name, at, domain = typed.strip().rpartition("@")
    domain = _plain(domain, field)
    whole = f"{name}@{domain}"
    labels = domain.split(".")
    fits = len(whole) <= LONGEST and len(name) <= LONGEST_NAME and len(labels) > 1
    named = NAME.fullmatch(name) and all(LABEL.fullmatch(label) for label in labels)
    if not (at and fits and named) or labels[-1].isdigit():
        raise Invalid(WRONG, field=field)
    return whole


def _plain(domain: str, field: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Invalid(WRONG, field=field) from None
