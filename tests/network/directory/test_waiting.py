"""A new group's words wait for a steward; what was published stays live meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from network.core.actor import ANYONE, Actor
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import offers, organisations, revisions, search, vouching, waiting
from network.directory.edits import Amendment, Space
from network.directory.organisations import Origin
from network.directory.tables import Offer, OfferState, Organisation, Standing
from network.directory.texts import Clash
from network.directory.waiting import Refusal
from tests import make

Asking = Callable[[Actor], Unit]
NEW = Origin(Standing.NEW)


async def new_group(steward: Unit, now: datetime) -> Organisation:
    return await make.organisation(steward, now, origin=NEW, home_district=make.HASTINGS)


async def shown(steward: Unit, now: datetime) -> Offer:
    """Make a published offer of a group that is still new."""
    group = await new_group(steward, now)
    return await make.offer(steward, now, group.id, cost_words="Tea is 50p.")


async def test_the_first_listing_of_a_new_group_waits_as_a_draft(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    host = asking(make.host_of(group.id))
    draft = await make.offer(steward, now, group.id, draft=True)
    asked = await host.write(offers.publish, draft.id, now)
    assert (asked.state, asked.waits_since) == (OfferState.DRAFT, now)
    with pytest.raises(Missing):
        await steward.read(search.offer, draft.slug)
    again = await host.write(offers.publish, draft.id, now + timedelta(days=1))
    assert again.waits_since == now  # asking twice does not put them at the end of the queue
    empty = Amendment(again.version, {"records": []})
    with pytest.raises(Invalid):  # it goes live as it is when somebody lets it through
        await host.write(offers.amend, draft.id, empty, now)


async def test_a_steward_of_the_locality_lets_it_through_and_nobody_else_can(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    assert group.kept_by is not None
    who = make.host_of(group.id)
    draft = await make.offer(steward, now, group.id, draft=True)
    asked = await asking(who).write(offers.publish, draft.id, now)
    version = asked.version
    with pytest.raises(Denied):
        await asking(who).write(waiting.let_through, draft.id, version, now)
    for other in (ANYONE, make.host_of(new_id()), make.steward_of(new_id())):
        with pytest.raises(Missing):
            await asking(other).write(waiting.let_through, draft.id, version, now)
    keeper = asking(make.steward_of(group.kept_by))
    with pytest.raises(Clash):  # not what the steward looked at
        await keeper.write(waiting.let_through, draft.id, version - 1, now)
    await keeper.write(waiting.let_through, draft.id, version, now)
    card = await steward.read(search.offer, draft.slug)
    assert card.organisation.standing == Standing.NEW
    with pytest.raises(Conflict, match="looked at it already"):
        await keeper.write(waiting.let_through, draft.id, card.version, now)


async def test_contacts_times_and_capacity_are_published_at_once(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await shown(steward, now)
    host = asking(make.host_of(made.organisation_id))
    said: dict[str, Any] = {
        "contacts": [{"means": "phone", "value": "01632 960123"}],
        "schedule_words": "Now on Thursdays",
        "usual_size": 12,
    }
    await host.write(offers.amend, made.id, Amendment(made.version, said), now)
    await host.write(offers.set_space, made.id, Space("full"), now)
    card = await steward.read(search.offer, made.slug)
    assert (card.schedule_words, card.space) == ("Now on Thursdays", "full")
    assert [contact.value for contact in card.contacts] == ["01632 960123"]
    assert (await host.read(revisions.current, made.id)).waits == []


WORDS: dict[str, Any] = {
    "title": "Come to us instead",
    "kind": "activity",
    "made_for": [{"community": "lgbtq", "level": "by_and_for"}],
    "what_happens": "Something else.",
    "cost": ["small"],
    "cost_words": "£20 each.",
}


async def test_title_kind_who_about_and_money_wait_and_what_was_published_stays(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await shown(steward, now)
    host = asking(make.host_of(made.organisation_id))
    both = Amendment(made.version, WORDS | {"usual_size": 9})
    await host.write(offers.amend, made.id, both, now)
    card = await steward.read(search.offer, made.slug)
    assert (card.title, card.kind, card.made_for) == ("Tuesday Table", "group", [])
    assert (card.cost, card.cost_words) == (["free"], "Tea is 50p.")
    assert card.usual_size == 9
    written = await host.read(revisions.current, made.id)
    assert written.fields.title == "Come to us instead"
    assert {one.field for one in written.waits} == set(WORDS)


async def test_further_edits_of_what_waits_are_merged_and_taking_it_back_ends_the_wait(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await shown(steward, now)
    host = asking(make.host_of(made.organisation_id))
    one = await host.write(offers.amend, made.id, Amendment(made.version, {"title": "One"}), now)
    more = Amendment(one.version, {"summary": "Tea and toast."})
    two = await host.write(offers.amend, made.id, more, now)
    waits = (await host.read(revisions.current, made.id)).waits
    assert [(w.field, w.after) for w in waits] == [("title", "One"), ("summary", "Tea and toast.")]
    back = Amendment(two.version, {"title": made.title, "summary": made.summary})
    await host.write(offers.amend, made.id, back, now)
    assert (await host.read(revisions.current, made.id)).waits == []
    kept, _ = await host.read(revisions.of, made.id, Page(50))
    assert [(r.changed, r.waits) for r in kept] == [
        (["title", "summary"], []),
        (["summary"], ["summary"]),
        (["title"], ["title"]),
    ]


async def test_what_waits_is_let_through_as_a_whole(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await shown(steward, now)
    host = asking(make.host_of(made.organisation_id))
    edited = await host.write(offers.amend, made.id, Amendment(made.version, WORDS), now)
    passed = await steward.write(waiting.let_through, made.id, edited.version, now)
    card = await steward.read(search.offer, made.slug)
    assert (card.title, card.kind, card.cost_words) == (
        "Come to us instead",
        "activity",
        "£20 each.",
    )
    assert card.version == passed.version > edited.version
    answer = await host.read(waiting.answer, made.id)
    assert answer is not None
    assert answer.let_through


async def test_what_is_refused_has_a_reason_and_is_not_lost(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await shown(steward, now)
    host = asking(make.host_of(made.organisation_id))
    edited = await host.write(offers.amend, made.id, Amendment(made.version, WORDS), now)
    with pytest.raises(Invalid, match="Say why"):
        await steward.write(waiting.refuse, made.id, Refusal("  ", edited.version), now)
    with pytest.raises(Invalid, match="Shorten this to 400"):
        await steward.write(waiting.refuse, made.id, Refusal("x" * 401, edited.version), now)
    why = Refusal("Please say who runs it.", edited.version)
    refused = await steward.write(waiting.refuse, made.id, why, now)
    assert (await steward.read(search.offer, made.slug)).title == "Tuesday Table"
    written = await host.read(revisions.current, made.id)
    assert (written.fields.title, written.waits) == ("Tuesday Table", [])
    answer = await host.read(waiting.answer, made.id)
    assert answer is not None
    assert (answer.let_through, answer.reason) == (False, "Please say who runs it.")
    assert await asking(ANYONE).read(waiting.answer, made.id) is None
    (sent_back, _), _ = await host.read(revisions.of, made.id, Page(50))
    await host.write(revisions.restore, sent_back.id, refused.version, now)
    assert (await host.read(revisions.current, made.id)).fields.title == "Come to us instead"
    assert (await steward.read(search.offer, made.slug)).title == "Tuesday Table"


async def test_a_first_listing_that_is_refused_is_a_draft_that_may_ask_again(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    host = asking(make.host_of(group.id))
    draft = await make.offer(steward, now, group.id, draft=True)
    asked = await host.write(offers.publish, draft.id, now)
    why = Refusal("We do not know this place.", asked.version)
    sent = await steward.write(waiting.refuse, draft.id, why, now)
    assert (sent.state, sent.waits_since) == (OfferState.DRAFT, None)
    later = now + timedelta(hours=1)
    assert (await host.write(offers.publish, draft.id, later)).waits_since == later


async def test_a_steward_who_mends_one_part_lets_nothing_else_through(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await shown(steward, now)
    host = asking(make.host_of(made.organisation_id))
    edited = await host.write(offers.amend, made.id, Amendment(made.version, WORDS), now)
    mend = Amendment(edited.version, {"cost_words": "£2 each."})
    await steward.write(offers.amend, made.id, mend, now)
    card = await steward.read(search.offer, made.slug)
    assert (card.cost_words, card.title) == ("£2 each.", "Tuesday Table")
    waits = (await host.read(revisions.current, made.id)).waits
    assert {one.field for one in waits} == set(WORDS) - {"cost_words"}


async def test_a_confirmed_organisation_publishes_everything_at_once(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await make.organisation(steward, now)
    host = asking(make.host_of(group.id))
    draft = await make.offer(steward, now, group.id, draft=True)
    live = await host.write(offers.publish, draft.id, now)
    assert live.state == OfferState.PUBLISHED
    await host.write(offers.amend, draft.id, Amendment(live.version, WORDS), now)
    assert (await steward.read(search.offer, draft.slug)).title == "Come to us instead"


async def test_confirming_a_group_publishes_all_that_waits_of_it(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    made = await shown(steward, now)
    host = asking(make.host_of(made.organisation_id))
    await host.write(offers.amend, made.id, Amendment(made.version, WORDS), now)
    other = await make.offer(steward, now, made.organisation_id, draft=True, title="The other")
    untold = await make.offer(steward, now, made.organisation_id, draft=True, title="Not asked")
    await host.write(offers.publish, other.id, now)
    with pytest.raises(Denied):
        await host.write(vouching.confirm, made.organisation_id, now)
    group = await steward.write(vouching.confirm, made.organisation_id, now)
    assert group.standing == Standing.CONFIRMED
    card = await steward.read(search.offer, made.slug)
    assert (card.title, card.organisation.standing) == ("Come to us instead", Standing.CONFIRMED)
    assert (await steward.read(search.offer, other.slug)).title == "The other"
    with pytest.raises(Missing):
        await steward.read(search.offer, untold.slug)
    with pytest.raises(Conflict, match="confirmed already"):
        await steward.write(vouching.confirm, made.organisation_id, now)


async def test_a_group_that_is_refused_keeps_its_words_as_drafts(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    host = asking(make.host_of(group.id))
    draft = await make.offer(steward, now, group.id, draft=True)
    await host.write(offers.publish, draft.id, now)
    await steward.write(vouching.refuse, group.id, "Nobody answers your phone.", now)
    found = await host.read(offers.get, draft.id)
    assert (found.state, found.waits_since) == (OfferState.DRAFT, None)


async def test_a_new_group_is_missing_for_strangers_until_something_of_it_is_shown(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    group = await new_group(steward, now)
    assert group.kept_by is not None
    for other in (ANYONE, make.host_of(new_id()), make.steward_of(new_id())):
        with pytest.raises(Missing):
            await asking(other).read(organisations.by_slug, group.slug)
    for own in (make.host_of(group.id), make.steward_of(group.kept_by)):
        assert (await asking(own).read(organisations.get, group.id)).id == group.id
    await make.offer(steward, now, group.id)
    assert (await asking(ANYONE).read(organisations.by_slug, group.slug)).id == group.id
