"""Each short command, called as an operator would, over a PostgreSQL of its own."""

import io
import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from network import cli
from network.cli import backup, bench, exports, main, places, running
from network.cli import data as data_
from network.core import backups
from network.core.errors import Invalid

POSTCODES = """postcode,easting,northing,district_gss
BN1 1AA,531000,104000,E06000043
TN34 1AA,581000,109000,E07000062
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("commands")


@pytest.fixture(autouse=True)
def operator(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Choose the data by the environment, and put back the answer to SIGTERM."""
    monkeypatch.setenv("DATA", str(data))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    yield
    for sign, answer in before.items():
        signal.signal(sign, answer)


def said(*words: str) -> str:
    done = CliRunner().invoke(cli.app, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_database_is_made_and_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = Console(file=io.StringIO(), width=200)
    for room in (data_, bench, places):
        monkeypatch.setattr(room, "console", voice)
    said("migrate")
    said("seed")
    said("bench", "generate", "--offers", "3")
    file = tmp_path / "postcodes.csv"
    file.write_text(POSTCODES)
    said("places", "import", str(file))
    words = voice.file.getvalue()  # type: ignore[attr-defined]
    assert "The database is up to date." in words
    assert "made-up hosts." in words
    assert "3 made-up offers written." in words
    assert "2 postcodes loaded." in words


def test_the_record_is_walked_and_its_end_is_noted_for_the_next_time() -> None:
    said("migrate")
    words = said("audit", "verify")
    assert "none is changed" in words
    end = words.splitlines()[-1]
    assert "none is changed" in said("audit", "verify", "--noted", end)
    other = f"1:{'00' * 32}"
    done = CliRunner().invoke(cli.app, ["audit", "verify", "--noted", other])
    assert done.exit_code == 1
    assert "does not hold at entry 1" in done.output
    with pytest.raises(Invalid, match="such as 12:ab34"):
        said("audit", "verify", "--noted", "12:xyz")


def test_revisions_and_tables_agree() -> None:
    said("migrate", "--check")


def test_what_is_written_down_is_up_to_date() -> None:
    assert "Written" not in said("export-schema", "--check")


def test_what_changed_is_shown_and_then_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "HOUSE", tmp_path)
    with pytest.raises(Invalid, match=r"schema/schema\.graphql, docs/reference/permissions\.md, "):
        said("export-schema", "--check")
    said("export-schema")
    assert (tmp_path / "docs/reference/permissions.md").read_text().startswith("# Who may do what")


def test_an_expected_no_is_one_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")
    monkeypatch.setattr("sys.argv", ["alongside", "migrate"])
    with pytest.raises(SystemExit, match="1"):
        main()
    assert capsys.readouterr().err == "DATABASE_URL must name a PostgreSQL.\n"


def test_the_installed_command_says_no_in_a_sentence_too() -> None:
    project = tomllib.loads((exports.HOUSE / "pyproject.toml").read_text())["project"]
    assert project["scripts"] == {"alongside": f"{cli.__name__}:{main.__name__}"}


def test_psql_gets_its_own_word_for_encryption_and_the_password_unseen() -> None:
    address = running.written("postgresql://ann:a%40b@db.example:5433/peers?sslmode=require")
    shown, secret = backups.for_programs(address)
    assert shown == "postgresql://ann@db.example:5433/peers?sslmode=require"
    assert secret == {"PGPASSWORD": "a@b"}


def test_a_backup_is_put_back_only_with_the_list_of_whom_was_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(backup, "console", voice)
    file, list_ = tmp_path / "today.backup", tmp_path / "erased.elsewhere"
    said("migrate")
    end = said("backup", str(file)).splitlines()[-1]
    monkeypatch.setenv("DATA", str(tmp_path / "anew"))
    with pytest.raises(Invalid, match="no list of erasures"):
        said("restore", str(file))
    list_.touch()
    said("restore", str(file), "--erased", str(list_), "--noted", end)
    words = voice.file.getvalue()  # type: ignore[attr-defined]
    assert "The record holds" in words
    assert "Erased again: 0 people" in words
    assert (tmp_path / "anew" / "erased").exists()


def test_a_backup_whose_record_was_cut_is_put_back_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(backup, "console", voice)
    file = tmp_path / "today.backup"
    said("migrate")
    said("backup", str(file))
    monkeypatch.setenv("DATA", str(tmp_path / "anew"))
    later = f"999999:{'00' * 32}"
    words = ["restore", str(file), "--without-erasures", "--noted", later]
    assert CliRunner().invoke(cli.app, words).exit_code == 1
    assert ": missing." in voice.file.getvalue()  # type: ignore[attr-defined]
