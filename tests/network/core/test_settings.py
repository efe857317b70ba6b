"""What an operator may choose about where the site is reached."""

import pytest
from pydantic import ValidationError

from network.core.settings import Settings


@pytest.mark.parametrize(
    ("chosen", "origin"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"port": 8123}, "http://127.0.0.1:8123"),
        ({"public_url": "https://support.example.org"}, "https://support.example.org"),
        ({"public_url": "https://support.example.org/"}, "https://support.example.org"),
    ],
)
def test_links_in_letters_lead_to_where_people_reach_the_site(
    chosen: dict[str, object], origin: str
) -> None:
    assert Settings.model_validate(chosen).origin == origin


@pytest.mark.parametrize("wrong", ["support.example.org", "ftp://a.org", "https://a.org/x", "x y"])
def test_an_address_that_leads_nowhere_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Settings(public_url=wrong)
