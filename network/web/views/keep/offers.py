"""An offer of which something waits, ready to print: all of it, or each change by itself."""

from collections.abc import Sequence
from typing import Protocol

from network.directory.revisions import Written
from network.directory.tables import Organisation, Standing
from network.directory.texts import Text
from network.web.asking import fields
from network.web.asking.problems import Problem
from network.web.asking.typed import Typed
from network.web.views.hosts.around import Around
from network.web.views.keep.deciding import (
    Compared,
    DecidingPage,
    Yes,
    answered,
    compared,
    no,
)
from network.web.views.keep.waits import waited
from network.web.views.parts import Link


class Held(Protocol):
    """An offer as its hosts last wrote it, and what to look words up in."""

    @property
    def written(self) -> Written: ...
    @property
    def text(self) -> Text: ...
    @property
    def around(self) -> Around: ...


HEADS = ("What changes", "People see now", "They want to say")


def page(found: Held, run_by: Organisation, typed: Typed, wrong: Sequence[Problem]) -> DecidingPage:
    """Make the page."""
    offer = found.written.offer
    here, first = f"/keep/offers/{offer.id}", offer.waits_since is not None
    version = fields.hidden("version", str(offer.version))
    shown = DecidingPage(
        kind="First page" if first else "Change",
        heading=found.text["title"],
        lead=_lead(found, run_by),
        rows=answered(found.text, found.around) if first or not found.written.waits else (),
        compared=() if first else _changes(found),
        ways=_ways(found, run_by),
        yes=Yes(f"{here}/let-through", "Let it through", _line(first=first), (version,)),
        no=no(f"{here}/send-back", "Send it back", typed, wrong, (version,)),
    )
    return shown if first or found.written.waits else shown.over()


def _changes(found: Held) -> tuple[Compared, ...]:
    waits = found.written.waits
    return (compared(waits, found.around, *HEADS),) if waits else ()


def _lead(found: Held, run_by: Organisation) -> str:
    since = found.written.offer.waits_since
    if since is None:
        return f"By {run_by.name}. People see the old words until you decide."
    return f"By {run_by.name}. {waited(since, found.around.known.now)}."


def _line(*, first: bool) -> str:
    return "Anyone can find it then." if first else "The new words stand in place of the old ones."


def _ways(found: Held, run_by: Organisation) -> tuple[Link, ...]:
    offer = found.written.offer
    group = [Link("The new group it is from", f"/keep/groups/{run_by.id}")]
    return (
        *(group if run_by.standing == Standing.NEW else []),
        Link("See it as people would", f"/hosts/offers/{offer.id}/preview"),
        Link("What was changed, and when", f"/hosts/offers/{offer.id}/history"),
        Link("What was done about it", f"/keep/record?thing={offer.id}"),
    )
