"""A small run of tests/faults/mutations.py; `make kills` runs 2,000 changes under 20 kills."""

from pathlib import Path

from tests.faults import mutations


async def test_under_kills_no_change_is_lost_or_made_twice_or_in_part(tmp_path: Path) -> None:
    whole, found = await mutations.run(tmp_path, changes=120, kills=4)
    assert whole.killed == ["service", "backend", "PostgreSQL", "service"]
    assert whole.done >= 120
    assert whole.given_up > 0
    assert whole.faults == []
    assert not found.bad


async def test_without_words_what_is_asked_again_is_made_twice(tmp_path: Path) -> None:
    whole, found = await mutations.run(tmp_path, changes=40, kills=0, words=False)
    assert whole.given_up > 0
    assert found.doubled > 0
