"""Finding issues: page by page, those that are like one, and the story of one."""

from datetime import datetime, timedelta

import pytest

from network.core.actor import ANYONE
from network.core.errors import Invalid, Missing
from network.core.paging import Page, asked, cursor
from network.forum import finding
from network.forum.finding import Wanted
from network.forum.nominations import Put
from network.forum.tables import Issue, IssueState, Openness, Visibility
from tests import make_forum
from tests.make_forum import Network

QUIET = Put(make_forum.words(), Openness.NAMED, Visibility.MEMBERS)


def place(issue: Issue) -> str:
    assert issue.received_at is not None
    return cursor(issue.received_at.isoformat(), str(issue.id))


async def test_issues_are_listed_the_longest_waiting_first_and_page_by_page(
    net: Network, now: datetime
) -> None:
    made = [await make_forum.listed(net, now - timedelta(n)) for n in range(5)]
    wanted = Wanted(net.locality_id)
    first, more = await net.other.read(finding.listed, wanted, Page(3))
    assert ([one.id for one in first], more) == ([made[n].id for n in (4, 3, 2)], True)
    page = asked(3, place(first[-1]))
    rest, more = await net.other.read(finding.listed, wanted, page)
    assert ([one.id for one in rest], more) == ([made[1].id, made[0].id], False)
    for rubbish in (cursor("today", "me"), cursor(1)):
        with pytest.raises(Invalid):
            await net.other.read(finding.listed, wanted, asked(3, rubbish))


async def test_a_list_holds_what_somebody_may_see_and_asked_for(
    net: Network, now: datetime
) -> None:
    listed = await make_forum.listed(net, now, QUIET)
    waits = await make_forum.nominated(net, now)
    every, some = Wanted(net.locality_id), Wanted(net.locality_id, topic="restraint")

    async def found(who: object, wanted: Wanted) -> set[object]:
        rows, _ = await who.read(finding.listed, wanted, Page())  # type: ignore[attr-defined]
        return {one.id for one in rows}

    assert await found(net.facilitator, every) == {listed.id, waits.id}
    assert await found(net.other, every) == {listed.id}
    assert await found(net.asking(ANYONE), every) == set()
    assert await found(net.facilitator, some) == set()
    new = Wanted(net.locality_id, frozenset({IssueState.NOMINATED}), "pay")
    assert await found(net.facilitator, new) == {waits.id}


async def test_what_is_there_already_is_shown_to_those_who_may_see_it(
    net: Network, now: datetime
) -> None:
    listed = await make_forum.listed(net, now, QUIET)
    for title in ("Contracts with no hours", "no hours in our contracts"):
        found = await net.other.read(finding.alike, net.locality_id, title)
        assert [one.id for one in found] == [listed.id], title
        assert await net.asking(ANYONE).read(finding.alike, net.locality_id, title) == []
    for title in ("A quiet room on the ward", ""):
        assert await net.other.read(finding.alike, net.locality_id, title) == [], title


async def test_the_story_of_an_issue_is_told_without_names(net: Network, now: datetime) -> None:
    await make_forum.days(net, now)
    issue, _ = await make_forum.scheduled(net, now, put=QUIET)
    told = await net.other.read(finding.story, issue.id)
    assert [one.step for one in told] == ["schedule", "list", "nominate"]
    with pytest.raises(Missing):
        await net.stranger.read(finding.story, issue.id)
