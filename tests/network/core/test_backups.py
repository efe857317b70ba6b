"""Backups: what was written can be put back, and nothing that is not whole is kept."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from network.core import backups, database
from network.core.actor import service
from network.core.errors import Conflict, Invalid
from network.core.paging import Page
from network.core.unit import EngineSessions, Unit
from network.directory import search, terms
from network.directory.wanted import Asked, Parts
from tests import make, postgres
from tests.conftest import NOW


@pytest.fixture(scope="module")
async def filled(server: str) -> AsyncIterator[str]:
    """Fill a database of its own with what every test stands in."""
    address = await postgres.make_database(server, "filled")
    engine = database.engine(address, patient=True)
    terms.forget()
    await make.world(engine, NOW)
    await engine.dispose()
    yield address
    terms.forget()
    await postgres.drop_database(server, "filled")


@dataclass(frozen=True)
class Kept:
    """A backup, and how many rows it holds."""

    file: Path
    counts: backups.Counts


@pytest.fixture(scope="module")
async def kept(filled: str, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Back the filled database up."""
    file = tmp_path_factory.mktemp("backups") / "today.backup"
    return Kept(file, await backups.write(filled, file))


@pytest.fixture
async def empty(server: str) -> AsyncIterator[str]:
    """Make a database with nothing in it."""
    address = await postgres.make_empty(server, "empty")
    yield address
    await postgres.drop_database(server, "empty")


async def test_what_was_backed_up_is_found_after_it_is_put_back(
    filled: str, kept: Kept, empty: str
) -> None:
    assert kept.counts["event"] > 0
    assert await backups.restore(empty, kept.file) == kept.counts
    assert await found(empty) == await found(filled)


async def found(address: str) -> list[str]:
    """Look every published offer up."""
    engine = database.engine(address, patient=True)
    terms.forget()
    async with Unit(EngineSessions(engine), service("test")) as unit:
        answer = await unit.read(search.offers, Asked(), Page(40), Parts(), NOW)
        words = await unit.read(terms.words)
    await engine.dispose()
    return [hit.offer.slug for hit in answer.hits] + sorted(words.terms)


def test_only_its_owner_can_read_a_backup_and_nothing_lies_beside_it(kept: Kept) -> None:
    assert kept.file.stat().st_mode & 0o777 == 0o600
    assert list(kept.file.parent.iterdir()) == [kept.file]


async def test_a_backup_is_never_written_over(filled: str, kept: Kept) -> None:
    before = kept.file.read_bytes()
    with pytest.raises(Conflict, match="there already"):
        await backups.write(filled, kept.file)
    assert kept.file.read_bytes() == before


async def test_nothing_is_put_over_what_is_there(filled: str, kept: Kept) -> None:
    with pytest.raises(Conflict, match="empty one"):
        await backups.restore(filled, kept.file)


async def test_a_file_cut_short_puts_nothing_back(kept: Kept, empty: str, tmp_path: Path) -> None:
    short = tmp_path / "short.backup"
    short.write_bytes(kept.file.read_bytes()[:-5000])
    with pytest.raises(Invalid, match="did not finish"):
        await backups.restore(empty, short)
    assert await backups.restore(empty, kept.file) == kept.counts  # nothing was half done


async def test_a_backup_that_lost_a_row_is_found_out(kept: Kept) -> None:
    with pytest.raises(Invalid, match="all of: event"):
        await backups.verify(kept.file, {**kept.counts, "event": kept.counts["event"] + 1})
