"""Page links that somebody made up: refused in a sentence before they come near the database."""

import base64
import json

import pytest

from network.core.errors import Invalid
from network.core.paging import cursor, read_cursor


def test_a_link_of_ours_comes_back_as_it_was() -> None:
    assert read_cursor(cursor("title", 5, 0.5, "Für alle 🙂")) == ("title", 5, 0.5, "Für alle 🙂")


@pytest.mark.parametrize(
    "written",
    ['["a\\u0000b"]', '["\\ud800"]', '{"a": 1}', "[[1]]", "[null]", "5", "[" * 5000, "nonsense"],
)
def test_what_could_not_be_looked_for_is_refused(written: str) -> None:
    made_up = base64.urlsafe_b64encode(written.encode()).decode()
    with pytest.raises(Invalid, match="not one of ours"):
        read_cursor(made_up)


def test_a_number_too_long_to_read_is_refused() -> None:
    made_up = base64.urlsafe_b64encode(json.dumps(["a"]).encode() + b"9" * 5000).decode()
    with pytest.raises(Invalid):
        read_cursor(made_up)
