"""How an offer is said: each fact in plain words, from what its host did and did not fill in."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from network.core.unit import Unit
from network.directory import search, terms
from network.directory.cards import OfferCard
from network.directory.parts import LONDON, Contact, FocusLevel, Means, Peers, Session
from network.directory.tables import Organisation
from network.web.known import Area, Known
from network.web.views import contacts, facts, glance, offers, organisations, places, questions
from network.web.views.cards import card
from tests import make

TUESDAYS = Session(
    starts=datetime(2026, 1, 6, 14, tzinfo=LONDON),
    minutes=120,
    rule="FREQ=WEEKLY;BYDAY=TU",
    on_bank_holidays=True,
)
CHRISTMAS = Session(
    starts=datetime(2026, 12, 25, 14, tzinfo=LONDON), minutes=60, rule=None, on_bank_holidays=True
)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def known(unit: Unit) -> Known:
    """Look words up as a page does."""
    words = await unit.read(terms.words)
    areas = {make.HASTINGS: Area(make.HASTINGS, "hastings", "Hastings")}
    return Known(words, areas, NOW, "Sussex")


@pytest.fixture
async def plain(steward: Unit, now: datetime) -> OfferCard:
    """Give an offer of which little is said."""
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id, checked_days_ago=1)
    return await steward.read(search.offer, made.slug)


def but(offer: OfferCard, **changes: Any) -> OfferCard:
    """Give the same offer with some parts changed, those read late too."""
    changed = copy(offer)
    vars(changed).update(changes)
    return changed


def answers(offer: OfferCard, known: Known) -> Mapping[str, str]:
    """Give the questions with what is answered."""
    return {line.name: " ".join(line.words) for line in questions.asked(offer, known)}


def glances(offer: OfferCard, known: Known) -> Mapping[str, str]:
    """Give the facts at a glance."""
    return {line.name: " | ".join(line.words) for line in glance.lines(offer, known)}


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


def test_a_place_nobody_named_is_not_said_to_be_at_home(plain: OfferCard, known: Known) -> None:
    both = but(plain, formats=["in_person", "phone"], districts=[make.HASTINGS])
    assert facts.where(both, known) == "Hastings, or from home"
    assert glances(both, known)["Where"] == "Hastings | You can join from home"
    assert facts.where(but(plain, formats=["phone"]), known) == "From home"


def test_what_is_joined_from_home_has_no_chairs_and_no_tea(plain: OfferCard, known: Known) -> None:
    online = but(plain, kind="open_space", formats=["video"])
    steps = [step.name for step in offers.page(online, known).steps]
    assert steps[0] == "You join from where you are"
    assert (
        answers(online, known)["What if I get upset?"]
        == "That is OK. Tell someone, or stop for a bit."
    )
    assert offers.page(plain, known).steps[0].name == "You come in and find a seat"


def test_whom_it_is_only_for_stands_on_its_card(plain: OfferCard, known: Known) -> None:
    made_for = [
        make.made_for("muslim"),
        make.made_for("women", FocusLevel.FOR_ONLY),
        make.made_for("south_asian", FocusLevel.MADE_WITH),
    ]
    said = card(but(plain, made_for=made_for), known).by.replace("\u00a0", " ")
    assert said.endswith("· made by and for Muslim people · only for women")
    ages = [make.made_for(c, FocusLevel.FOR_ONLY) for c in ("children", "young")]
    assert facts.made_for(but(plain, made_for=ages), known) == [
        "Only for children under 16 and young people 16 to 25"
    ]


def test_a_fact_of_one_sentence_ends_without_a_stop(plain: OfferCard, known: Known) -> None:
    said = card(but(plain, join_words="Call, text or come with a friend."), known)
    assert [fact.words for fact in said.facts if fact.icon == "door"] == [
        "Call, text or come with a friend"
    ]


@pytest.mark.parametrize(
    ("means", "value", "said"),
    [
        (Means.PHONE, "01424 000000", "Call before you go."),
        (Means.EMAIL, "jo@table.example", "Ask before you go."),
    ],
)
def test_nobody_is_told_to_call_without_a_number(
    plain: OfferCard, means: Means, value: str, said: str
) -> None:
    one = Contact(means=means, value=value, who=None)
    assert facts.before_you_go(but(plain, contacts=[one])) == said
    assert facts.before_you_go(plain) == "It may have changed."


def test_nobody_is_sent_to_what_nobody_confirmed(plain: OfferCard, known: Known) -> None:
    unsure = but(plain, confirmed_at=None)
    assert contacts.none(but(unsure, demonstration=True), known).startswith("We have no number")
    assert contacts.none(unsure, known) == "We have no number or website for them yet."
    assert offers.page(unsure, known).private[0] == "They write nothing about you."


def test_two_ways_to_talk_stand_above_what_is_heavy(plain: OfferCard, known: Known) -> None:
    assert offers.page(but(plain, themes=["suicidal"]), known).calm
    assert offers.page(but(plain, also_kinds=["crisis_space"]), known).calm
    assert not offers.page(plain, known).calm


@pytest.mark.parametrize(
    ("code", "no", "ask"),
    [
        ("hearing_loop", "No hearing loop", "hearing loop"),
        ("scent_free", "There may be strong scents", "scents"),
        ("type_to_join", "You cannot type", "if you can type"),
    ],
)
async def test_what_a_place_has_not_is_said_in_english(
    known: Known, steward: Unit, now: datetime, code: str, no: str, ask: str
) -> None:
    run_by = await make.organisation(steward, now)
    hall = await make.site(steward, run_by.id, access={code: "no"})
    unsure = await make.site(steward, run_by.id, access={code: "unsure"})
    made = await make.offer(steward, now, run_by.id, sites=[hall.id, unsure.id])
    said = places.places(await steward.read(search.offer, made.slug), known)
    assert sorted(no in [a.words for a in place.access] for place in said) == [False, True]
    assert any(ask in place.ask for place in said)
    assert all(place.map for place in said)


def test_no_date_is_promised_within_a_break_or_after_the_last(
    plain: OfferCard, known: Known
) -> None:
    weekly = but(plain, schedule=[TUESDAYS])
    away = but(weekly, state="paused", back_on=None)
    assert glances(away, known)["When"] == "Every Tuesday, 2pm to 4pm"
    back = but(weekly, state="paused", back_on=date(2026, 12, 2))
    assert glances(back, known)["When"].endswith("Next: Tuesday 8 December")
    last = but(weekly, ends_on=date(2026, 11, 23))
    assert glances(last, known)["When"] == "Every Tuesday, 2pm to 4pm"
    on_the_day = but(weekly, ends_on=date(2026, 11, 24))
    assert glances(on_the_day, known)["When"].endswith("Next: Tuesday 24 November")


def test_what_is_over_says_only_what_it_was(plain: OfferCard, known: Known) -> None:
    over = but(plain, ends_on=date(2026, 11, 1), confirmed_at=None)
    assert list(glances(over, known)) == ["When", "Where", "Who it is for"]
    said = " ".join(line for notice in offers.page(over, known).notices for line in notice.lines)
    assert "phone number" not in said


def test_what_is_made_for_some_is_not_called_open_to_all(plain: OfferCard, known: Known) -> None:
    welcome = make.made_for("veterans", FocusLevel.WELCOMES)
    said = facts.made_for(but(plain, made_for=[make.made_for("men"), welcome]), known)
    assert said[1].startswith("Says welcome to ")
    alone = facts.made_for(but(plain, made_for=[welcome]), known)
    assert alone[0].startswith("Open to all, and says welcome to ")


def test_a_made_up_website_is_no_link(plain: OfferCard, known: Known) -> None:
    web = Contact(means=Means.WEB, value="https://paper-lantern.example", who=None)
    (way,) = contacts.ways(but(plain, contacts=[web], demonstration=True), known)
    assert (way.href, way.shown) == ("", "paper-lantern.example, which is made up")
