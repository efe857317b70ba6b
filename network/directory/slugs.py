"""Short names for addresses: readable, and told apart by a few letters of the id."""

import re
import unicodedata
from uuid import UUID

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: without i, l, o and u, so that nobody misreads a letter."""
LONGEST = 60
NAMELESS = "support"
_APOSTROPHES = str.maketrans("", "", "'’‘`")


def slug(name: str, id: UUID) -> str:
    """Make the address of a thing from its name and id: “tuesday-table-7k2m”.

    At most 60 characters of name, cut between words, then four letters of the id's random end.
    """
    return f"{_words(name)}-{code(id)}"


def code(id: UUID, letters: int = 4) -> str:
    """Write the random end of an id in a few letters (5 bits each)."""
    return "".join(LETTERS[id.int >> (5 * place) & 31] for place in reversed(range(letters)))


def _words(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).replace("&", " and "))
    plain = folded.encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > LONGEST:
        cut = words[: LONGEST + 1].rpartition("-")[0]
        words = cut or words[:LONGEST]
    return words or NAMELESS
