"""The house's secret: made once, the same for all, and never a guess."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from network.core import secrets
from network.core.errors import Invalid
from network.core.settings import Settings

LONG = "a" * 32


def test_what_an_operator_names_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    chosen = Settings(data=tmp_path, secret=LONG)
    assert secrets.settled(chosen).secret == LONG
    assert list(tmp_path.iterdir()) == []


def test_a_short_one_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="SECRET is too short") as refused:
        secrets.settled(Settings(data=tmp_path, secret="swordfish"))
    assert "swordfish" not in refused.value.sentence


def test_it_is_not_in_what_settings_print() -> None:
    assert LONG not in repr(Settings(secret=LONG))


def test_without_one_it_is_made_once_and_only_the_owner_may_read_it(tmp_path: Path) -> None:
    chosen = Settings(data=tmp_path / "new", secret="")
    first = secrets.settled(chosen).secret
    assert len(first) >= 64
    assert secrets.settled(chosen).secret == first
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert secrets.kept(tmp_path / "other") != first


def test_many_that_start_at_once_agree_and_leave_nothing_behind(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as many:
        found = set(many.map(lambda _: secrets.kept(tmp_path), range(64)))
    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_one_that_lost_the_race_takes_the_winner_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    winner = secrets.kept(tmp_path)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert secrets.kept(tmp_path) == winner


def test_a_damaged_one_is_said_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    with pytest.raises(Invalid, match="is damaged"):
        secrets.kept(tmp_path)
    assert (tmp_path / "secret").read_text() == ""


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Invalid, match="cannot be kept"):
        secrets.kept(tmp_path / "file")


def test_each_purpose_has_a_key_of_its_own_that_stays_the_same() -> None:
    keys = {secrets.derived(LONG, purpose) for purpose in ("sign-in", "pace", "sign-i")}
    assert len(keys) == 3
    assert secrets.derived(LONG, "sign-in") in keys
    assert secrets.derived(LONG + "b", "sign-in") not in keys


def test_no_key_is_made_from_no_secret() -> None:
    with pytest.raises(ValueError, match="no secret"):
        secrets.derived("", "sign-in")
