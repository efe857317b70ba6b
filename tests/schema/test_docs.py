"""What docs/api.md says is so: its questions are answered, its figures are the code's."""

import json
import re
from pathlib import Path

import pytest

from network.directory.tables import Offer
from schema import asked, limits, sizes
from tests.schema.conftest import Api

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```graphql\n(.*?)```(?:\n\n```json\n(.*?)```)?", PAGE, re.DOTALL)


def test_there_are_three_worked_questions() -> None:
    assert len(BLOCKS) == 3


@pytest.mark.parametrize(("query", "variables"), BLOCKS)
async def test_each_worked_question_is_answered(
    api: Api, table: Offer, query: str, variables: str
) -> None:
    data = await api.data(query, **json.loads(variables or "{}"))
    assert any(data.values())


@pytest.mark.parametrize(
    "figure",
    [
        f"depth | {limits.DEPTH} ",
        f"unfolded | {sizes.FIELDS} ",
        f"top | {limits.ROOTS} ",
        f"aliases | {limits.ALIASES} ",
        f"one field | {limits.DIRECTIVES}, {limits.DIRECTIVES_EACH} ",
        f"multiplied | {limits.NODES:,} ",
        f"characters | {limits.TOKENS:,}, {limits.CHARACTERS:,} ",
        f"body | {asked.MOST_BYTES:,} ",
    ],
)
def test_the_page_gives_the_limits_of_the_code(figure: str) -> None:
    assert figure in PAGE
