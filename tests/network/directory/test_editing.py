"""Changing what an offer says: nothing typed is lost, and everything said before is kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from network.core.actor import ANYONE, Actor
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.events import Event
from network.core.ids import new_id
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import assurance, offers, revisions, search, texts
from network.directory.edits import Amendment, Change, Space
from network.directory.freshness import Freshness
from network.directory.offers import Draft
from network.directory.tables import OfferState
from network.directory.texts import Clash
from tests import make

Asking = Callable[[Actor], Unit]
PAGE = Page(50)


def amendment(version: int, **said: Any) -> Amendment:
    return Amendment(version, said)


async def test_an_edit_of_one_section_leaves_the_others_as_they_were(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id, themes=["low"])
    host = asking(make.host_of(run_by.id))
    said = {"first_visit": [{"title": "Come in", "line": "Somebody says hello."}]}
    changed = await host.write(offers.amend, made.id, Amendment(made.version, said), now)
    assert changed.version == made.version + 1
    card = await steward.read(search.offer, made.slug)
    assert [step.title for step in card.first_visit] == ["Come in"]
    assert (card.title, card.themes, card.version) == ("Tuesday Table", ["low"], changed.version)


async def test_each_edit_is_a_revision_that_says_who_and_what(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    who = make.host_of(run_by.id)
    host = asking(who)
    whole = Change(made.version, make.fields(title="Wednesday Table", usual_size=8))
    await host.write(offers.update, made.id, whole, now)
    await host.write(offers.amend, made.id, amendment(made.version + 1, usual_size=9), now)
    kept, more = await host.read(revisions.of, made.id, PAGE)
    assert not more
    assert [(r.changed, r.by) for r in kept] == [
        (["usual_size"], who.person),
        (["title", "usual_size"], who.person),
    ]
    said = [
        [(d.field, d.before, d.after) for d in await host.read(revisions.differences, one.id)]
        for one in kept
    ]
    assert said == [
        [("usual_size", 8, 9)],
        [("title", "Tuesday Table", "Wednesday Table"), ("usual_size", None, 8)],
    ]


async def test_saying_the_same_again_is_no_edit(steward: Unit, now: datetime) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    same = await steward.write(offers.amend, made.id, amendment(made.version, usual_size=None), now)
    assert same.version == made.version
    assert await steward.read(revisions.of, made.id, PAGE) == ([], False)


async def test_a_stale_edit_clashes_and_holds_both_texts(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    first = make.host_of(run_by.id)
    theirs = amendment(made.version, title="Their title")
    await asking(first).write(offers.amend, made.id, theirs, now)
    mine = amendment(made.version, title="My title", usual_size=5)
    with pytest.raises(Clash, match=r"Someone changed this at 12:00pm on 22 November") as clashed:
        await asking(make.host_of(run_by.id)).write(offers.amend, made.id, mine, now)
    clash = clashed.value
    assert clash.mine == {"title": "My title", "usual_size": 5}
    assert clash.theirs == {"title": "Their title", "usual_size": None}
    assert (clash.by, clash.at) == (first.person, now)
    assert [d.field for d in clash.differences] == ["title", "usual_size"]
    again = Amendment(clash.version, clash.mine)
    merged = await asking(first).write(offers.amend, made.id, again, now)
    assert merged.title == "My title"


async def test_a_command_made_from_an_older_page_clashes_too(steward: Unit, now: datetime) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    await steward.write(offers.amend, made.id, amendment(made.version, usual_size=5), now)
    with pytest.raises(Clash):
        await steward.write(offers.pause, made.id, None, now, version=made.version)
    with pytest.raises(Clash):
        await steward.write(offers.end, made.id, None, now, version=made.version)


async def test_what_was_said_before_can_be_put_back_and_that_can_be_undone(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    place = await make.site(steward, run_by.id)
    made = await make.offer(steward, now, run_by.id, sites=[place.id], usual_size=6)
    other = amendment(made.version, title="Other", usual_size=None, sites=[])
    await steward.write(offers.amend, made.id, other, now)
    (edit,), _ = await steward.read(revisions.of, made.id, PAGE)
    with pytest.raises(Clash):
        await steward.write(revisions.restore, edit.id, made.version, now)
    back = await steward.write(revisions.restore, edit.id, made.version + 1, now)
    assert (back.title, back.usual_size, back.version) == ("Tuesday Table", 6, made.version + 2)
    assert [s.id for s in (await steward.read(search.offer, made.slug)).sites] == [place.id]
    (undoing, _), _ = await steward.read(revisions.of, made.id, PAGE)
    undone = await steward.write(revisions.restore, undoing.id, back.version, now)
    assert undone.title == "Other"


async def test_revisions_are_for_those_who_look_after_the_offer(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    made = await make.offer(steward, now, run_by.id)
    assert made.kept_by is not None
    await steward.write(offers.amend, made.id, amendment(made.version, usual_size=5), now)
    (edit,), _ = await steward.read(revisions.of, made.id, PAGE)
    for own in (make.host_of(run_by.id), make.steward_of(made.kept_by)):
        assert len((await asking(own).read(revisions.of, made.id, PAGE))[0]) == 1
    for other in (ANYONE, make.host_of(new_id()), make.steward_of(new_id())):
        assert await asking(other).read(revisions.of, made.id, PAGE) == ([], False)
        for verb in (revisions.get, revisions.differences):
            with pytest.raises(Missing):
                await asking(other).read(verb, edit.id)
        with pytest.raises(Missing):
            await asking(other).write(revisions.restore, edit.id, made.version + 1, now)
        with pytest.raises(Denied):
            await asking(other).read(revisions.current, made.id)
        change = amendment(made.version + 1, usual_size=6)
        with pytest.raises(Denied):
            await asking(other).write(offers.amend, made.id, change, now)


async def test_a_draft_is_saved_from_its_title_on_and_says_all_that_is_missing(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    host = asking(make.host_of(run_by.id))
    titled = texts.amended(texts.text_of(make.fields(), []), {"summary": "", "kind": ""})
    only = texts.fields_of(titled | {"records": [], "cost": [], "access_routes": []})
    draft = await host.write(offers.create, run_by.id, Draft(only), now)
    with pytest.raises(Invalid) as refused:
        await host.write(offers.publish, draft.id, now)
    assert [one.field for one in refused.value.all] == [
        *("summary", "kind", "records", "cost", "access_routes")
    ]
    first = draft.slug
    said = {"summary": "A pot of tea.", "kind": "group", "title": "Another name"}
    saved = await host.write(offers.amend, draft.id, Amendment(draft.version, said), now)
    assert saved.slug != first
    rest = {"records": ["nothing"], "cost": ["free"], "access_routes": ["turn_up"]}
    saved = await host.write(offers.amend, draft.id, Amendment(saved.version, rest), now)
    shown = await host.write(offers.publish, draft.id, now, version=saved.version)
    assert shown.state == OfferState.PUBLISHED
    renamed = amendment(shown.version, title="A third name")
    assert (await host.write(offers.amend, draft.id, renamed, now)).slug == saved.slug


async def test_what_a_shown_offer_must_say_cannot_be_taken_out_again(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    with pytest.raises(Invalid) as refused:
        await steward.write(offers.amend, made.id, amendment(made.version, records=[]), now)
    assert refused.value.field == "records"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": "x" * 81}, "title"),
        ({"themes": ["sadness"]}, "themes.0"),
        ({"colour": "blue"}, "colour"),
        ({"contacts": [{"means": "phone", "value": "1"}]}, "contacts.0.value"),
        ({"sites": [new_id()]}, "sites"),
        ({"sites": ["here"]}, "sites.0"),
    ],
)
async def test_an_edit_that_cannot_be_taken_names_its_part(
    steward: Unit, now: datetime, said: dict[str, Any], field: str
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    with pytest.raises((Invalid, Missing)) as refused:
        await steward.write(offers.amend, made.id, Amendment(made.version, said), now)
    assert refused.value.field == field


async def test_space_is_dated_each_time_it_is_said(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    host = asking(make.host_of(run_by.id))
    await host.write(offers.set_space, made.id, Space("wait", 3), now)
    card = await steward.read(search.offer, made.slug)
    assert (card.space_now(now), card.wait_weeks, card.space_as_of) == ("wait", 3, now)
    later = now + timedelta(days=50)
    await host.write(offers.set_space, made.id, Space("wait", 3), later)
    card = await steward.read(search.offer, made.slug)
    assert card.space_now(now + timedelta(days=90)) == "wait"
    await host.write(offers.set_space, made.id, Space("full", 3), later)
    card = await steward.read(search.offer, made.slug)
    assert (card.space, card.wait_weeks) == ("full", None)
    await host.write(offers.set_space, made.id, Space(None), later)
    card = await steward.read(search.offer, made.slug)
    assert (card.space, card.space_as_of) == (None, None)
    with pytest.raises(Invalid):
        await host.write(offers.set_space, made.id, Space("plenty"), later)


async def test_editing_is_not_giving_ones_word(steward: Unit, now: datetime) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id, checked_days_ago=100)
    await steward.write(offers.amend, made.id, amendment(made.version, usual_size=5), now)
    card = await steward.read(search.offer, made.slug)
    assert card.freshness(now) is Freshness.DUE


async def test_a_closing_can_be_taken_back_and_what_ended_brought_back(
    steward: Unit, now: datetime
) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    with pytest.raises(Conflict, match="nothing to bring back"):
        await steward.write(offers.bring_back, made.id, now)
    last = now.date() + timedelta(days=3)
    with pytest.raises(Invalid):
        await steward.write(offers.close, made.id, last, now, reason="because")
    closing = await steward.write(offers.close, made.id, last, now, reason="place")
    assert (closing.ends_on, closing.ending_reason) == (last, "place")
    back = await steward.write(offers.bring_back, made.id, now, version=closing.version)
    assert (back.state, back.ends_on, back.ending_reason) == (OfferState.PUBLISHED, None, None)
    await steward.write(offers.end, made.id, "people", now)
    await steward.write(offers.bring_back, made.id, now)
    await steward.write(offers.pause, made.id, None, now)
    assert (await steward.write(offers.bring_back, made.id, now)).state == OfferState.PUBLISHED


async def test_no_event_of_an_edit_holds_what_somebody_wrote(steward: Unit, now: datetime) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    said = amendment(made.version, summary="Words that nobody but us should keep.")
    await steward.write(offers.amend, made.id, said, now)
    (event,) = await steward.read(_events, made.id, "offer.changed")
    assert event.detail == {"fields": ["summary"], "waits": []}


async def _events(db: AsyncSession, actor: Actor, about: Any, name: str) -> list[Event]:
    return list(await db.scalars(select(Event).where(Event.about == about, Event.name == name)))


async def test_a_word_given_for_an_offer_moves_no_version(steward: Unit, now: datetime) -> None:
    run_by = await make.organisation(steward, now)
    made = await make.offer(steward, now, run_by.id)
    await steward.write(assurance.confirm, made.id, assurance.Word(), now)
    change = amendment(made.version, usual_size=5)
    assert (await steward.write(offers.amend, made.id, change, now)).usual_size == 5
