"""Tokens: what lets whoever shows it in. Given away once; only a hash of one is ever kept."""

import hashlib
import secrets

BYTES = 32
LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
"""What a code is made of: nothing that is misread or misheard (no 0 and O, 1, I and L, U and V)."""


def fresh() -> str:
    """Make a token: 256 bits, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def hashed(token: str) -> bytes:
    """Give what is kept of a token. It has too many bits to be guessed, so SHA-256 is enough."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


def code(letters: int) -> str:
    """Make a short code that a person can read out and type."""
    return "".join(secrets.choice(LETTERS) for _ in range(letters))


def typed(code: str) -> str:
    """Read a code as somebody typed it: in any case, with spaces or dashes between."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
