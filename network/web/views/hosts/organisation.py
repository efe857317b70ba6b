"""What is asked about an organisation: its name, who they are, what they say of themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from network.web.asking import fields
from network.web.asking.fields import Field
from network.web.asking.typed import Typed
from network.web.known import AREA
from network.web.views.hosts import plain
from network.web.views.hosts.around import Around
from network.web.views.hosts.many import CONTACTS
from network.web.views.hosts.parts import Part
from network.web.views.hosts.plain import Plain

NOWHERE = "We would rather not say"
NAMES: Mapping[str, str] = {
    "name": "Name",
    "host": "Who you are",
    "about": "About you",
    "website": "Website",
    "contacts": "How to reach you",
    "home_district": "Where you are based",
    "charity_number": "Charity number",
    "company_number": "Company number",
    "ods_code": "NHS code (ODS)",
}
"""What each answer is called where two versions stand beside each other."""

ABOUT = Part(
    "about",
    "About us",
    "About your organisation",
    (
        plain.text("name", "Name"),
        plain.one("host", "Who are you?", "host"),
        plain.long(
            "about", "About you, in your own words (optional)", "Up to 1,200 letters.", rows=6
        ),
        Plain("text", "website", "Website (optional)", "It starts with https://"),
        CONTACTS,
        Plain("choose", "home_district", "Where are you based?", vocabulary=AREA, blank=NOWHERE),
        Plain("text", "charity_number", "Charity number (optional)", "Like 1234567."),
        Plain("text", "company_number", "Company number (optional)", "Like 01234567."),
        Plain("text", "ods_code", "NHS organisation code, or ODS (optional)", "Like A12345."),
    ),
    "People see this on your page. No website and no number is fine.",
)


def first(around: Around) -> Sequence[Field]:
    """Give what is asked at the start: the least there is to ask."""
    return [
        fields.text("name", "Name of your group or organisation", auto="organization"),
        fields.one("host", "Who are you?", around.options("host")),
        fields.choose(
            "home_district",
            "Where are you based?",
            [fields.Option("", "Choose one"), *around.options(AREA)],
            "So that a steward near you looks after your entry.",
        ),
    ]


def read_first(typed: Typed) -> Mapping[str, Any]:
    """Read what was said at the start."""
    return {
        "name": typed.one("name"),
        "host": typed.one("host") or None,
        "home_district": typed.one("home_district") or None,
    }
