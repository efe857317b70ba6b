"""Two people changed the same part: both versions stand side by side, and nothing typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from network.directory.texts import Clash
from network.web.asking.typed import Typed
from network.web.press import Sheet
from network.web.views import spoken
from network.web.views.parts import Link
from network.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Beside:
    """One answer in two versions: what stands now, and what was typed."""

    name: str
    theirs: tuple[str, ...]
    yours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClashPage:
    """Both versions. `typed`: what was typed, to be sent once more over the version that stands."""

    heading: str
    caption: str
    answers: tuple[Beside, ...]
    typed: Typed
    keep: Link


@dataclass(frozen=True, slots=True)
class Told:
    """How the versions are told: the thing's name, its answers' names, and each answer in words."""

    caption: str
    names: Mapping[str, str]
    say: Callable[[str, Any], tuple[str, ...]]
    keep: str


def show(visit: Visit, told: Told, typed: Typed, changed: Clash) -> Response:
    """Show what stands now beside what was typed."""
    at = spoken.at(changed.at, visit.known.today)
    page = ClashPage(
        heading=f"Someone changed this {at}",
        caption=told.caption,
        answers=tuple(
            Beside(told.names[d.field], told.say(d.field, d.before), told.say(d.field, d.after))
            for d in changed.differences
            if d.field in told.names
        ),
        typed=typed.but(version=str(changed.version)),
        keep=Link("Keep what is there now", told.keep),
    )
    return visit.show(Sheet("hosts/clash.jinja", page.heading, status=409), page)
