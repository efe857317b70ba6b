"""How an offer is said: nothing is promised that nobody said."""

from datetime import date, datetime

import pytest

from network.core.unit import Unit
from network.directory import search
from network.directory.cards import OfferCard
from network.directory.parts import Contact, FocusLevel, Means
from network.web.known import Known
from network.web.views import contacts, facts, offers, places
from network.web.views.cards import card
from tests import make
from tests.web.given import TUESDAYS, answers, but, glances


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
