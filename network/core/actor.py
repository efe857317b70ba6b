"""Who asks. Plain data with no tie to the database, so deciding never reads a row."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person does in the network; the codes are the taxonomy's `role`.

    A host's is for an organisation, a responder's for a forum, all others for a locality.
    """

    MEMBER = "member"
    HOST = "host"
    FACILITATOR = "facilitator"
    PLANNER = "planner"
    RESPONDER = "responder"
    STEWARD = "steward"


GUARDED = frozenset({Role.FACILITATOR, Role.PLANNER, Role.STEWARD})
"""Roles whose powers count only where a second factor was given: they reach what is others'."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for one thing: an organisation, a locality or a forum."""

    role: Role
    scope: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: anyone at all, a person with grants, or the service itself.

    `name` is what the audit shows ("seed", "places import"), never a person's; anyone has none.
    `strong`: a second factor was given. `via`: how it is known who asks: "session", "key" (a
    program's), "letter" (a link in one), or "" where nothing was shown. `only_reads`: a key that
    may look and do nothing.
    """

    name: str = "anyone"
    person: UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    system: bool = False
    strong: bool = False
    via: str = ""
    only_reads: bool = False

    def holds(self, role: Role, scope: UUID) -> bool:
        """Say whether this person has this role for this thing, and may use it now."""
        return self._counts(role) and Grant(role, scope) in self.grants

    def holds_anywhere(self, role: Role) -> bool:
        """Say whether this person has this role for anything, and may use it now."""
        return bool(self.scopes(role))

    def scopes(self, role: Role) -> frozenset[UUID]:
        """Give the things this person has this role for, and may use it now."""
        if not self._counts(role):
            return frozenset()
        return frozenset(grant.scope for grant in self.grants if grant.role is role)

    def _counts(self, role: Role) -> bool:
        return self.strong or role not in GUARDED


ANYONE = Actor()


def service(name: str) -> Actor:
    """The service acting by itself, under the name of the task it does."""
    return Actor(name=name, system=True)
