"""Transitions as data: from where to where, whose they are, and what must be so first.

`take` is the only place where a state changes. Why it is done this way:
docs/decisions/0017-transitions.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from network.access import MAY, Act, allows, require
from network.core.actor import Actor
from network.core.errors import Conflict
from network.core.events import record

START = ""
"""The state of what is not there yet."""

UNNAMED = Actor(name="somebody with a receipt")
"""Who did what an anonymous nominator did, as the record has it."""

CHANGED = "Somebody else changed this a moment ago. Look at it again, then try once more."

Guard = Callable[[Any, Any], str | None]
"""What must be so first: of the thing and of facts about it, why not, in plain words (or None)."""


def free(thing: Any, facts: Any) -> str | None:  # noqa: ARG001  # every guard takes both
    """Ask nothing more."""
    return None


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: its name, its event, from which states, to which (None: it stays), whose it is."""

    name: str
    event: str
    before: frozenset[str]
    after: str | None
    act: Act
    guard: Guard = free


@dataclass(frozen=True, slots=True)
class Offered:
    """A transition as it is shown: whether it is open to somebody now, and why it is not."""

    name: str
    allowed: bool
    why: str | None = None


@dataclass(frozen=True, slots=True)
class On:
    """What a transition is taken on: the row as it is held, and what is asked about it.

    `case`: what access asks of (the row itself unless said). `version`: the one that whoever asks
    has seen; None for steps that follow from another one. `facts`: what the guard looks at.
    """

    thing: Any
    case: Any
    version: int | None = None
    facts: Any = None


class BrokenRecordError(RuntimeError):
    """Events that no machine could have written: a fault of ours."""


@dataclass(frozen=True)
class Machine:
    """All transitions of one kind of thing, and its states in words."""

    kind: str
    states: type[StrEnum]
    words: Mapping[str, str]
    transitions: Sequence[Transition] = field(default=())

    @cached_property
    def by_name(self) -> Mapping[str, Transition]:
        """Find a transition by its name."""
        return {one.name: one for one in self.transitions}

    @cached_property
    def by_event(self) -> Mapping[str, Transition]:
        """Find a transition by the event it writes."""
        return {one.event: one for one in self.transitions}

    def __getitem__(self, name: str) -> Transition:
        return self.by_name[name]

    def replay(self, events: Iterable[str]) -> str:
        """Give the state that events lead to, from nothing; what is no transition is passed over.

        Raises BrokenRecordError where a step was taken from where it could not be.
        """
        state = START
        for name in events:
            step = self.by_event.get(name)
            if step is None:
                continue
            if state not in step.before:
                raise BrokenRecordError(f"{name} from {state or 'nothing'}")
            state = state if step.after is None else step.after
        return state

    def offered(self, thing: Any, actor: Actor, case: Any, facts: Any) -> list[Offered]:
        """List every transition of a thing that is there, those closed now with the reason."""
        return [
            Offered(step.name, why is None, why)
            for step in self.transitions
            if step.before != {START}
            for why in [self.closed(step, thing, actor, case, facts)]
        ]

    def closed(
        self, step: Transition, thing: Any, actor: Actor, case: Any, facts: Any
    ) -> str | None:
        """Say why a step is closed to somebody now, in plain words; None where it is open."""
        return (
            self._elsewhere(step, thing)
            or _not_theirs(step, actor, case)
            or step.guard(thing, facts)
        )

    def _elsewhere(self, step: Transition, thing: Any) -> str | None:
        if thing.state in step.before:
            return None
        here = self.words.get(thing.state, thing.state)
        there = " or ".join(self.words.get(s, s) for s in self.states if s in step.before)
        return f"It is {here}. For this it has to be {there}."


async def take(
    db: AsyncSession, actor: Actor, machine: Machine, name: str, on: On, **detail: Any
) -> None:
    """Take one step: ask leave, look that it is open, change the state, and write it down.

    Raises Denied, and Conflict with the reason where it is closed or was changed meanwhile. The
    record holds no name for whoever showed a receipt. `detail`: ids and codes.
    """
    step, thing = machine[name], on.thing
    require(actor, step.act, on.case)
    if on.version is not None and on.version != thing.version:
        raise Conflict(CHANGED, field="version")
    if (why := machine.closed(step, thing, actor, on.case, on.facts)) is not None:
        raise Conflict(why)
    if step.after is not None:
        thing.state = step.after
    thing.version += 1
    by = UNNAMED if getattr(on.case, "receipt", False) else actor
    record(db, by, step.event, thing.id, version=thing.version, **detail)


def states(*names: str) -> frozenset[str]:
    """Name the states a step starts from."""
    return frozenset(names)


def _not_theirs(step: Transition, actor: Actor, case: Any) -> str | None:
    if allows(actor, step.act, case):
        return None
    whose = [str(predicate.__doc__).strip().rstrip(".") for predicate in MAY[step.act]]
    people = [who[0].lower() + who[1:] for who in whose if not who.startswith("The service")]
    return f"This is for {', or '.join(people)}." if people else "This happens by itself."
