"""Words on screen never make people into cases: the taxonomy's rules, tried on our text."""

import json
import re
from typing import Any

import pytest

from tests.house.tree import committed, text_of

TAXONOMY: dict[str, Any] = json.loads(text_of("seed/vocabularies/taxonomy.json"))
NEVER = re.compile(
    r"\b(" + "|".join(map(re.escape, TAXONOMY["language_rules"]["never"])) + r")\b", re.IGNORECASE
)
SHOWN = [
    name
    for name in committed()
    if name.startswith(("network/web/", "seed/demonstration/", "seed/sussex/", "schema/", "docs/"))
    and name.endswith((".jinja", ".py", ".toml", ".csv", ".md", ".graphql"))
]


def test_the_rules_find_what_they_are_for() -> None:
    assert NEVER.search("a group for Service Users")
    assert not NEVER.search("a secure place")


@pytest.mark.parametrize("name", SHOWN)
def test_a_text_we_show_never_says_what_hurts(name: str) -> None:
    assert NEVER.findall(text_of(name)) == []


@pytest.mark.parametrize("vocabulary", list(TAXONOMY["vocabularies"]))
def test_a_vocabulary_s_labels_and_hints_never_say_what_hurts(vocabulary: str) -> None:
    terms = TAXONOMY["vocabularies"][vocabulary]["terms"]
    shown = " · ".join(str(term.get(part, "")) for term in terms for part in ("label", "hint"))
    assert NEVER.findall(shown) == []
    assert [term["label"] for term in terms if len(term["label"]) > 60] == []
