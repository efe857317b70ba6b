"""The words on the pages: plain, short and kind (the taxonomy's `language_rules`)."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from network.web.views import kinds
from tests.web.test_every_page import PAGES

HOUSE = Path(__file__).parents[2]
RULES = json.loads((HOUSE / "seed/vocabularies/taxonomy.json").read_text())["language_rules"]
LONGEST = RULES["reading"]["max_words_per_sentence"]
HARDEST = RULES["reading"]["flesch_kincaid_grade_max"]
BLOCKS = frozenset({"p", "li", "dd", "dt", "h1", "h2", "h3", "summary", "label", "legend"})
NOT_OURS = ("Open Government Licence", "Crown copyright", "Census 2021", "SIL Open Font")
"""Notices whose words a licence fixes."""


class _Blocks(HTMLParser):
    """Gathers the text of each paragraph, list item, heading or label by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.deaf = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.deaf += tag in {"title", "script"}
        if tag in BLOCKS or tag == "br":
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.deaf -= tag in {"title", "script"}
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self.deaf:
            self.blocks[-1] += data


def sentences(html: str) -> list[list[str]]:
    """Split a page into sentences, and each into words."""
    reader = _Blocks()
    reader.feed(html)
    blocks = [" ".join(b.split()) for b in reader.blocks]
    own = [b for b in blocks if b and not any(words in b for words in NOT_OURS)]
    found = [re.findall(r"[^\W\d_][\w’'-]*", s) for b in own for s in re.split(r"[.!?:;]\s", b)]
    return [words for words in found if words]


def syllables(word: str) -> int:
    """Count the syllables of an English word, near enough."""
    plain = re.sub(r"(?:[^laeiouy]es|[^laeiouyt]ed|[^laeiouy]e)$", "", word.casefold())
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def grade(html: str) -> float:
    """Work out the Flesch–Kincaid grade of a page."""
    said = sentences(html)
    words = [word for sentence in said for word in sentence]
    return 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("path", [*PAGES, *(f"/kinds/{code}" for code in kinds.ABOUT)])
async def test_a_page_reads_easily(web: httpx.AsyncClient, path: str) -> None:
    page = (await web.get(path)).text
    assert [" ".join(s) for s in sentences(page) if len(s) > LONGEST] == []
    assert grade(page) <= HARDEST


def test_the_measure_knows_hard_words_from_easy_ones() -> None:
    hard = (
        "<p>Utilisation of psychological interventions necessitates comprehensive evaluation.</p>"
    )
    assert grade(hard) > HARDEST > grade("<p>You can sit and have a cup of tea.</p>")


@pytest.mark.parametrize("folder", ["network/web/templates", "network/web/views"])
def test_no_word_that_hurts_stands_on_a_page(folder: str) -> None:
    texts = {p: p.read_text(encoding="utf-8") for p in sorted((HOUSE / folder).glob("*.*"))}
    assert texts
    for path, text in texts.items():
        for word in RULES["never"]:
            assert not re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE), (path, word)


async def test_pages_push_nobody(web: httpx.AsyncClient) -> None:
    for path in PAGES:
        words = " ".join(" ".join(s) for s in sentences((await web.get(path)).text))
        for word in RULES["avoid_on_public_pages"]:
            assert not re.search(rf"\b{word}s?\b", words, re.IGNORECASE), (path, word)
