"""How an offer is said: each fact in plain words, from what its host did and did not fill in."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from network.core.unit import Unit
from network.directory.cards import OfferCard
from network.directory.parts import Contact, Means, Peers
from network.directory.tables import Organisation
from network.web.known import Area, Known
from network.web.views import contacts, facts, offers, organisations
from tests import make
from tests.web.given import CHRISTMAS, NOW, TUESDAYS, answers, but, glances


@pytest.mark.parametrize(
    ("filled", "question", "said"),
    [
        ({"usual_size": 12}, "Who will be there?", "About 12 people."),
        ({"first_time": ["small_group"]}, "Who will be there?", "8 people or fewer."),
        (
            {"first_time": ["same_people", "new_welcome"], "people_words": "Most are over 60"},
            "Who will be there?",
            "Most are over 60. It is the same people each time. New people come often.",
        ),
        ({"people_words": "6 to 8", "usual_size": 7}, "Who will be there?", "6 to 8."),
        ({"session_limit": 10}, "How long can I come?", "Up to 10 times."),
        (
            {"how_long": "as_long"},
            "How long can I come?",
            "As long as you like. Come once or come for years.",
        ),
        ({"how_long": "one_off"}, "How long can I come?", "Just once. One meeting or event."),
        ({"reply_time": "week"}, "How soon will I hear back?", "Most people hear in a week."),
        ({}, "How soon will I hear back?", "They have not said."),
        ({"space": "yes"}, "Is there space?", "Yes, there is space now."),
        ({"space": "always"}, "Is there space?", "Yes. There is no limit."),
        ({"space": "full"}, "Is there space?", "Full for now. You can still ask."),
        ({"space": "wait", "wait_weeks": 3}, "Is there space?", "There is a list. About 3 weeks."),
        ({"space": "wait"}, "Is there space?", "There is a short list."),
        (
            {"first_time": ["leave_anytime"]},
            "Can I leave early?",
            "Yes, at any time. You do not have to say why.",
        ),
        (
            {"first_time": ["quiet_space"]},
            "What if I get upset?",
            "That is OK. There is a quiet space to step out to.",
        ),
        (
            {"made_for": [make.made_for("lgbtq"), make.made_for("muslim")]},
            "Are there people like me?",
            "Made by and for LGBTQ+ people and Muslim people.",
        ),
    ],
)
def test_a_question_is_answered(
    plain: OfferCard, known: Known, filled: dict[str, Any], question: str, said: str
) -> None:
    offer = but(plain, space_as_of=NOW, **filled)
    assert answers(offer, known)[question] == said


@pytest.mark.parametrize(
    ("filled", "name", "said"),
    [
        ({"schedule": [TUESDAYS]}, "When", "Every Tuesday, 2pm to 4pm | Next: Tuesday 24 November"),
        (
            {"schedule": [CHRISTMAS]},
            "When",
            (
                "Friday 25 December 2026, 2pm to 3pm | "
                "Next: Friday 25 December. That is a bank holiday, so ask first."
            ),
        ),
        ({"schedule_words": "When you like"}, "When", "When you like"),
        ({"formats": ["own_time"]}, "When", "When it suits you"),
        ({}, "When", "Ask us when"),
        ({}, "Where", "Ask us where"),
        ({"formats": ["phone"]}, "Where", "You can join from home"),
        ({"districts": [make.HASTINGS]}, "Where", "Hastings"),
        ({}, "Cost", "Free"),
        ({"cost": []}, "Cost", "They have not said. Ask us."),
        ({"cost_words": "£2, or nothing"}, "Cost", "£2, or nothing"),
        ({"age_from": 16, "age_to": 25}, "Who it is for", "16 to 25 years old"),
        ({"age_to": 25}, "Who it is for", "Up to 25 years old"),
        (
            {"age_from": 18, "first_time": ["no_diagnosis"]},
            "Who it is for",
            "18 or over | No diagnosis needed",
        ),
        ({"who_words": "Anyone 18 or over", "age_from": 18}, "Who it is for", "Anyone 18 or over"),
        ({"access_routes": []}, "How to join", "They have not said. Ask us."),
        ({"join_words": "Ring the bell"}, "How to join", "Ring the bell"),
        ({"space": "wait", "wait_weeks": 1}, "Space", "There is a list. About 1 week."),
        ({"space": "full"}, "Space", "Full for now. You can still ask."),
        ({"languages": ["eng", "urd"]}, "Languages", "English and Urdu"),
    ],
)
def test_a_fact_stands_at_a_glance(
    plain: OfferCard, known: Known, filled: dict[str, Any], name: str, said: str
) -> None:
    offer = but(plain, space_as_of=NOW, **filled)
    assert glances(offer, known)[name] == said


def test_several_places_and_many_districts_are_said_shortly(plain: OfferCard, known: Known) -> None:
    everywhere = {c: Area(c, c.casefold(), f"Town {c}") for c in "ABCD"}
    wide = replace(known, areas=everywhere)
    assert facts.where(but(plain, districts=["A", "B"]), wide) == "Town A and Town B"
    assert facts.where(but(plain, districts=[*"ABCD"]), wide) == "Many places in Sussex"


def test_one_card_says_two_things_to_know_or_to_ask(plain: OfferCard, known: Known) -> None:
    assert facts.good_to_know(plain, known) == "Ask us what to expect"
    recorded = but(plain, records=["nhs_record"])
    assert facts.good_to_know(recorded, known) == "An NHS health record is kept."
    spoken_here = but(plain, languages=["eng", "fas"], first_time=["just_listen"])
    assert facts.good_to_know(spoken_here, known) == "Also in Farsi. You can just listen."


def test_who_runs_it_is_said_in_the_same_words_for_all(plain: OfferCard, known: Known) -> None:
    assert facts.run_by("nhs") == "Run by the NHS"
    assert facts.run_by("user_led") == "Run by people with lived experience"
    nobody = but(plain, organisation=replace(plain.organisation, host=None))
    assert offers.page(nobody, known).who_runs == ("It is run by Hastings Open Door.",)


def test_peers_are_counted_as_the_host_says(plain: OfferCard, known: Known) -> None:
    peers = Peers(paid=1, volunteers=6, members=True, supervised_by_peer=True)
    said = offers.page(but(plain, peers=peers, leadership="peers_all"), known).who_runs
    assert " ".join(said) == (
        "It is run by Hastings Open Door. Only people with lived experience lead it. "
        "1 paid peer worker. 6 volunteers. Members run it themselves. "
        "Peer workers have a peer to support them."
    )
    nobody = offers.page(but(plain, peers=Peers(paid=None, volunteers=None)), known)
    assert nobody.who_runs == ("It is run by Hastings Open Door.",)


def test_an_nhs_record_is_always_said(plain: OfferCard, known: Known) -> None:
    offer = but(plain, records=["nhs_record"], records_words="We keep it short")
    private = offers.page(offer, known).private
    assert private[0] == "We keep it short."
    assert "NHS health record" in private[1]
    unsaid = offers.page(but(plain, records=[]), known).private
    assert unsaid[0].startswith("They have not said what is written down.")


def test_a_text_comes_before_a_call(plain: OfferCard, known: Known) -> None:
    every = [
        Contact(means=Means.WEB, value="https://table.example/join", who=None),
        Contact(means=Means.PHONE, value="01424 000000", who=None),
        Contact(means=Means.EMAIL, value="jo@table.example", who="Jo"),
        Contact(means=Means.TEXT, value="07700 900123", who=None),
    ]
    ways = contacts.ways(but(plain, contacts=every), known)
    assert [way.words for way in ways] == [
        "Text them",
        "Call them",
        "Email Jo",
        "Go to their website",
    ]
    assert [way.href for way in ways] == [
        "sms:07700900123",
        "tel:01424000000",
        "mailto:jo@table.example",
        "https://table.example/join",
    ]


def test_an_organisations_own_website_stands_in(plain: OfferCard, known: Known) -> None:
    own = replace(plain.organisation, website="https://www.table.example")
    ways = contacts.ways(but(plain, organisation=own), known)
    assert [way.shown for way in ways] == ["table.example (opens another website)"]


def test_without_a_way_to_get_in_touch_the_page_says_why(plain: OfferCard, known: Known) -> None:
    assert contacts.none(plain, known) == "No need to get in touch. Just turn up."
    booked = but(plain, access_routes=["book"])
    assert contacts.none(booked, known) == "We have no number or website for them yet."
    over = but(plain, ends_on=date(2026, 11, 1))
    assert contacts.none(over, known) == "This has ended, so there is no one to call."


def test_a_pause_without_a_date_says_so(plain: OfferCard, known: Known) -> None:
    page = offers.page(but(plain, state="paused"), known)
    assert page.notices[0].lines == ("They have not said when they are back.",)


@pytest.mark.parametrize(
    ("described", "said"),
    [
        ("2024-06-01", "in June 2024"),
        ("about 2025", "in 2025"),
        ("2025-00", "in 2025"),
        ("page undated", "on a page with no date"),
        (None, "on a page with no date"),
    ],
)
def test_when_it_was_described_is_said_as_far_as_known(described: str | None, said: str) -> None:
    words = facts.described_at("https://www.charity.example/a ; https://b.example", described)
    assert words == f"Described at charity.example {said}; not confirmed by the people who run it."
    for no_page in (None, "The founders’ own notes."):
        assert facts.described_at(no_page, described).startswith("From notes we were given")


async def test_an_organisation_says_its_numbers(known: Known, steward: Unit, now: datetime) -> None:
    full: Organisation = await make.organisation(
        steward,
        now,
        website="https://www.door.example",
        home_district=make.HASTINGS,
        charity_number="1234567",
        company_number="12345678",
        host=None,
    )
    page = organisations.page(full, (), known)
    assert [(line.name, line.words[0]) for line in page.lines] == [
        ("Website", "door.example (opens another website)"),
        ("Based in", "Hastings"),
        ("Charity number", "1234567"),
        ("Company number", "12345678"),
    ]
    assert page.host == ""
