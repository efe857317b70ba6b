"""Who keeps an entry, in words: who leads, who helps, who is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from network.people.tables import Invitation
from network.people.teams import Helper, Team
from network.web.asking import fields
from network.web.asking.fields import Filled, Option
from network.web.asking.problems import Problem
from network.web.asking.typed import Typed
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Notice


@dataclass(frozen=True, slots=True)
class One:
    """One who keeps the entry, or is asked to: who, in what way, and the id for the buttons."""

    id: str
    name: str
    words: str
    me: bool = False


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Who keeps the entry. `leads`: whoever looks leads; `last`: nobody else keeps it."""

    name: str
    here: str
    helpers: tuple[One, ...]
    waiting: tuple[One, ...]
    leads: bool
    last: bool
    filled: Filled
    notices: tuple[Notice, ...] = ()


EMAIL = fields.text("email", "Their email address", auto="email")
LEAD = fields.many(
    "as_lead",
    "Hand over the lead?",
    [Option("yes", "Yes, they lead from then on")],
    "The lead says who else keeps the entry.",
)
DONE = {
    "asked": Notice("We have written to them", ("The link works for 14 days.",), "mist"),
    "led": Notice("Handed over", ("They lead now. You still keep the entry too.",), "mist"),
    "removed": Notice("Done", ("They do not keep this entry any more.",), "mist"),
}


def page(
    team: Team,
    helpers: Sequence[Helper],
    waiting: Sequence[Invitation],
    me: UUID | None,
    known: Known,
) -> TeamPage:
    """Make the page."""
    leads = any(one.lead and one.person.id == me for one in helpers)
    return TeamPage(
        name=team.name,
        here=f"/hosts/organisation/{team.organisation_id}/people",
        helpers=tuple(_helper(one, me, known) for one in helpers),
        waiting=tuple(_asked(one, known) for one in waiting),
        leads=leads,
        last=len(helpers) < 2,
        filled=fields.filled(_form(leads=leads)),
    )


def _form(*, leads: bool) -> list[fields.Field]:
    return [EMAIL, *([LEAD] if leads else [])]


def with_form(page: TeamPage, typed: Typed, wrong: Sequence[Problem], done: str) -> TeamPage:
    """Give the page with what was typed, what is wrong with it, and what was just done."""
    notices = (DONE[done],) if done in DONE else ()
    return replace(
        page, filled=fields.filled(_form(leads=page.leads), typed, wrong), notices=notices
    )


def _helper(one: Helper, me: UUID | None, known: Known) -> One:
    name = one.person.name or one.person.email or "Somebody"
    since = spoken.ago(one.since, known.now)
    part = "Leads" if one.lead else "Keeps it too"
    address = f" {one.person.email}." if one.person.name and one.person.email else ""
    return One(str(one.person.id), name, f"{part}. Since {since}.{address}", one.person.id == me)


def _asked(one: Invitation, known: Known) -> One:
    part = "Asked to lead" if one.as_lead else "Asked to help"
    return One(str(one.id), one.email, f"{part} {spoken.ago(one.invited_at, known.now)}.")
