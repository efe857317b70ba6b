"""E-mail addresses: read as somebody typed them, and refused where a letter could go astray.

No server is asked whether an address is real: the letter is the only proof. Lengths: RFC 5321.
"""

import re
import unicodedata
from dataclasses import dataclass

from network.core.errors import Invalid

LONGEST, LONGEST_NAME, LONGEST_LABEL = 254, 64, 63
LIKE = "Enter an email address, like name@example.org"
ODD_NAME = "We can write only to addresses with plain letters and numbers before the @."
LOOKALIKE = (
    "Some letters after the @ only look like others. Somebody may want to mislead you. "
    "Type the address yourself, letter by letter."
)
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
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
    name, _, after = text.rpartition("@")
    if any(unicodedata.category(letter)[0] in "CZ" for letter in text) or not (name and after):
        raise Invalid(LIKE, field=field)
    if not name.isascii():
        raise Invalid(ODD_NAME, field=field)
    domain = _domain(after, field)
    address = f"{name}@{domain}"
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or len(address) > LONGEST:
        raise Invalid(LIKE, field=field)
    return Email(address, address.lower())


def _domain(typed: str, field: str) -> str:
    """Give a domain as servers write it. Alphabets other than ours are refused: see `_plain`."""
    try:
        seen = [_shown(label) for label in typed.lower().split(".")]
        if not all(map(_plain, seen)):
            raise Invalid(LOOKALIKE, field=field)
        labels = [label.encode("idna").decode() for label in seen]
    except UnicodeError:
        raise Invalid(LIKE, field=field) from None
    well = all(_LABEL.fullmatch(label) and len(label) <= LONGEST_LABEL for label in labels)
    if not well or len(labels) < 2 or labels[-1].isdigit():
        raise Invalid(LIKE, field=field)
    return ".".join(labels)


def _shown(label: str) -> str:
    """Give a part of a domain as a reader sees it: “xn--tx-…” is letters with accents."""
    return label.encode("ascii").decode("idna") if label.startswith("xn--") else label


def _plain(label: str) -> bool:
    """Say whether each letter is one of ours, perhaps with an accent (tŷ), and not a lookalike."""
    parts = unicodedata.normalize("NFD", label)
    return all(part.isascii() or part in _MARKS for part in parts)
