"""What the seeds say keeps to the rules of language of our own taxonomy."""

from datetime import UTC, datetime

import pytest

from seed import sussex, vocabularies, written
from seed.hosts import Host
from tests.seed import reading

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REAL, MADE_UP = sussex.hosts(), written.hosts(NOW)
EVERY = [*REAL, *MADE_UP]
LONGEST = reading.RULES["reading"]["max_words_per_sentence"]
GRADE = reading.RULES["reading"]["flesch_kincaid_grade_max"]
OWN_NAMES = ("Bipolar UK",)
"""Names that are somebody's own: a name is not ours to change."""


def name(host: Host) -> str:
    """Name a host in a test's title."""
    return host.fields.name


@pytest.mark.parametrize("host", EVERY, ids=name)
def test_no_text_of_a_host_holds_a_word_we_never_use(host: Host) -> None:
    text = " \n".join(reading.texts(host))
    assert reading.holds(text, reading.RULES["never"]) == []
    assert reading.holds(text, reading.RULES["avoid_on_public_pages"]) == []


@pytest.mark.parametrize("host", EVERY, ids=name)
def test_no_sentence_of_a_host_is_long(host: Host) -> None:
    assert [text for text in reading.texts(host) if reading.longest(text) > LONGEST] == []


@pytest.mark.parametrize("host", EVERY, ids=name)
def test_no_text_of_a_host_names_a_diagnosis(host: Host) -> None:
    for text in reading.texts(host):
        assert text in OWN_NAMES or not reading.DIAGNOSES.findall(text), text


def test_the_diagnosis_words_are_those_that_synonyms_answer_to() -> None:
    theme = [one for vocabulary, one in reading.terms() if vocabulary == "theme"]
    lay = [word for one in theme for word in one.synonyms]
    caught = {word for word in lay if reading.DIAGNOSES.search(word)}
    assert {"bipolar", "depression", "psychosis", "BPD", "anorexia", "dementia"} <= caught


@pytest.mark.parametrize("host", MADE_UP, ids=name)
def test_each_made_up_offer_reads_at_the_grade_of_a_child_of_ten(host: Host) -> None:
    grades = {o.fields.title: reading.grade(reading.of_offer(o.fields)) for o in host.offers}
    assert {title: round(g, 1) for title, g in grades.items() if g > GRADE} == {}


def test_the_real_rows_together_read_at_the_same_grade() -> None:
    said = [o.fields.summary for host in REAL for o in host.offers]
    assert reading.grade(said) <= GRADE


def test_the_reading_grade_tells_hard_words_from_plain_ones() -> None:
    hard = "Multidisciplinary practitioners facilitate individualised psychological interventions."
    assert reading.grade([hard]) > 12 > GRADE > reading.grade(["We sit and drink tea."])
    assert reading.longest("One two three. Four five!") == 3


def test_the_taxonomy_keeps_to_its_own_rules() -> None:
    for vocabulary, term in reading.terms():
        shown = f"{term.label}. {term.hint}"
        assert reading.holds(shown, reading.RULES["never"]) == [], (vocabulary, term.code)
        assert reading.longest(shown) <= LONGEST
        assert len(term.label) <= 60


def test_every_vocabulary_of_the_taxonomy_is_carried_over_whole() -> None:
    kept = {vocabulary.code: fields for vocabulary, fields in vocabularies.read()}
    assert len(kept) == 34
    assert sum(map(len, kept.values())) == 384
    ups_downs = next(t for t in kept["theme"] if t.code == "ups_downs")
    assert (ups_downs.short, ups_downs.synonyms[0]) == ("t3", "bipolar")
    assert kept["value"][0].extra == {"ask": "How do people meet as equals?"}
    assert next(t for t in kept["language"] if t.code == "bfi").label == "British Sign Language"


def test_short_forms_in_addresses_are_each_one_words_only() -> None:
    for vocabulary, fields in vocabularies.read():
        codes = [form for one in fields for form in (one.short, one.code) if form]
        assert len(codes) == len(set(codes)), vocabulary.code
