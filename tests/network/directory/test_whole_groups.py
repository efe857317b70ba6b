"""A group that is looked at as a whole: what was seen goes live, and why it was sent back."""

from collections.abc import Callable
from datetime import datetime

import pytest

from network.core.actor import Actor
from network.core.errors import Conflict
from network.core.ids import new_id
from network.core.unit import Unit
from network.directory import offers, revisions, search, vouching, waiting
from network.directory.edits import Amendment
from network.directory.organisations import Origin
from network.directory.tables import Organisation, Standing
from tests import make

Asking = Callable[[Actor], Unit]
NEW = Origin(Standing.NEW)


async def new_group(steward: Unit, now: datetime) -> Organisation:
    return await make.organisation(steward, now, origin=NEW, home_district=make.HASTINGS)


async def test_nothing_that_was_not_looked_at_goes_live_with_a_group(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    host = asking(make.host_of(group.id))
    draft = await make.offer(steward, now, group.id, draft=True)
    asked = await host.write(offers.publish, draft.id, now)
    looked_at = vouching.versions(group, [asked])
    await host.write(offers.amend, asked.id, Amendment(asked.version, {"title": "Other"}), now)
    with pytest.raises(Conflict, match="while you looked"):
        await steward.write(vouching.confirm, group.id, now, looked_at=looked_at)
    changed = await steward.read(revisions.since, asked.id, asked.version)
    assert [(one.field, one.before, one.after) for one in changed] == [
        ("title", "Tuesday Table", "Other")
    ]
    now_is = await steward.read(offers.get, asked.id)
    assert await steward.read(revisions.since, asked.id, now_is.version) == ()
    looked_at = vouching.versions(group, [now_is])
    await steward.write(vouching.confirm, group.id, now, looked_at=looked_at)
    assert (await steward.read(search.offer, now_is.slug)).title == "Other"


async def test_hosts_read_why_their_group_was_sent_back(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    host = asking(make.host_of(group.id))
    draft = await make.offer(steward, now, group.id, draft=True)
    await host.write(offers.publish, draft.id, now)
    await steward.write(vouching.refuse, group.id, "Who are you?", now)
    said = await host.read(waiting.answer, draft.id)
    assert said is not None
    assert (said.reason, said.let_through) == ("Who are you?", False)
    found = await host.read(waiting.answers, [group.id])
    assert found[group.id].id == said.id
    stranger = asking(make.host_of(new_id()))
    assert await stranger.read(waiting.answers, [group.id]) == {}
    assert await stranger.read(waiting.answer, draft.id) is None


async def test_a_group_that_is_let_in_still_reads_why_words_were_sent_back(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    host = asking(make.host_of(group.id))
    shown = await make.offer(steward, now, group.id)
    await host.write(offers.amend, shown.id, Amendment(shown.version, {"title": "Other"}), now)
    await steward.write(waiting.refuse, shown.id, waiting.Refusal("That is another group's."), now)
    await steward.write(vouching.confirm, group.id, now)
    said = await host.read(waiting.answer, shown.id)
    assert said is not None
    assert said.reason == "That is another group's."
