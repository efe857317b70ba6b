"""E-mail addresses that say who somebody is: read strictly, and refused where they mislead.

No server is asked whether an address is real: the letter is the only proof.
"""

import unicodedata
from dataclasses import dataclass

from network.core.errors import Invalid
from network.post.addresses import LONGEST, WRONG, address

ODD_NAME = "We can write only to addresses with plain letters and numbers before the @."
LOOKALIKE = (
    "Some letters after the @ only look like others. Somebody may want to mislead you. "
    "Type the address yourself, letter by letter."
)
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0304\u0308\u030a\u030c\u0327")
"""Accents that nobody overlooks: grave, acute, circumflex, tilde, macron, two dots, ring …"""


@dataclass(frozen=True, slots=True)
class Email:
    """An address: as letters are sent to it, and as it is looked up (in small letters)."""

    address: str
    key: str

    @property
    def domain(self) -> str:
        """What stands after the @; two addresses of one organisation share it."""
        return self.key.rpartition("@")[2]


def read(typed: str, field: str = "email") -> Email:
    """Read an address. Refuses what is none, is too long, hides a line, or misleads the eye."""
    text = typed.strip()
    if len(text) > LONGEST:
        sentence = f"This is too long for an email address. You have {len(text):,} characters."
        raise Invalid(sentence, field=field)
    if any(unicodedata.category(letter)[0] in "CZ" for letter in text):
        raise Invalid(WRONG, field=field)
    name, _, domain = text.rpartition("@")
    if not name.isascii():
        raise Invalid(ODD_NAME, field=field)
    _look(domain, field)
    whole = address(text, field=field)
    return Email(whole, whole.lower())


def _look(domain: str, field: str) -> None:
    """Refuse letters of other alphabets: each is to be one of ours, perhaps with an accent (tŷ)."""
    try:
        seen = ".".join(_shown(label) for label in domain.lower().split("."))
    except UnicodeError:
        raise Invalid(WRONG, field=field) from None
    parts = unicodedata.normalize("NFD", seen)
    if not all(part.isascii() or part in _MARKS for part in parts):
        raise Invalid(LOOKALIKE, field=field)


def _shown(label: str) -> str:
    """Give a part of a domain as a reader sees it: “xn--tx-…” is letters with accents."""
    return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
