"""Two issues that are one, and one that is two."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from network.core.actor import ANYONE
from network.core.errors import Conflict, Missing
from network.core.unit import Unit
from network.forum import issues, merges, receipts, splits, supports
from network.forum.merges import Grounds
from network.forum.nominations import Own, Put
from network.forum.splits import Parts
from network.forum.tables import Issue, Merging, Openness, Visibility
from tests import make_forum
from tests.make_forum import Network

WORDS = receipts.kept("river lantern maple", b"k" * 32)
NAMELESS = Put(make_forum.words(), Openness.ANONYMOUS, Visibility.MEMBERS, WORDS)


async def version(net: Network, issue: Issue) -> int:
    return (await net.facilitator.read(issues.get, issue.id)).version


async def asked(net: Network, now: datetime, put: Put | None = None) -> tuple[Issue, Issue, UUID]:
    """Ask whether two issues are one."""
    gone = await make_forum.listed(net, now, put)
    stays = await make_forum.listed(net, now)
    await net.other.write(supports.add, gone.id, now)
    merging = await net.facilitator.write(merges.ask, gone.id, stays.id, now)
    return gone, stays, merging.id


async def said(net: Network, issue: Issue, merging: UUID, *, yes: bool, now: datetime) -> Merging:
    own = Own(await version(net, issue), issue.id)
    return await net.member.write(merges.answer, own, merging, yes=yes, now=now)


async def test_two_issues_are_joined_when_both_said_yes(net: Network, now: datetime) -> None:
    gone, stays, merging = await asked(net, now)
    run = net.facilitator
    grounds = Grounds(await version(net, gone))
    with pytest.raises(Conflict, match="Not everybody"):
        await run.write(merges.join, merging, grounds, now)
    await said(net, gone, merging, yes=True, now=now)
    await said(net, stays, merging, yes=True, now=now)
    gone = await run.write(merges.join, merging, grounds, now)
    assert (gone.state, gone.closed_as, gone.merged_into) == ("closed", "merged", stays.id)
    assert await run.read(supports.counts, [stays.id]) == {stays.id: 1}
    with pytest.raises(Conflict, match="for good"):
        await run.write(merges.take_apart, merging, Grounds(gone.version), now)


async def test_a_no_ends_it(net: Network, now: datetime) -> None:
    gone, _, merging = await asked(net, now)
    assert (await said(net, gone, merging, yes=False, now=now)).state == "refused"
    with pytest.raises(Conflict, match="answered already"):
        await net.facilitator.write(
            merges.join, merging, Grounds(await version(net, gone)), now + timedelta(60)
        )


async def test_somebody_without_a_name_is_waited_for_ten_working_days_and_can_undo_it(
    net: Network, now: datetime
) -> None:
    gone, stays, merging = await asked(net, now, NAMELESS)
    await said(net, stays, merging, yes=True, now=now)
    run, grounds = net.facilitator, Grounds(await version(net, gone))
    with pytest.raises(Conflict, match="9 have gone by"):
        await run.write(merges.join, merging, grounds, now + timedelta(11))
    gone = await run.write(merges.join, merging, grounds, now + timedelta(12))
    assert gone.state == "closed"
    gone = await run.write(merges.take_apart, merging, Grounds(gone.version), now)
    assert (gone.state, gone.merged_into) == ("listed", None)


async def test_a_receipt_answers_for_its_own_issue_only(net: Network, now: datetime) -> None:
    gone, _, merging = await asked(net, now, NAMELESS)
    anyone = net.asking(ANYONE)
    own = Own(await version(net, gone), receipt=WORDS)
    found = await anyone.write(merges.answer, own, merging, yes=True, now=now)
    assert (found.own, found.other) == (True, None)
    apart = await make_forum.listed(net, now)
    own = Own(await version(net, apart), apart.id)
    with pytest.raises(Missing):
        await net.member.write(merges.answer, own, merging, yes=True, now=now)


async def test_an_issue_is_split_when_who_put_it_forward_agrees(
    net: Network, steward: Unit, now: datetime
) -> None:
    whole = await make_forum.listed(net, now)
    parts = Parts(whole.version, [make_forum.words(title="Hours"), make_forum.words(title="Pay")])
    later = now + timedelta(3)
    with pytest.raises(Conflict, match="Ask first"):
        await net.facilitator.write(splits.split, whole.id, parts, later)
    own = Own(whole.version, whole.id)
    await net.member.write(splits.agree, own, "Hours and pay.", later)
    made = await net.facilitator.write(splits.split, whole.id, parts, later)
    assert [(one.title, one.state, one.split_from) for one in made] == [
        ("Hours", "listed", whole.id),
        ("Pay", "listed", whole.id),
    ]
    assert {one.received_at for one in made} == {now}
    assert {one.visibility for one in made} == {whole.visibility}
    assert len({one.reference for one in made}) == 2
    await steward.read(issues.by_reference, made[0].reference or "")
