"""Which e-mail addresses are taken, and how they are written."""

import pytest

from network.core.errors import Invalid
from network.post.addresses import address


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("jo@example.org", "jo@example.org"),
        ("  Jo.Smith+table@Example.ORG \n", "Jo.Smith+table@example.org"),
        ("o'brien@mail.example.co.uk", "o'brien@mail.example.co.uk"),
        ("jo@exämple.org", "jo@xn--exmple-cua.org"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
    ],
)
def test_an_address_is_read_as_it_is_written_in_letters(typed: str, read: str) -> None:
    assert address(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "jo",
        "jo@",
        "@example.org",
        "jo@localhost",
        "jo@example..org",
        "jo@-example.org",
        "jo@192.0.2.7",
        "jo@[192.0.2.7]",
        "jo smith@example.org",
        ".jo@example.org",
        "jo.@example.org",
        "jo@example.org,sam@example.org",
        "jo@example.org>\r\nBcc: sam@example.org",
        "Jo <jo@example.org>",
        "jo@sam@example.org",
        '"jo"@example.org',
        "jо@example.org",  # the о is Cyrillic
        f"{'a' * 65}@example.org",
        f"jo@{'a.' * 130}org",
        f"jo@{'a' * 64}.org",
        "jo@example.org\x00",
    ],
)
def test_what_is_no_one_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"like name@example\.org") as refused:
        address(typed)
    assert refused.value.field == "email"


def test_a_domain_that_only_looks_like_another_is_written_so_that_it_shows() -> None:
    assert address("jo@exаmple.org").startswith("jo@xn--")  # the second а is Cyrillic
