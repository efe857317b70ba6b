"""Whatever is filled in wrongly gets a sentence a person can act on, all in one go."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel, Field

from network.core.errors import Invalid
from network.core.filling import emptied, fill
from network.directory.tables import OfferFields


class Small(BaseModel):
    """One field of each sort that a host may fill in."""

    text: str = Field("tea", min_length=3, max_length=5)
    many: list[int] = Field(default_factory=list, max_length=2)
    size: int = Field(4, ge=2, le=1000)
    more: int = Field(4, gt=0)
    day: date | None = None
    open: bool = True
    id: UUID | None = None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Fill in the text."),
        ("text", "ab", "Use 3 characters or more."),
        ("text", "abcdefg", "Shorten this to 5 characters. You have 7."),
        ("text", 1, "Enter a text."),
        ("many", [1, 2, 3], "Give at most 2."),
        ("size", 1, "Enter 2 or more."),
        ("size", 5000, "Enter 1,000 or less."),
        ("size", "x", "Enter a whole number, like 8."),
        ("size", 2.5, "Enter a whole number, like 8."),
        ("size", "9" * 5000, "Enter a whole number, like 8."),
        ("more", 0, "Enter more than 0."),
        ("day", "soon", "Enter a date, like 2026-11-28."),
        ("open", "perhaps", "Answer yes or no."),
        ("id", "x", "This is not an id of ours."),
        ("many", "x", "This cannot be taken as it stands."),
    ],
)
def test_a_wrong_value_gets_its_sentence_and_its_field(
    field: str, value: Any, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        fill(Small, {field: value})
    assert refused.value.sentence == sentence
    assert refused.value.field == field


def test_everything_that_is_wrong_is_said_at_once() -> None:
    steps = [{"title": "Say hello"}, {"title": "x"}]
    with pytest.raises(Invalid) as refused:
        fill(OfferFields, {"summary": "Tea.", "kind": "group", "first_visit": steps})
    said = {(one.field, one.sentence) for one in refused.value.all}
    assert said == {
        ("title", "Say what the offer is called."),
        ("first_visit.1.title", "Use 2 characters or more."),
    }


def test_what_was_left_blank_is_asked_for_by_its_name() -> None:
    with pytest.raises(Invalid) as refused:
        fill(OfferFields, {"title": "Tea", "contacts": [{"value": ""}], "first_visit": [{}]})
    assert {(one.field, one.sentence, one.short) for one in refused.value.all} == {
        ("first_visit.0.title", "Say what happens in this step.", False),
        ("contacts.0.means", "Choose how people get in touch.", False),
        ("contacts.0.value", "Enter the number or address that people use.", False),
    }


def test_a_level_is_chosen_from_those_there_are() -> None:
    made_for = [{"community": "lgbtq", "level": "everybody"}]
    with pytest.raises(Invalid, match="Choose by_and_for, for_only, made_with or welcomes"):
        fill(OfferFields, {"title": "Tea", "summary": "Tea.", "kind": "x", "made_for": made_for})


def test_what_fits_is_given_back_checked() -> None:
    assert fill(Small, {"day": "2026-11-28"}).day == date(2026, 11, 28)


def test_a_part_that_was_emptied_says_what_nothing_says() -> None:
    said = emptied(
        OfferFields, {"title": None, "what_happens": None, "age_from": None, "cost": ["x"]}
    )
    assert said == {"title": "", "what_happens": "", "age_from": None, "cost": ["x"]}
    assert emptied(OfferFields, {"themes": None, "peers": None, "sites": None}) == {
        "themes": [],
        "peers": None,
        "sites": None,
    }
