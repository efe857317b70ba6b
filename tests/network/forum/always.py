"""What must always be so in a forum, whatever happened (forum.md, Invariants)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.events import Event
from network.forum.dated import LIVE, AgendaItem, Day
from network.forum.day_steps import DAY, ITEM
from network.forum.issue_steps import ISSUE
from network.forum.tables import Issue, Nomination, Reason, Visibility
from network.forum.transitions import Machine
from tests.network.forum.living import STOPPED, Living


async def check(db: AsyncSession, actor: Actor, live: Living) -> None:
    """Look at every rule at once; each failure says what it is about."""
    here = live.net.locality_id
    issues = (await db.scalars(select(Issue).where(col(Issue.locality_id) == here))).all()
    days = {d.id: d for d in await db.scalars(select(Day).where(col(Day.locality_id) == here))}
    items = (await db.scalars(select(AgendaItem))).all()
    assert {i.id: i.state for i in issues} == {i.id: i.state for i in live.issues.values()}
    assert {d.id: d.state for d in days.values()} == {d.id: d.state for d in live.days.values()}
    await _replayed(db, ((ISSUE, issues), (DAY, days.values()), (ITEM, items)))
    for issue in issues:
        shown = Visibility(issue.visibility)
        assert shown.within(Visibility(issue.widest)), "seen by more than was agreed"
        known = live.issues[issue.id]
        assert (issue.state == "with_forums") is bool(known.referrals)
        _on_one_agenda(issue, known.day, [i for i in items if i.issue_id == issue.id], days)
    _owed(live, items)
    await _nameless(db, live)
    running = [i for i in items if i.state == "open"]
    assert len(running) <= 1
    for item in items:
        day = days.get(item.day_id) if item.day_id else None
        if item.state in LIVE and day is not None:
            assert day.state not in STOPPED | {"held"}, "left behind on a day that is over"


def _on_one_agenda(
    issue: Issue, target: UUID | None, items: list[AgendaItem], days: dict[UUID, Day]
) -> None:
    """See that an issue is on no agenda that closed before it came, and is lost on none."""
    for item in items:
        if item.kind == "nominated_issue" and item.state in LIVE and item.day_id:
            received = issue.received_at
            assert received is not None
            assert days[item.day_id].closes_at > received
    alive = [item for item in items if item.state in LIVE and item.referral_id is None]
    if issue.state == "scheduled":
        assert [item.day_id for item in alive] == [target]
    elif issue.state != "in_debate":
        assert alive == []
    after = Counter(item.carried_from for item in items if item.carried_from)
    assert all(count == 1 for count in after.values())


def _owed(live: Living, items: Sequence[AgendaItem]) -> None:
    """See that every answer that is owed has exactly one place, and what is not owed has none."""
    waiting = [i for i in items if i.referral_id and i.state in LIVE and i.day_id is None]
    assert not waiting or live.next_day() is None, "it waits, though a day is ahead"
    alive = Counter(i.referral_id for i in items if i.referral_id and i.state in LIVE)
    assert alive == Counter(r for issue in live.issues.values() for r in issue.unheard)


async def _nameless(db: AsyncSession, live: Living) -> None:
    """See that nothing about an issue without a name leads to the member who put it forward."""
    ids = [issue.id for issue in live.issues.values() if issue.receipt]
    member = live.net.as_member.person
    known: list[Any] = [
        select(col(Event.seq)).where(col(Event.about).in_(ids), col(Event.by) == member),
        select(col(Reason.at)).where(col(Reason.about).in_(ids), col(Reason.by) == member),
        select(col(Nomination.issue_id)).where(
            col(Nomination.issue_id).in_(ids), col(Nomination.person_id).is_not(None)
        ),
    ]
    for query in known:
        assert (await db.execute(query)).first() is None, "somebody without a name is known"


async def _replayed(db: AsyncSession, kept: Iterable[tuple[Machine, Iterable[Any]]]) -> None:
    """Fold all events of everything: they give the states that are kept."""
    told: dict[UUID, list[str]] = {}
    for about, name in await db.execute(
        select(col(Event.about), col(Event.name)).order_by(col(Event.seq))
    ):
        told.setdefault(about, []).append(name)
    for machine, rows in kept:
        for row in rows:
            assert machine.replay(told[row.id]) == row.state, machine.kind
