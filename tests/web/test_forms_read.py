"""What comes back from a form: read with care, kept as it was typed, put right field by field."""

from datetime import date, time
from urllib.parse import urlencode

import pytest

from network.core.errors import Invalid
from network.web.asking import body, fields, given, problems
from network.web.asking.body import UnreadError
from network.web.asking.problems import Problem, Problems
from network.web.asking.typed import Typed


def test_a_field_sent_twice_counts_once_and_many_count_each_once() -> None:
    typed = body.parsed(b"title=Tea&title=Coffee&cost=free&cost=free&cost=small&blank=")
    assert typed.one("title") == "Tea"
    assert typed.many("cost") == ("free", "small")
    assert typed.one("blank") == typed.one("nowhere") == ""


def test_fields_nobody_asked_for_are_dropped() -> None:
    typed = body.parsed(b"title=Tea&state=published&standing=confirmed").only(["title"])
    assert list(typed.pairs()) == [("title", "Tea")]


def test_lines_end_alike_and_unseen_marks_are_left_out() -> None:
    sent = urlencode({"about": "One\r\nTwo\rThree\u202e\x07 cafe\u0301"}).encode()
    assert body.parsed(sent).one("about") == "One\nTwo\nThree caf\u00e9"


@pytest.mark.parametrize(
    "sent", [b"title=%00", b"%00=tea", b"title=%ff%fe", b"title=\xff", b"a&" * 600, b"t=%ed%a0%80"]
)
def test_what_no_browser_sends_is_refused_and_not_guessed_at(sent: bytes) -> None:
    with pytest.raises(UnreadError) as refused:
        body.parsed(sent)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2pm", time(14)),
        ("2.30 pm", time(14, 30)),
        ("14:30", time(14, 30)),
        ("9", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("Noon", time(12)),
        ("1430", time(14, 30)),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(written: str, read: time | None) -> None:
    assert given.clock(Typed({"at": (written,)}), "at") == read


@pytest.mark.parametrize("written", ["25:00", "13pm", "0am", "soon", "2:75", "١٤:٠٠:"])
def test_what_is_no_time_is_said_at_its_field(written: str) -> None:
    with pytest.raises(Problems) as wrong:
        given.clock(Typed({"at": (written,)}), "at")
    assert wrong.value.found == (Problem("at", given.A_TIME),)


def days(day: str, month: str, year: str) -> Typed:
    return Typed({"on-day": (day,), "on-month": (month,), "on-year": (year,)})


def test_a_day_is_read_from_its_three_boxes() -> None:
    assert given.day(days("8", "12", "2026"), "on") == date(2026, 12, 8)
    assert given.day(days(" 8", "December", "26"), "on") == date(2026, 12, 8)
    assert given.day(days("", "", ""), "on") is None


@pytest.mark.parametrize("boxes", [("31", "2", "2026"), ("8", "", "2026"), ("x", "1", "1")])
def test_a_day_there_is_none_of_is_said(boxes: tuple[str, str, str]) -> None:
    with pytest.raises(Problems):
        given.day(days(*boxes), "on")


def test_a_problem_stands_at_its_field_and_the_summary_leads_there_in_the_order_of_the_page() -> (
    None
):
    asked = [
        fields.text("title", "Name"),
        fields.text("contacts-0-value", "Number"),
        fields.text("contacts-1-value", "Number"),
        fields.day("back_on", "Back on"),
        fields.hidden("version", "3"),
    ]
    refusal = Invalid(
        "Enter it.",
        field="contacts.1.value",
        others=[Invalid("After today.", field="back_on"), Invalid("Odd.", field="nowhere")],
    )
    shown = fields.filled(asked, Typed({"title": ("Tea",)}), problems.of(refusal))
    assert {f.name: f.error for f in shown.fields if f.error} == {
        "contacts-1-value": "Enter it.",
        "back_on": "After today.",
        "title": "Odd.",
    }
    assert [one["href"] for one in shown.summary] == ["#title", "#contacts-1-value", "#back_on-day"]
    assert shown.fields[0].value == "Tea"
    assert shown.fields[-1].value == "3"


def test_a_problem_of_a_whole_list_stands_at_its_first_field() -> None:
    asked = [fields.text("title", "Name"), fields.text("contacts-0-value", "Number")]
    shown = fields.filled(asked, problems=[Problem("contacts", "Give one.")])
    assert shown.fields[1].error == "Give one."
