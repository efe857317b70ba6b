"""A write that a cookie vouches for has to come from a page of ours."""

import pytest

from network.core.origin import from_our_own_page

HOST = {"host": "alongside.test"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "https://alongside.test"},
        {"origin": "http://alongside.test"},
        {"origin": "https://ALONGSIDE.test"},
    ],
)
def test_a_page_of_ours_is_known(headers: dict[str, str]) -> None:
    assert from_our_own_page(HOST | headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "cross-site", "origin": "https://alongside.test"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://other.test"},
        {"origin": "https://alongside.test.other.test"},
        {"origin": "https://alongside.test:8443"},
        {"origin": "https://[not a host"},
        {"origin": "ftp://alongside.test"},
        {"referer": "https://alongside.test/"},
    ],
)
def test_every_other_page_is_not(headers: dict[str, str]) -> None:
    assert not from_our_own_page(HOST | headers)


def test_without_a_host_nothing_is_ours() -> None:
    assert not from_our_own_page({"origin": "https://alongside.test"})
    assert not from_our_own_page({"origin": "", "host": ""})
