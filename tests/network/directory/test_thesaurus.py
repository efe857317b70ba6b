"""What a person types, in our words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.directory.tables import Term
from network.directory.thesaurus import Thesaurus, Understood, corrected, lexicon


def term(vocabulary: str, code: str, label: str, *synonyms: str, **more: Any) -> Term:
    return Term(vocabulary=vocabulary, code=code, label=label, synonyms=list(synonyms), **more)


TERMS = [
    term("kind", "group", "Group", "support group", "self-help", "12 step", bit=0),
    term("kind", "open_space", "Open space or café", "drop-in", "cafe", bit=1),
    term("kind", "online_community", "Online community", "forum", bit=2, extra={"short": "Online"}),
    term("kind", "collective", "Speaking up together", "activism", "forum", bit=3, short="su"),
    term("kind", "one_to_one", "One to one", "peer support worker", bit=4),
    term("theme", "ups_downs", "Big ups and downs", "bipolar", bit=0, short="t3"),
    term("theme", "suicidal", "Not wanting to live", "suicidal", "end my life", bit=1),
    term("theme", "voices", "Hearing or seeing things others don’t", "hearing voices", bit=2),
    term("theme", "self_harm", "Hurting yourself", "self harm", "self-harm", bit=3),
    term("theme", "body_health", "Pain or illness", "long covid", "ME", bit=4),
    term("theme", "old", "Old word", "melancholy", bit=5, retired=True),
    term("community", "muslim", "Muslim people", bit=0),
    term("community", "women", "Women", bit=1),
    term("community", "young", "Young people, 16 to 25", bit=2),
    term("community", "learning_disability", "People with a learning disability", bit=3),
    term("community", "lgbtq", "LGBTQ+ people", bit=4),
    term("setting", "emergency", "A&E or ambulance", "A&E", bit=0),
]
OURS = Thesaurus(TERMS)


@pytest.mark.parametrize(
    ("text", "terms", "rest"),
    [
        ("bipolar", [("theme", "ups_downs")], ""),
        ("BiPolar support group in Hove", [("theme", "ups_downs"), ("kind", "group")], "Hove"),
        ("Groups", [("kind", "group")], ""),
        ("café", [("kind", "open_space")], ""),
        ("cafes by the sea", [("kind", "open_space")], "sea"),
        ("drop in", [("kind", "open_space")], ""),
        ("drop-ins", [("kind", "open_space")], ""),
        ("selfharm", [], "selfharm"),
        ("self harm", [("theme", "self_harm")], ""),
        ("hearing or seeing things others dont", [("theme", "voices")], ""),
        ("hearing", [], "hearing"),
        ("muslim women", [("community", "muslim"), ("community", "women")], ""),
        ("a Muslim woman", [("community", "muslim"), ("community", "women")], ""),
        ("young people", [("community", "young")], ""),
        ("learning disabilities", [("community", "learning_disability")], ""),
        ("lgbtq+", [("community", "lgbtq")], ""),
        ("12-step", [("kind", "group")], ""),
        ("A & E", [("setting", "emergency")], ""),
        ("online", [("kind", "online_community")], ""),
        ("forum", [("kind", "online_community"), ("kind", "collective")], ""),
        ("peer support workers", [("kind", "one_to_one")], ""),
        ("peer support", [], ""),
        ("group group groups", [("kind", "group")], ""),
        ("gardening", [], "gardening"),
        ("wishes and ladies", [], "wishes ladies"),
        ("t3 su", [], "t3 su"),
        ("melancholy", [], "melancholy"),
        ("", [], ""),
        ("¿?", [], ""),
    ],
)
def test_what_is_typed_is_understood_in_our_words(
    text: str, terms: list[tuple[str, str]], rest: str
) -> None:
    assert OURS.understand(text) == Understood(tuple(terms), rest)


@pytest.mark.parametrize("text", ["life", "end", "my life", "end of life", "others", "wanting"])
def test_one_word_of_a_phrase_is_not_the_phrase(text: str) -> None:
    assert OURS.understand(text).terms == ()


def test_the_whole_phrase_is_understood_wherever_it_stands() -> None:
    found = OURS.understand("some days I want to end my life quietly")
    assert found == Understood((("theme", "suicidal"),), "days quietly")


@pytest.mark.parametrize(
    ("text", "found"),
    [("ME", True), ("living with ME", True), ("help me", False), ("HELP ME PLEASE", False)],
)
def test_an_illness_spelt_like_a_common_word_needs_its_capitals(text: str, found: object) -> None:
    assert (("theme", "body_health") in OURS.understand(text).terms) is found


def test_a_thesaurus_of_nothing_understands_nothing() -> None:
    assert Thesaurus([]).understand("support group") == Understood((), "group")


@given(st.text(max_size=400))
def test_any_text_gives_terms_of_ours_once_each(text: str) -> None:
    found = OURS.understand(text).terms
    assert set(found) <= {(t.vocabulary, t.code) for t in TERMS}
    assert len(set(found)) == len(found)


@given(st.sampled_from([t for t in TERMS if not t.retired]))
def test_every_label_is_understood_as_its_own_term(one: Term) -> None:
    for text in (one.label, one.label.upper(), one.label.replace("’", "'")):
        assert (one.vocabulary, one.code) in OURS.understand(text).terms


WORDS = lexicon(
    ["Bipolar", "Anxiety and panic", "walk", "Bereavement", "schizophrenia", "Hove", "women’s café"]
)


def test_a_lexicon_holds_the_longer_words_of_its_texts_folded() -> None:
    expected = {"bipolar", "anxiety", "panic", "walk", "bereavement", "schizophrenia", "hove"}
    assert expected | {"womens", "cafe"} == WORDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("biploar", "bipolar"),
        ("Anxeity", "anxiety"),
        ("bereavment group", "bereavement group"),
        ("schizofrenia", "schizophrenia"),
        ("pannic in Hove", "panic in Hove"),
    ],
)
def test_a_slip_of_the_fingers_is_mended(typed: str, meant: str) -> None:
    assert corrected(typed, WORDS) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "bipolar",
        "Café",
        "walks",
        "talk",  # another word, not a slip
        "hve",  # too short to be sure
        "BN1 1AA",
        "bereavxyzt",
        "biploqr",  # two slips in seven letters
        "with",
        "",
    ],
)
def test_what_is_right_or_too_far_off_is_left_alone(typed: str) -> None:
    assert corrected(typed, WORDS) is None


def test_of_equally_near_words_the_choice_is_always_the_same() -> None:
    assert corrected("hoorse", lexicon(["moorse", "horse", "hoarse"])) == "hoarse"
    assert corrected("gardenz", lexicon(["garden", "gardens"])) == "gardens"


def test_nothing_is_mended_towards_an_empty_lexicon() -> None:
    assert corrected("biploar", lexicon([])) is None
