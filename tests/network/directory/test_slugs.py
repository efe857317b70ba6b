"""Names in addresses."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.core.ids import new_id
from network.directory.slugs import LETTERS, code, slug

ID = UUID("01930000-0000-7000-8000-00000000f0b5")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Tuesday Table", "tuesday-table"),
        ("Women’s Café & Choir", "womens-cafe-and-choir"),
        ("  LGBTQ+ — peers!  ", "lgbtq-peers"),
        ("Łódź", "odz"),
        ("توسط", "support"),
        ("", "support"),
        ("A walk by the sea, " * 4, "a-walk-by-the-sea-" * 3 + "a-walk"),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_name_becomes_plain_words_and_a_short_code(name: str, words: str) -> None:
    assert slug(name, ID) == f"{words}-{code(ID)}"


def test_the_code_is_four_letters_of_the_id_s_end() -> None:
    assert code(ID) == "1w5n"
    assert code(ID, 3) == "w5n"


@given(st.text(max_size=200), st.uuids())
def test_any_name_makes_an_address_without_letters_easily_misread(name: str, id: UUID) -> None:
    made = slug(name, id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 65
    assert set(made[-4:]) <= set(LETTERS)
    assert not set("ilou") & set(LETTERS)


def test_two_things_of_one_name_get_different_addresses() -> None:
    made = {slug("Peer group", new_id()) for _ in range(40)}
    assert len(made) > 35
