"""E-mail addresses: what is read, what is refused, and that nothing slips between the two."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.core.errors import Invalid
from network.people.addresses import LOOKALIKE, ODD_NAME, Email, read
from network.post.addresses import WRONG


@pytest.mark.parametrize(
    ("typed", "kept", "key"),
    [
        ("jo@example.org", "jo@example.org", "jo@example.org"),
        ("  Jo.Bloggs@EXAMPLE.org \n", "Jo.Bloggs@example.org", "jo.bloggs@example.org"),
        ("o'brien+list@mail.example.co.uk", "o'brien+list@mail.example.co.uk", None),
        ("a@tŷ.cymru", "a@xn--t-foa.cymru", None),
        ("a@XN--T-FOA.cymru", "a@xn--t-foa.cymru", None),
    ],
)
def test_an_address_is_read_as_it_is_meant(typed: str, kept: str, key: str | None) -> None:
    assert read(typed) == Email(kept, key or kept)


def test_two_of_one_organisation_share_their_domain() -> None:
    assert read("Jo@Example.org").domain == read("sam@example.ORG").domain == "example.org"


@pytest.mark.parametrize(
    "typed",
    [
        "a@ex\r\nBcc: b@example.org",
        "a\r\n@example.org",
        "a\nb@example.org",
        "a\x00@example.org",
        "a@example.org\u2028x",
        "a@exam\u200bple.org",
        "a\u202e@example.org",
        "a b@example.org",
        "a@example.org,b@example.org",
        "<a@example.org>",
        "Jo <a@example.org>",
    ],
)
def test_nothing_that_could_begin_a_header_is_taken(typed: str) -> None:
    with pytest.raises(Invalid, match=re.escape(WRONG)) as refused:
        read(typed)
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    "typed",
    [
        "a@exаmple.org",  # a Cyrillic a
        "a@аррӏе.com",  # all Cyrillic
        "a@xn--80ak6aa92e.com",  # the same as servers write it
        "a@exampІe.org",
        "a@ｅxample.org",
        "a@ɡoogle.example",
        "a@ıstanbul.example",
        "a@exạmple.org",
        "a@example.οrg",
    ],
)
def test_a_domain_that_only_looks_like_another_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="look like others"):
        read(typed)
    assert "letter by letter" in LOOKALIKE


@pytest.mark.parametrize(
    "typed",
    [
        *("", "@", "a@", "@b.org", "a", "a@b", "a@1.2.3.4", "a@[1.2.3.4]", "a@b.123"),
        *("a..b@c.org", ".a@c.org", "a.@c.org", "a@b@c.org", '"a b"@c.org'),
        *("a@-b.org", "a@b-.org", "a@b..org", "a@.org", "a@b.org.", "a@b_c.org"),
        *("a@xn--é.org", "a@b.xn--", "a@xn--.org"),
    ],
)
def test_what_is_no_address_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match="name@example"):
        read(typed)


def test_letters_of_other_alphabets_before_the_at_are_named() -> None:
    with pytest.raises(Invalid, match="plain letters"):
        read("joé@example.org")
    assert "before the @" in ODD_NAME


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x" * 65 + "@b.org", "name@example"),
        ("a@" + "b" * 64 + ".org", "name@example"),
        ("a@" + "b." * 130 + "org", "You have 265 characters"),
        ("a" * 100_000, "You have 100,000 characters"),
    ],
)
def test_what_is_over_long_is_refused(typed: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read(typed)


def test_the_longest_there_may_be_is_taken() -> None:
    longest = "x" * 64 + "@" + ".".join(["y" * 61, "y" * 61, "y" * 61, "org"])
    assert len(longest) == 254
    assert read(longest).address == longest
    with pytest.raises(Invalid):
        read("x" * 64 + "@" + ".".join(["y" * 61, "y" * 61, "y" * 62, "org"]))


@given(st.text(max_size=80) | st.from_regex(r"[a-z.]{1,9}@[a-zа-яé\-.]{1,12}\.[a-z]{1,4}"))
def test_what_is_taken_is_plain_one_line_and_read_the_same_again(typed: str) -> None:
    try:
        email = read(typed)
    except Invalid:
        return
    assert re.fullmatch(r"[!-~]+@[a-z0-9.-]+\.[a-z0-9-]+", email.address)
    assert re.search(r"[\s,;:<>()\"\\\[\]]", email.address) is None
    assert read(email.address) == email
    assert read(email.key).key == email.key
