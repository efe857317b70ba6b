"""The copy on disk that pages are made from while no database answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from network.core.snapshot import Snapshot
from network.directory import keepsake
from network.directory.keepsake import Keepsake
from network.directory.terms import Words
from network.web.known import Area

MOST = 100
"""How many offers one page shows then: there is no second one."""


@dataclass
class _Read:
    kept: Any = None
    whole: Keepsake | None = None


_read = _Read()


def whole(snapshot: Snapshot) -> Keepsake | None:
    """Give what is on disk, read once for each time it was written."""
    kept = snapshot.read()
    if kept is None:
        return None
    if _read.kept is not kept:
        _read.kept, _read.whole = kept, _whole(kept)
    return _read.whole


def _whole(kept: Any) -> Keepsake | None:
    try:
        return keepsake.read(kept)
    except (KeyError, TypeError, ValueError):  # written by another version of ours
        return None


def nothing(now: datetime) -> Keepsake:
    """Give an empty copy, for the pages that say the same without any offers."""
    return Keepsake(now, 0, (), {}, {}, Words({}, {}), {}, {})


def areas(kept: Keepsake) -> dict[str, Area]:
    """Name the districts, with the names they have in addresses."""
    slugs = {code: name.casefold().replace(" ", "-") for code, name in kept.districts.items()}
    return {code: Area(code, slugs[code], name) for code, name in kept.districts.items()}
