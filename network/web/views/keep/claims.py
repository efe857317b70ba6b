"""A claim, ready to print: whose entry, who claims it, what they say, and who keeps it now."""

from collections.abc import Iterator, Sequence

from network.directory.claims import Waiting
from network.directory.kept import ClaimState
from network.directory.tables import Standing
from network.people.teams import Helper
from network.web.asking.problems import Problem
from network.web.asking.typed import Typed
from network.web.known import Known
from network.web.views.hosts.said import Row
from network.web.views.keep.deciding import DecidingPage, Yes, no
from network.web.views.keep.groups import helper
from network.web.views.keep.waits import waited
from network.web.views.parts import Link


def page(
    found: Waiting,
    helpers: Sequence[Helper],
    known: Known,
    typed: Typed,
    wrong: Sequence[Problem],
) -> DecidingPage:
    """Make the page."""
    here, run_by = f"/keep/claims/{found.claim.id}", found.organisation
    shown = DecidingPage(
        kind="Claim",
        heading=run_by.name,
        lead=f"{waited(found.claim.at, known.now)}. Somebody says that this is theirs to keep.",
        rows=tuple(_rows(found, helpers)),
        ways=(
            Link("See the entry", f"/organisations/{run_by.slug}"),
            Link("What was done about it", f"/keep/record?thing={found.claim.id}"),
        ),
        yes=Yes(f"{here}/yes", "Yes, it is theirs", _line(found)),
        no=no(f"{here}/no", "No", typed, wrong),
    )
    return shown if found.claim.state == ClaimState.WAITING else shown.over()


def _rows(found: Waiting, helpers: Sequence[Helper]) -> Iterator[Row]:
    yield Row("Who claims it", tuple(one for one in (found.name, found.email) if one) or ("–",))
    yield Row(
        "What they say", tuple(found.claim.words.split("\n")) if found.claim.words else ("Nothing",)
    )
    yield Row("Website of the entry", (found.organisation.website or "None",))
    yield Row("Who keeps it now", tuple(map(helper, helpers)) or ("Nobody",))


def _line(found: Waiting) -> str:
    if found.organisation.standing == Standing.CONFIRMED:
        return "They keep the entry from then on."
    return "They keep the entry from then on. It counts as confirmed, and what waits goes live."
