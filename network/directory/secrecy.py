"""Secrecy: whether words give away where a withheld place is."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

SAYS_IT = "These words give a private address away. Say it in another way."
SHORTEST = 6
"""A first line with fewer letters and numbers (“1 Sea”) stands in too many innocent words."""


def gives_away(address: str | None, postcode: str | None, said: Mapping[str, Any]) -> bool:
    """Say whether a whole postcode or the first line of an address stands in some words.

    Spaces, capitals and marks make no difference. What is said in other words is not found: it
    helps against a slip, not against a will.
    """
    hidden = [part for part in _hidden(address, postcode) if part]
    return any(
        part in folded for text in _texts(said) if (folded := _fold(text)) for part in hidden
    )


def _hidden(address: str | None, postcode: str | None) -> Iterable[str]:
    line = _fold((address or "").split(",")[0])
    yield line if len(line) >= SHORTEST else ""
    code = _fold(postcode or "")
    yield code if len(code) > 4 else ""  # an outward code alone is for everybody


def _texts(said: Any) -> Iterable[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for one in said.values():
            yield from _texts(one)
    elif isinstance(said, list):
        for one in said:
            yield from _texts(one)


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
