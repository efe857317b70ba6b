"""The forum as a machine: any steps in any order, and what must always be so (forum.md).

FORUM_STEPS says how many steps; a long run is for the benches.
"""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.ext.asyncio import AsyncEngine

from network.core.actor import service
from network.core.errors import Refusal
from network.core.unit import Unit
from tests import make_forum
from tests.conftest import OneTransaction
from tests.network.forum.always import check
from tests.network.forum.day_life import DayLife
from tests.network.forum.living import AHEAD

STEPS = int(os.environ.get("FORUM_STEPS", "1000"))
EACH = 100
ASIDE = {"cancel", "postpone", "move", "withdraw", "route out", "close", "wait", "plan"}
"""Steps that lead away from the room: taken one time in ten, else no issue gets there."""


class Forum(RuleBasedStateMachine):
    """Whatever may happen next in a network happens."""

    world: ClassVar[Callable[[], tuple[DayLife, Any]]]
    taken: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.live, self.savepoint = type(self).world()
        self.live.plan()

    @rule(data=st.data())
    def happen(self, data: st.DataObject) -> None:
        """Take one of the steps that the model knows to be possible now."""
        steps = self.possible()
        onward = [step for step in steps if step[0] not in ASIDE]
        ahead = data.draw(st.integers(0, 9), label="onward") > 0
        if onward and ahead:
            steps = onward
        n = data.draw(st.integers(0, len(steps) - 1), label="step")
        self.taken[steps[n][0]] = self.taken.get(steps[n][0], 0) + 1
        steps[n][1]()

    @rule(data=st.data())
    def try_what_cannot_be(self, data: st.DataObject) -> None:
        """Take a step that cannot be: it is refused, and nothing has changed."""
        live = self.live
        if not live.issues:
            return
        issue = list(live.issues.values())[data.draw(st.integers(0, len(live.issues) - 1))]
        wrong = [
            partial(live.lead, verb, issue.id, *args)
            for _, states, verb, args in live.wrongs(issue)
            if issue.state not in states
        ]
        n = data.draw(st.integers(0, len(wrong) - 1), label="wrong")
        with pytest.raises(Refusal):
            wrong[n]()

    @invariant()
    def holds(self) -> None:
        """Look at all that must always be so."""
        self.live.run(self.live.keeper.read(check, self.live))

    def teardown(self) -> None:
        self.live.run(self.savepoint.rollback())

    def possible(self) -> list[tuple[str, Callable[[], Any]]]:
        live = self.live
        steps: list[tuple[str, Callable[[], Any]]] = [("wait", self.wait)]
        if len(live.issues) < 6:
            steps += [
                ("nominate", partial(live.nominate, nameless=False)),
                ("nominate nameless", partial(live.nominate, nameless=True)),
            ]
        if len([d for d in live.days.values() if d.state in AHEAD]) < 3:
            steps.append(("plan", live.plan))
        for issue in live.issues.values():
            steps += [(n, partial(s, issue)) for n, s in live.of_issue(issue)]
        for day in live.days.values():
            steps += [(n, partial(s, day)) for n, s in live.of_day(day)]
        return steps

    def wait(self) -> None:
        self.live.now += timedelta(9)


async def test_whatever_happens_the_rules_of_the_forum_hold(
    engine: AsyncEngine, now: datetime
) -> None:
    loop = asyncio.get_running_loop()
    async with engine.connect() as connection:
        outer = await connection.begin()
        sessions = OneTransaction(connection)
        keeper = Unit(sessions, service("test"))
        net = await make_forum.network(keeper, partial(Unit, sessions), now)

        def world() -> tuple[DayLife, Any]:
            savepoint = asyncio.run_coroutine_threadsafe(begin(), loop).result(60)
            return DayLife(net, loop, now), savepoint

        async def begin() -> Any:
            return await connection.begin_nested()

        Forum.world = staticmethod(world)
        Forum.taken.clear()
        await asyncio.to_thread(
            run_state_machine_as_test,
            Forum,
            settings=settings(
                max_examples=max(STEPS // EACH, 1),
                stateful_step_count=EACH,
                deadline=None,
                database=None,
                derandomize=True,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
        await outer.rollback()
    # A model that never comes that far proves nothing.
    assert {"schedule", "cancel", "start", "carry", "forward", "send"} <= set(Forum.taken), (
        Forum.taken
    )
