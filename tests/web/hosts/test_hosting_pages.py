"""Hosts list what they run: six short pages, kept as they go, shown when they say so."""

import re

from tests import make
from tests.web.signing import Browser

FIRST = {"title": "Kitchen Table", "summary": "Tea, toast and a talk with people who know."}
JOIN = {"access_routes": ["turn_up"], "cost": ["free"], "records": ["nothing"]}
TIMES = {
    "schedule-0-often": "week",
    "schedule-0-days": ["TU"],
    "schedule-0-from": "2pm",
    "schedule-0-to": "4pm",
}
PLACE = {"place-name": "Example Hall", "place-town": "Hastings", "place-postcode": "TN34 1AB"}


async def listed(jo: Browser) -> str:
    """Fill in all six pages, and give the id of the draft."""
    await jo.open("/hosts/new/1")
    await jo.send({"name": "Kitchen Friends", "host": "user_led", "home_district": make.HASTINGS})
    await jo.send(FIRST)
    await jo.send({"kind": "group"})
    await jo.send({"formats": ["in_person"], **TIMES, **PLACE})
    await jo.send({"who_words": "Anyone 18 or over", "age_from": "18"})
    await jo.send(JOIN)
    await jo.send(
        {"contacts-0-means": "text", "contacts-0-value": "07700 900123", "contacts-0-who": "Jo"}
    )
    found = re.search(r"/hosts/new/check/([0-9a-f-]{36})$", jo.at)
    assert found, jo.at
    return found[1]


async def test_six_pages_lead_to_a_page_that_says_it_is_not_live(jo: Browser) -> None:
    await listed(jo)
    assert jo.page.heading == "Check your answers"
    assert "This is not live until you publish it." in jo.page.words
    for words in (
        "Kitchen Table",
        "Every Tuesday, 2pm to 4pm",
        "Example Hall",
        "Text: 07700 900123 (Jo)",
    ):
        assert words in jo.page.words


async def test_whoever_checks_the_answers_is_told_that_an_address_is_private(jo: Browser) -> None:
    id = await listed(jo)
    assert "The address is private" not in jo.page.words
    await jo.open(f"/hosts/new/3/{id}?from=check")
    hidden = {"place-name": "Safe Room", "place-town": "Hastings", "place-withheld": ["yes"]}
    await jo.send(hidden | {"place-postcode": "TN34 1AB"})
    assert "Safe Room. The address is private" in jo.page.words


async def test_each_page_keeps_its_answers_back_and_forward(jo: Browser) -> None:
    id = await listed(jo)
    kept = {
        1: [("title", FIRST["title"]), ("summary", FIRST["summary"])],
        2: [("kind", "group")],
        3: [("formats", "in_person"), ("schedule-0-days", "TU"), ("schedule-0-from", "2pm")],
        4: [("who_words", "Anyone 18 or over"), ("age_from", "18")],
        5: [("access_routes", "turn_up"), ("cost", "free"), ("records", "nothing")],
        6: [("contacts-0-value", "07700 900123")],
    }
    for number, pairs in kept.items():
        await jo.open(f"/hosts/new/{number}/{id}")
        assert set(pairs) <= set(jo.form().pairs), number
