"""A slip in a day or an hour is said at its field, before anybody travels for nothing."""

import pytest

from tests.web.hosts.test_hosting_pages import listed
from tests.web.signing import Browser

HOURS = {"schedule-0-from": "2pm", "schedule-0-to": "4pm"}
ONCE = {"schedule-0-often": "once", "schedule-0-first-day": "8", "schedule-0-first-month": "12"}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            ONCE | HOURS | {"schedule-0-first-year": "1999"},
            "schedule-0-first-day",
            "This date is in the past. Enter a date from today on.",
        ),
        (
            HOURS | {"schedule-0-to": "1pm"},
            "schedule-0-to",
            "This is before it starts. Enter when it ends, like 4pm.",
        ),
    ],
    ids=["past", "hours"],
)
async def test_a_slip_in_a_time_is_said_at_its_field(
    jo: Browser, typed: dict[str, str], field: str, sentence: str
) -> None:
    id = await listed(jo)
    await jo.open(f"/hosts/new/3/{id}")
    page = await jo.send(typed)
    assert page.status == 400
    assert f'<a href="#{field}">' in page.html
    assert sentence in page.words
