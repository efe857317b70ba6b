"""Those who decide: the list, the ladder above each, and how to reach them."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from network.core.actor import ANYONE, Actor, Role
from network.core.errors import Conflict, Denied, Invalid
from network.core.ids import new_id
from network.core.unit import Unit
from network.forum import deciders, routing
from network.forum.deciders import Change
from network.forum.deciding import DecisionForum, DecisionForumFields
from tests import make_referrals as make
from tests.make import BRIGHTON, HASTINGS

Asking = Callable[[Actor], Unit]


def edit(forum: DecisionForum, **changes: object) -> Change:
    kept = {name: getattr(forum, name) for name in DecisionForumFields.model_fields}
    return Change(forum.version, DecisionForumFields.model_validate(kept | changes))


async def test_a_facilitator_adds_a_body_and_anyone_finds_it(
    steward: Unit, unit: Unit, asking: Asking
) -> None:
    place = await make.here(steward)
    facilitator = asking(make.somebody(Role.FACILITATOR, place))
    added = await make.decider(facilitator, sittings=[date(2026, 12, 3)], papers=5)
    found = await unit.read(deciders.by_slug, added.slug)
    assert (found.name, found.sittings) == ("Example Trust: Crisis Care Group", [date(2026, 12, 3)])
    assert (found.acknowledge_within, found.answer_within) == (5, 20)
    assert added.id in [one.id for one in await unit.read(deciders.of, place, "crisis")]
    assert added.id not in [one.id for one in await unit.read(deciders.of, place, "pay")]


async def test_nobody_else_adds_one(steward: Unit, asking: Asking) -> None:
    place = await make.here(steward)
    others = (
        ANYONE,
        make.somebody(Role.MEMBER, place),
        make.somebody(Role.STEWARD, place),
        make.somebody(Role.FACILITATOR, new_id()),
        make.weak(make.somebody(Role.FACILITATOR, place)),
    )
    for actor in others:
        with pytest.raises(Denied):
            await make.decider(asking(actor))


async def test_words_and_districts_we_do_not_know_are_refused(steward: Unit) -> None:
    with pytest.raises(Invalid) as refused:
        await make.decider(steward, topics=["crysis"])
    assert (refused.value.field, refused.value.suggestion) == ("topics", "crisis")
    with pytest.raises(Invalid, match="district"):
        await make.decider(steward, districts=["E99999999"])


async def test_a_ladder_never_leads_round_in_a_circle(steward: Unit) -> None:
    top = await make.decider(steward, name="Example Board", level="icb")
    middle = await make.decider(steward, parent_id=top.id)
    below = await make.decider(steward, name="Example Team", level="team", parent_id=middle.id)
    for parent in (below, middle, top):
        with pytest.raises(Invalid, match="above itself"):
            await steward.write(deciders.change, top.id, edit(top, parent_id=parent.id))
    with pytest.raises(Invalid, match="do not know the body above"):
        await steward.write(deciders.change, top.id, edit(top, parent_id=new_id()))


async def test_two_edits_of_one_version_do_not_both_count(steward: Unit) -> None:
    forum = await make.decider(steward)
    await steward.write(deciders.change, forum.id, edit(forum, cadence="Monthly"))
    with pytest.raises(Conflict, match="a moment ago"):
        await steward.write(deciders.change, forum.id, edit(forum, cadence="Yearly"))
    assert (await steward.read(deciders.get, forum.id)).cadence == "Monthly"


async def test_a_body_that_has_ended_keeps_its_page_and_is_proposed_no_more(
    steward: Unit, now: datetime
) -> None:
    forum = await make.decider(steward)
    issue = await make.agreed(steward, now)
    assert forum.id in [p.forum.id for p in await steward.read(routing.propose, issue.id)]
    await steward.write(deciders.close, forum.id, forum.version, date(2026, 11, 1))
    assert (await steward.read(deciders.by_slug, forum.slug)).ended_on == date(2026, 11, 1)
    assert forum.id not in [p.forum.id for p in await steward.read(routing.propose, issue.id)]


async def test_a_body_that_owes_an_answer_is_not_closed(steward: Unit, now: datetime) -> None:
    referral = await make.sent(steward, now)
    with pytest.raises(Conflict, match="owes an answer"):
        await steward.write(deciders.close, referral.forum_id, 0, now.date())


async def test_the_liaison_s_address_is_for_those_who_keep_the_list(
    steward: Unit, unit: Unit, asking: Asking
) -> None:
    forum = await make.decider(steward)
    await steward.write(deciders.reach, forum.id, forum.version, "Office@Example.org ")
    assert await steward.read(deciders.liaison, forum.id) == "office@example.org"
    with pytest.raises(Denied):
        await unit.read(deciders.liaison, forum.id)
    with pytest.raises(Denied):
        await asking(make.somebody(Role.MEMBER, forum.locality_id)).read(deciders.liaison, forum.id)
    again = await steward.read(deciders.get, forum.id)
    assert "office" not in str(list(again)).casefold()
    await steward.write(deciders.reach, forum.id, again.version, "")
    assert await steward.read(deciders.liaison, forum.id) is None


async def test_bodies_are_proposed_by_topic_and_area_the_nearest_first(
    steward: Unit, now: datetime
) -> None:
    issue = await make.agreed(steward, now, topics=["crisis", "records"])
    board = await make.decider(steward, name="Board for all", level="icb", topics=["records"])
    team = await make.decider(steward, name="Team for all", level="team")
    coast = await make.decider(steward, name="Hastings", level="place", districts=[HASTINGS])
    city = await make.decider(steward, name="City", level="place", districts=[BRIGHTON])
    other = await make.decider(steward, name="Pay group", level="trust", topics=["pay"])
    found = await steward.read(routing.propose, issue.id, HASTINGS)
    assert [proposal.forum.id for proposal in found] == [coast.id, team.id, board.id]
    assert [proposal.local for proposal in found] == [True, False, False]
    assert [list(proposal.topics) for proposal in found] == [["crisis"], ["crisis"], ["records"]]
    anywhere = {proposal.forum.id for proposal in await steward.read(routing.propose, issue.id)}
    assert {coast.id, city.id, team.id, board.id} <= anywhere
    assert other.id not in anywhere
