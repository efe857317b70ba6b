"""People, ready to print: who is trusted with what, and one person with their roles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from network.core.actor import Role
from network.directory.scopes import Scope
from network.people.appointments import Account, Appointed
from network.people.tables import KeptGrant
from network.places.tables import Locality
from network.web.asking import fields
from network.web.asking.fields import Field, Filled, Option
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Link, Notice

FIND = fields.text("find", "Their whole email address", "As they gave it to us.", auto="email")
EMAIL = fields.text(
    "email", "Their email address", "They need not be known here yet.", auto="email"
)
ROLES: Mapping[Role, tuple[str, str]] = {
    Role.STEWARD: ("Steward", "Looks after what others write, as you do"),
    Role.FACILITATOR: ("Facilitator", "Runs development days"),
    Role.PLANNER: ("Planner", "Sees where support is missing"),
    Role.MEMBER: ("Member", "Takes part in the network"),
    Role.HOST: ("Host", "Keeps the entry of an organisation"),
    Role.RESPONDER: ("Responder", "Answers for those who decide"),
}
GIVEN = (Role.STEWARD, Role.FACILITATOR, Role.PLANNER, Role.MEMBER, Role.HOST)
"""Roles that a steward may give."""
EVEN_LAST = fields.many(
    "even_last",
    "Is nobody else left who keeps it?",
    [Option("yes", "Take it away all the same")],
)
DONE = {
    "given": Notice("Done", ("They have this role now. It counts at once.",), "mist"),
    "taken": Notice("Done", ("They do not have this role any more.",), "mist"),
    "out": Notice("Signed out", ("They are signed out on every browser.",), "mist"),
}


@dataclass(frozen=True, slots=True)
class Trusted:
    """One role of somebody, as it stands in the list of those who are trusted."""

    name: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who is trusted with what here, a form that finds somebody, and one that gives a role."""

    trusted: tuple[Trusted, ...]
    find: Filled
    give: Filled

    @property
    def filled(self) -> Filled:
        """Give what is wrong, for the top of the page."""
        return self.find if self.find.problems else self.give


@dataclass(frozen=True, slots=True)
class Held:
    """One role of somebody: what it is, since when, and where it is taken away."""

    words: str
    since: str
    href: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: their roles, and where they are signed in."""

    heading: str
    here: str
    email: str
    lines: tuple[str, ...]
    roles: tuple[Held, ...]
    signed_in: str
    record: Link
    give: Filled
    notices: tuple[Notice, ...]


def trusted(
    all_: Sequence[Appointed], scopes: Mapping[UUID, Scope], known: Known
) -> Iterator[Trusted]:
    """Say who is trusted with what."""
    for one in all_:
        name = one.person.name or hinted(one.person.email)
        since = spoken.ago(one.grant.granted_at, known.now)
        words = f"{role_words(one.grant, scopes)}. Since {since}."
        yield Trusted(name, f"/keep/people/{one.person.id}", words)


def hinted(email: str | None) -> str:
    """Show enough of an address to know it again: “jo…@example.org”."""
    name, _, domain = (email or "").partition("@")
    return f"{name[:2]}…@{domain}" if domain else "Somebody"


def role_words(grant: KeptGrant, scopes: Mapping[UUID, Scope]) -> str:
    """Say a role and what it is for."""
    scope = scopes.get(grant.scope)
    for_ = scope.name if scope else "what others look after"
    leads = ", and leads" if grant.lead else ""
    return f"{ROLES[Role(grant.role)][0]} for {for_}{leads}"


def form(localities: Sequence[Locality], *, email: bool) -> list[Field]:
    """Give what is asked for a role: which, and for what."""
    roles = [Option(role.value, *ROLES[role]) for role in GIVEN]
    where = [Option(one.slug, one.name) for one in localities]
    of = fields.choose("locality", "Where?", where, "For all but a host.")
    entry = fields.text(
        "organisation",
        "For a host: the address of the entry",
        "Like /organisations/tea-and-talk-7k2. Leave it blank for other roles.",
    )
    return [*([EMAIL] if email else []), fields.one("role", "Which role?", roles), of, entry]


def person(
    found: Account, scopes: Mapping[UUID, Scope], give: Filled, known: Known, done: str
) -> PersonPage:
    """Make the page of one person."""
    here = f"/keep/people/{found.person.id}"
    return PersonPage(
        heading=found.person.name or found.person.email or "Somebody",
        here=here,
        email=found.person.email or "",
        lines=tuple(_lines(found, known)),
        roles=tuple(_held(one, scopes, here, known) for one in found.grants),
        signed_in=_signed_in(found.sessions),
        record=Link("What they did here", f"/keep/record?who={found.person.id}"),
        give=give,
        notices=(DONE[done],) if done in DONE else (),
    )


def _lines(found: Account, known: Known) -> Iterator[str]:
    yield f"Known here since {spoken.day(found.person.created_at.date(), known.today)}."
    if found.person.seen_at is not None:
        yield f"Last signed in {spoken.ago(found.person.seen_at, known.now)}."
    step = "They have set up" if found.has_second_factor else "They have not set up"
    yield f"{step} a second step."


def _signed_in(many: int) -> str:
    return f"Signed in on {spoken.counted(many, 'browser')}." if many else "Not signed in anywhere."


def _held(grant: KeptGrant, scopes: Mapping[UUID, Scope], here: str, known: Known) -> Held:
    since = f"Since {spoken.ago(grant.granted_at, known.now)}."
    return Held(role_words(grant, scopes), since, f"{here}/roles/{grant.id}")
