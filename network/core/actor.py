"""Who asks. Plain data with no tie to the database, so deciding never reads a row."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person does in the network; the codes are the taxonomy's `role`."""

    HOST = "host"
    STEWARD = "steward"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for one thing: an organisation or a locality."""

    role: Role
    scope: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: anyone at all, a person with grants, or the service itself.

    `name` is what the audit shows ("seed", "places import"); anyone has none.
    """

    name: str = "anyone"
    person: UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    system: bool = False

    def holds(self, role: Role, scope: UUID) -> bool:
        """Say whether this person has this role for this thing."""
        return Grant(role, scope) in self.grants

    def holds_anywhere(self, role: Role) -> bool:
        """Say whether this person has this role for anything."""
        return any(grant.role is role for grant in self.grants)


ANYONE = Actor()


def service(name: str) -> Actor:
    """The service acting by itself, under the name of the task it does."""
    return Actor(name=name, system=True)
