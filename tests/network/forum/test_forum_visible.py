"""Who sees what: an issue's visibility is its own axis, and what follows from it is no wider."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from network.core.actor import ANYONE, Actor
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.unit import Unit
from network.forum import (
    agreements,
    endings,
    issues,
    items,
    nominations,
    openness,
    reasons,
    room,
    visible,
)
from network.forum.agreements import Said
from network.forum.endings import Ending
from network.forum.minuted import ActionFields, AgreementFields, Method
from network.forum.nominations import Own, Put
from network.forum.openness import Shown
from network.forum.tables import Issue, Openness, Visibility
from tests import make_forum
from tests.make_forum import Network

QUIET = Put(make_forum.words(), Openness.NAMED, Visibility.MEMBERS)
FIELDS = AgreementFields(method=Method.CONSENT, agree=20, wording="Anybody may read this.")


async def seen(unit: Unit) -> dict[str, int]:
    """Count all that somebody may see of the forum, kind by kind."""

    async def counts(db: AsyncSession, actor: Actor) -> dict[str, int]:
        kinds: dict[str, Any] = {
            "issues": visible.issues,
            "items": visible.items,
            "ideas": visible.ideas,
            "agreements": visible.agreements,
            "actions": visible.actions,
            "reasons": visible.reasons,
            "nominations": visible.nominations,
        }
        return {name: len((await db.scalars(k(actor))).all()) for name, k in kinds.items()}

    return await unit.read(counts)


async def talked_about(net: Network, now: datetime) -> tuple[Issue, Any, datetime]:
    """Take a members' issue on a day, with all that may follow from it."""
    made = await make_forum.days(net, now)
    issue, item = await make_forum.scheduled(net, now, put=QUIET)
    at = await make_forum.started(net, made[0].id)
    run = net.facilitator
    version = (await run.read(items.get, item.id)).version
    item = await run.write(room.open_, item.id, version, at)
    await run.write(room.capture, item.id, "It takes weeks.", at)
    await run.write(room.act, item.id, ActionFields(what="Ask them.", who="Two of us"), at)
    return issue, item, at


async def test_what_follows_from_a_members_issue_is_seen_by_members_only(
    net: Network, now: datetime
) -> None:
    _, item, at = await talked_about(net, now)
    await net.facilitator.write(agreements.settle, item.id, Said(item.version, FIELDS), at)
    one = dict.fromkeys(("issues", "items", "ideas", "agreements", "actions", "reasons"), 1)
    async with net.asking(net.other.actor) as member:
        assert await seen(member) == one | {"nominations": 1}
    for who in (net.stranger, net.asking(ANYONE)):
        assert await seen(who) == dict.fromkeys([*one, "nominations"], 0)


async def test_the_group_can_agree_that_anybody_sees_it(net: Network, now: datetime) -> None:
    issue, item, at = await talked_about(net, now)
    await net.facilitator.write(agreements.open_up, item.id, Said(item.version, FIELDS), at)
    anyone = await seen(net.asking(ANYONE))
    assert (anyone["issues"], anyone["items"], anyone["ideas"]) == (1, 1, 1)
    assert (await net.facilitator.read(issues.get, issue.id)).widest == "public"


async def test_a_facilitator_narrows_with_a_reason_and_widens_as_far_as_was_agreed(
    net: Network, now: datetime
) -> None:
    issue = await make_forum.listed(net, now, QUIET)
    run = net.facilitator
    quiet = Shown(issue.version, Visibility.FACILITATORS)
    with pytest.raises(Invalid, match="Say why"):
        await run.write(openness.narrow, issue.id, quiet, now)
    quiet = Shown(issue.version, Visibility.FACILITATORS, "A team would be known.")
    issue = await run.write(openness.narrow, issue.id, quiet, now)
    with pytest.raises(Missing):
        await net.other.read(issues.get, issue.id)
    with pytest.raises(Conflict, match="did not agree"):
        await run.write(openness.widen, issue.id, Shown(issue.version, Visibility.PUBLIC))
    issue = await run.write(openness.widen, issue.id, Shown(issue.version, Visibility.MEMBERS))
    assert issue.visibility == "members"


