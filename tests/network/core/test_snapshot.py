"""The copy on disk: whole or not there, whatever became of its file."""

from pathlib import Path

import pytest

from network.core.snapshot import Snapshot

PUBLIC = {"cards": [{"title": f"Tea {n}"} for n in range(200)]}


def test_what_was_written_is_read_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    kept = Snapshot(tmp_path / "snapshot")
    kept.write(PUBLIC)
    assert Snapshot(kept.folder).read() == PUBLIC
    assert list(kept.folder.iterdir()) == [kept.path]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_counts_as_none(tmp_path: Path, share: float) -> None:
    kept = Snapshot(tmp_path)
    kept.write(PUBLIC)
    whole = kept.path.read_bytes()
    kept.path.write_bytes(whole[: int(len(whole) * share)])
    assert Snapshot(tmp_path).read() is None


def test_a_file_with_one_wrong_byte_is_none_or_whole(tmp_path: Path) -> None:
    kept = Snapshot(tmp_path)
    kept.write(PUBLIC)
    whole = kept.path.read_bytes()
    for at in range(len(whole)):
        kept.path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        assert Snapshot(tmp_path).read() in (None, PUBLIC)
