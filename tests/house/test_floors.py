"""Nothing goes back up: rooms know no door, and doors know no SQL."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import DOORS, ROOT, Source, asked_of, imported, sources


def test_the_contracts_of_import_linter_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(  # noqa: S603
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("door", sources(*DOORS), ids=lambda source: source.path)
def test_a_door_speaks_no_sql(door: Source) -> None:
    taken = {
        f"{module}.{name}"
        for module, name in imported(door)
        if module.partition(".")[0] in {"sqlalchemy", "sqlmodel", "asyncpg"}
    }
    # Where verbs are passed on, the type of their first argument is named; a door has none itself.
    passing_on = {"sqlalchemy.ext.asyncio.AsyncSession"} if door.path == "schema/base.py" else set()
    assert taken <= passing_on
    assert {"execute", "scalars", "scalar", "fetch"}.isdisjoint(asked_of(door.syntax))


@pytest.mark.parametrize("door", sources(*DOORS), ids=lambda source: source.path)
def test_a_door_sees_rooms_through_their_verbs_not_their_tables(door: Source) -> None:
    taken = {(module, name) for module, name in imported(door) if module.endswith(".visible")}
    assert taken == set()
    assert "network.core.database" not in {module for module, _ in imported(door)}
