"""The snapshot: what the public pages need, on disk, for when no database answers.

Written whole and swapped in, so a reader never meets half of one.
"""

import gzip
import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

NAME = "public.json.gz"


@dataclass
class Snapshot:
    """One file in a folder. `kept`: the last one read, with the file's own time of change."""

    folder: Path
    kept: tuple[int, Any] | None = field(default=None, repr=False)

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.folder / NAME

    def write(self, public: dict[str, Any]) -> None:
        """Put a new snapshot in the place of the old one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{NAME}.{os.getpid()}"
        try:
            with fresh.open("wb") as file:
                file.write(gzip.compress(orjson.dumps(public), 6, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        except OSError:
            fresh.unlink(missing_ok=True)  # half of one would only fill the disk further
            raise

    def read(self) -> Any | None:
        """Read the snapshot, or None when there is none that can be read."""
        try:
            changed = self.path.stat().st_mtime_ns
            if self.kept is None or self.kept[0] != changed:
                self.kept = (changed, orjson.loads(gzip.decompress(self.path.read_bytes())))
        except (OSError, EOFError, zlib.error, orjson.JSONDecodeError):
            return None
        return self.kept[1]
