"""Started as root, PostgreSQL runs as an account that may do nothing, wherever things lie."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from network.core import embedded, embedded_account, embedded_binaries
from network.core.embedded import Account, EmbeddedError
from tests.asking_postgres import ask, process_of

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives its rights away")


@as_root
async def test_root_gives_its_rights_away_and_closed_folders_above_stay_closed(
    tmp_path: Path,
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    async with embedded.supervised(closed / "data", durable=False) as server:
        assert await ask(server, "SELECT 1") == 1
        uid = owner(Path(f"/proc/{process_of(server)}"))
    assert uid == embedded.chosen(tmp_path / "none").uid != 0
    assert closed.stat().st_mode & 0o777 == 0o700
    assert closed.stat().st_uid == 0


@as_root
async def test_programs_in_a_closed_folder_are_copied_to_an_open_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = moved(embedded_binaries.package(), tmp_path / "closed")
    monkeypatch.setattr(embedded_binaries, "package", lambda: closed)
    with open_folder() as cache:
        monkeypatch.setattr(embedded_binaries, "CACHE", cache)
        for _ in range(2):  # the second finds the copy there
            async with embedded.supervised(tmp_path / "data", 18, durable=False) as server:
                assert cache in server.programs.parents
                assert await ask(server, "SELECT 1") == 1


def owner(path: Path) -> int:
    return path.stat().st_uid


def moved(package: Path, closed: Path) -> Path:
    """Copy the programs to a folder that only root may enter."""
    libraries = embedded_binaries.LIBRARIES
    shutil.copytree(package / "pginstall18", closed / package.name / "pginstall18", symlinks=True)
    shutil.copytree(package.parent / libraries, closed / libraries)
    closed.chmod(0o700)
    return closed / package.name


@contextmanager
def open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder / "cache"


@as_root
async def test_where_a_closed_folder_cannot_be_reached_we_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_account, "DESCRIPTORS", tmp_path / "none")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedError, match=r"cannot enter .* Choose a folder open to everyone"):
        async with embedded.running(closed / "data", durable=False):
            pass


@as_root
def test_data_already_there_are_opened_by_their_owner(tmp_path: Path) -> None:
    os.chown(tmp_path, 1, 1)
    assert embedded.chosen(tmp_path).uid == 1


@as_root
def test_without_an_account_to_give_its_rights_to_root_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_account, "LESSER", ("no such account",))
    with pytest.raises(EmbeddedError, match="does not run as root"):
        embedded.chosen(tmp_path / "none")


def test_a_user_without_a_name_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 471147)
    with pytest.raises(EmbeddedError, match="User number 471147 has no name"):
        embedded.chosen(tmp_path)


def test_programs_that_cannot_be_run_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_binaries, "package", lambda: tmp_path)
    ourselves = Account(os.geteuid(), os.getegid(), "ourselves")
    with pytest.raises(EmbeddedError, match="cannot run the PostgreSQL programs"):
        embedded.programs(18, ourselves)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
async def test_data_of_another_user_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir(mode=0o000)
    with pytest.raises(EmbeddedError, match="belong to another user"):
        async with embedded.running(tmp_path):
            pass
