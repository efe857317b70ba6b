"""Sealed text: read only with its key, for its purpose, in its time, and untouched."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from network.core.sealing import opened, sealed
from tests.conftest import NOW

KEY = b"k" * 32


@given(st.text(max_size=200))
def test_what_is_sealed_comes_out_as_it_went_in(text: str) -> None:
    assert opened(sealed(text, KEY, "test"), KEY, "test", NOW) == text


def test_it_opens_with_its_key_for_its_purpose_and_in_its_time_only(now: datetime) -> None:
    seal = sealed("river", KEY, "test", now + timedelta(minutes=10))
    assert opened(seal, KEY, "test", now) == "river"
    assert opened(seal, b"x" * 32, "test", now) is None
    assert opened(seal, KEY, "other", now) is None
    assert opened(seal, KEY, "test", now + timedelta(minutes=10)) is None
    assert "river" not in seal


@given(st.integers(min_value=0), st.characters())
def test_a_seal_that_was_touched_never_gives_something_else(place: int, letter: str) -> None:
    seal = sealed("river", KEY, "test")
    at = place % len(seal)
    touched = seal[:at] + letter + seal[at + 1 :]
    assert opened(touched, KEY, "test", NOW) in {None, "river"}
    assert opened(seal[:at], KEY, "test", NOW) is None


@given(st.text(max_size=60))
def test_what_is_no_seal_opens_to_nothing(text: str) -> None:
    assert opened(text, KEY, "test", NOW) is None