async def test_who_put_it_forward_says_how_far_it_may_go(net: Network, now: datetime) -> None:
    issue = await make_forum.listed(net, now, QUIET)
    own = Own(issue.version, issue.id)
    with pytest.raises(Denied):
        await net.other.write(openness.consent, own, Visibility.PUBLIC)
    issue = await net.member.write(openness.consent, own, Visibility.PUBLIC)
    shown = Shown(issue.version, Visibility.PUBLIC)
    await net.facilitator.write(openness.widen, issue.id, shown)
    assert (await net.asking(ANYONE).read(issues.get, issue.id)).id == issue.id
    own = Own(shown.version + 1, issue.id)
    with pytest.raises(Conflict, match="More people see it now"):
        await net.member.write(openness.consent, own, Visibility.MEMBERS)


async def test_what_goes_another_way_is_seen_by_no_member(net: Network, now: datetime) -> None:
    issue = await make_forum.listed(net, now, QUIET)
    ending = Ending(issue.version, "This is for the safeguarding lead.")
    await net.facilitator.write(endings.route_out, issue.id, ending, now)
    for who in (net.other, net.facilitator, net.stranger):
        with pytest.raises(Missing):
            await who.read(issues.get, issue.id)
    assert (await net.member.read(issues.get, issue.id)).state == "routed_out"


async def test_an_issue_ends_with_a_reason_and_can_be_opened_again(
    net: Network, now: datetime
) -> None:
    issue = await make_forum.listed(net, now, QUIET)
    run = net.facilitator
    for ending, said in (
        (Ending(issue.version, "", "out_of_scope"), "Say why"),
        (Ending(issue.version, "Not ours.", "tired"), "do not know"),
        (Ending(issue.version, "Not ours.", "merged"), "another step"),
    ):
        with pytest.raises(Invalid, match=said):
            await run.write(endings.close, issue.id, ending, now)
    ending = Ending(issue.version, "It is not ours to change.", "out_of_scope")
    issue = await run.write(endings.close, issue.id, ending, now)
    assert (issue.state, issue.closed_as) == ("closed", "out_of_scope")
    words = [r.words for r in await net.other.read(reasons.of, [issue.id])]
    assert words == ["It is not ours to change."]
    issue = await run.write(endings.reopen, issue.id, Ending(issue.version, "It is."), now)
    assert (issue.state, issue.closed_as) == ("listed", None)


async def test_an_issue_is_taken_back_until_it_was_talked_about(
    net: Network, now: datetime
) -> None:
    await make_forum.days(net, now)
    issue, item = await make_forum.scheduled(net, now)
    fresh = await net.member.read(issues.get, issue.id)
    own = Own(fresh.version, issue.id)
    with pytest.raises(Denied):
        await net.other.write(endings.withdraw, own, "It is over.", now)
    issue = await net.member.write(endings.withdraw, own, "It is over.", now)
    assert (issue.closed_as, issue.state) == ("withdrawn", "closed")
    assert (await net.facilitator.read(items.get, item.id)).state == "withdrawn"


async def test_once_it_was_talked_about_an_issue_is_the_groups(net: Network, now: datetime) -> None:
    issue, _, at = await talked_about(net, now)
    own = Own((await net.member.read(issues.get, issue.id)).version, issue.id)
    with pytest.raises(Conflict, match="being talked about"):
        await net.member.write(endings.withdraw, own, "It is over.", at)


async def test_an_agreement_keeps_why_some_did_not_agree(net: Network, now: datetime) -> None:
    _, item, at = await talked_about(net, now)
    base = {"method": Method.VOTE, "agree": 34, "against": 4, "unsure": 3, "wording": "We ask."}
    run = net.facilitator
    for changes, said in (
        ({}, "why some did not agree"),
        ({"method": Method.CONSENT}, "no consent"),
        ({"agree": 0, "against": 0, "unsure": 0}, "how many agreed"),
        ({"agree": 3, "objections": ["Too soon."]}, "More did not agree"),
    ):
        fields = AgreementFields.model_validate(base | changes)
        with pytest.raises(Invalid, match=said):
            await run.write(agreements.forward, item.id, Said(item.version, fields), at)
    good = AgreementFields.model_validate(base | {"objections": ["Too soon."]})
    kept = await run.write(agreements.forward, item.id, Said(item.version, good), at)
    assert (kept.agree, kept.against, kept.unsure, kept.objections) == (34, 4, 3, ["Too soon."])


async def test_a_draft_is_nobody_elses_even_as_a_draft_of_something_public(
    net: Network, now: datetime
) -> None:
    put = Put(make_forum.words(), Openness.NAMED, Visibility.PUBLIC)
    await net.member.write(nominations.draft, net.locality_id, put, now)
    assert (await seen(net.asking(ANYONE)))["issues"] == 0
    assert (await seen(net.facilitator))["issues"] == 0
