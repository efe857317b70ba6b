"""The life of an offer, and what of it may be seen."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from network.core.actor import ANYONE, Actor, Grant, Role
from network.core.errors import Conflict, Denied, Invalid, Missing
from network.core.events import Event, record
from network.core.ids import new_id
from network.core.unit import NothingRecordedError, Unit
from network.directory import assurance, offers, pathways, search, versions, visible
from network.directory.assurance import Word
from network.directory.freshness import Freshness
from network.directory.offers import Draft
from network.directory.organisations import Origin
from network.directory.pathways import PathwayFields
from network.directory.tables import OfferState, PathwayKind, Standing
from network.places import lookup
from network.places.tables import Postcode
from tests import make

Asking = Callable[[Actor], Unit]
SPOT = (581_234.0, 109_876.0)
"""Where a postcode of the tests lies, a mile from the middle of its area."""


async def test_publishing_needs_records_cost_and_a_way_to_join(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    for missing in ("records", "cost", "access_routes"):
        unsaid: dict[str, Any] = {missing: []}
        draft = await make.offer(steward, now, host.id, draft=True, **unsaid)
        with pytest.raises(Invalid) as refused:
            await steward.write(offers.publish, draft.id, now)
        assert refused.value.field == missing


async def test_a_listing_described_by_others_may_leave_them_unsaid(
    steward: Unit, now: datetime
) -> None:
    described = Origin(Standing.UNCONFIRMED, source="https://example.org", described="May 2019")
    host = await make.organisation(steward, now, origin=described)
    made = await make.offer(steward, now, host.id, origin=described, records=[], cost=[])
    card = await steward.read(search.offer, made.slug)
    assert card.freshness(now) is Freshness.UNCONFIRMED
    assert card.described == "May 2019"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "our page", "ftp://example.org"])
async def test_a_website_that_leads_elsewhere_than_to_the_web_is_refused(
    steward: Unit, now: datetime, typed: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await make.organisation(steward, now, website=typed)
    assert refused.value.field == "website"


async def test_an_unconfirmed_listing_shows_no_telephone_number(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now, origin=Origin(Standing.UNCONFIRMED))
    contacts = [
        {"means": "phone", "value": "01632 960123"},
        {"means": "web", "value": "https://example.org"},
    ]
    made = await make.offer(steward, now, host.id, contacts=contacts)
    card = await steward.read(search.offer, made.slug)
    assert [c.means for c in card.contacts] == ["web"]


async def test_a_withheld_address_is_on_no_card(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    place = await make.site(
        steward,
        host.id,
        name="Private place",
        address="12 Hidden Lane",
        postcode="TN34 1AB",
        withheld=True,
    )
    made = await make.offer(steward, now, host.id, sites=[place.id], contacts=[make.PHONE])
    card = await steward.read(search.offer, made.slug)
    assert "Hidden" not in repr(card)
    assert "1AB" not in repr(card)
    assert card.sites[0].approximate
    assert card.sites[0].outcode == "TN34"


async def test_only_the_hosts_of_a_private_place_may_ever_read_its_address(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    host = await make.organisation(steward, now)
    await make.site(steward, host.id, address="12 Hidden Lane", withheld=True)
    own = Actor("host", new_id(), frozenset({Grant(Role.HOST, host.id)}))
    other = Actor("host", new_id(), frozenset({Grant(Role.HOST, new_id())}))
    of_all = Actor("steward", new_id(), frozenset({Grant(Role.STEWARD, new_id())}), strong=True)
    assert await asking(own).read(_addresses) == ["12 Hidden Lane"]
    for stranger in (other, of_all, ANYONE):
        assert await asking(stranger).read(_addresses) == []
    assert await steward.read(_addresses) == []


async def _addresses(db: AsyncSession, actor: Actor) -> list[str]:
    return [found.address for found in await db.scalars(visible.addresses(actor))]


@pytest.mark.parametrize("typed", ["TN34 1AB", "tn34 1ab", "tn341ab", "TN34\u200b1AB"])
async def test_however_its_postcode_is_typed_a_withheld_place_gets_no_exact_point(
    steward: Unit, now: datetime, typed: str
) -> None:
    await steward.write(_postcode_known, "TN341AB")
    host = await make.organisation(steward, now)
    open_place = await make.site(steward, host.id, postcode=typed)
    private = await make.site(steward, host.id, postcode=typed, withheld=True)
    assert open_place.at == SPOT
    assert private.at == (await steward.read(lookup.find, "TN34")).point
    assert (private.outcode, private.approximate) == ("TN34", True)


async def _postcode_known(db: AsyncSession, actor: Actor, code: str) -> None:
    db.add(Postcode(code=code, at=SPOT, district=make.HASTINGS))
    record(db, actor, "test.postcode", new_id())


async def test_a_draft_is_missing_for_everyone_but_its_hosts(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    host = await make.organisation(steward, now)
    draft = await make.offer(steward, now, host.id, draft=True)
    with pytest.raises(Missing):
        await steward.read(search.offer, draft.slug)
    with pytest.raises(Missing):
        await asking(ANYONE).read(offers.get, draft.id)
    own = Actor("host", new_id(), frozenset({Grant(Role.HOST, host.id)}))
    assert (await asking(own).read(offers.get, draft.id)).id == draft.id


async def test_somebody_else_cannot_end_a_published_offer(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id)
    other = Actor("host", new_id(), frozenset({Grant(Role.HOST, new_id())}))
    with pytest.raises(Denied):
        await asking(other).write(offers.end, made.id, None, now)
    assert (await steward.read(offers.get, made.id)).state == OfferState.PUBLISHED


async def test_an_ended_offer_says_so_and_can_come_back(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id)
    await steward.write(offers.end, made.id, "funding", now)
    card = await steward.read(search.offer, made.slug)
    assert card.ended(now.date())
    assert "funding" not in repr(card)
    with pytest.raises(Conflict):
        await steward.write(offers.end, made.id, None, now)
    await steward.write(offers.publish, made.id, now)
    assert not (await steward.read(search.offer, made.slug)).ended(now.date())


async def test_an_offer_that_closes_is_listed_until_its_last_day(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id)
    last = now.date() + timedelta(days=3)
    await steward.write(offers.close, made.id, last, now)
    card = await steward.read(search.offer, made.slug)
    assert not card.ended(last)
    assert card.ended(last + timedelta(days=1))


async def test_a_break_ends_after_today(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id)
    with pytest.raises(Invalid, match="after today"):
        await steward.write(offers.pause, made.id, now.date(), now)
    await steward.write(offers.pause, made.id, now.date() + timedelta(days=9), now)
    assert (await steward.read(search.offer, made.slug)).state == OfferState.PAUSED


async def test_the_day_a_break_is_over_can_be_changed_during_it(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id)
    draft = await make.offer(steward, now, host.id, title="Draft", draft=True)
    for days in (9, 20, None):
        day = now.date() + timedelta(days=days) if days else None
        await steward.write(offers.pause, made.id, day, now)
        card = await steward.read(search.offer, made.slug)
        assert (card.state, card.back_on) == (OfferState.PAUSED, day)
    with pytest.raises(Conflict, match="cannot become paused"):
        await steward.write(offers.pause, draft.id, None, now)


async def test_freshness_lapses_by_the_calendar_and_space_after_60_days(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id, checked_days_ago=0, space="yes")
    card = await steward.read(search.offer, made.slug)
    assert card.freshness(now + timedelta(days=80)) is Freshness.FRESH
    assert card.freshness(now + timedelta(days=100)) is Freshness.DUE
    assert card.freshness(now + timedelta(days=130)) is Freshness.STALE
    assert card.space_now(now + timedelta(days=59)) == "yes"
    assert card.space_now(now + timedelta(days=60)) is None


async def test_an_ended_offer_cannot_be_confirmed(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id)
    await steward.write(offers.end, made.id, None, now)
    with pytest.raises(Conflict, match="Bring it back first"):
        await steward.write(assurance.confirm, made.id, Word(), now)


async def test_a_way_on_shows_on_the_card_and_never_leads_to_itself(
    steward: Unit, now: datetime
) -> None:
    host = await make.organisation(steward, now)
    one = await make.offer(steward, now, host.id)
    two = await make.offer(steward, now, host.id, title="Shoreline Walkers")
    way = PathwayFields(from_offer=one.id, to_offer=two.id, kind=PathwayKind.LEADS_ON)
    await steward.write(pathways.draw, way, now)
    assert [p.title for p in (await steward.read(search.offer, one.slug)).pathways] == [
        "Shoreline Walkers"
    ]
    with pytest.raises(Conflict, match="already a way"):
        await steward.write(pathways.draw, way, now)
    with pytest.raises(Invalid, match="itself"):
        await steward.write(pathways.draw, way.model_copy(update={"to_offer": one.id}), now)


async def test_a_place_of_another_organisation_cannot_be_used(steward: Unit, now: datetime) -> None:
    one, two = [await make.organisation(steward, now, name=n) for n in ("One", "Two")]
    place = await make.site(steward, two.id)
    with pytest.raises(Missing, match="that place"):
        await steward.write(offers.create, one.id, Draft(make.fields(), [place.id]), now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"also_kinds": ["group"]}, "also_kinds"),
        ({"age_from": 60, "age_to": 20}, "age_from"),
        ({"districts": ["E99999999"]}, "districts"),
        ({"themes": ["sadness"]}, "themes.0"),
        ({"made_for": [make.made_for("lgbtq"), make.made_for("lgbtq")]}, "made_for"),
    ],
)
async def test_contradictions_and_unknown_words_are_refused(
    steward: Unit, now: datetime, changes: dict[str, object], field: str
) -> None:
    host = await make.organisation(steward, now)
    with pytest.raises(Invalid) as refused:
        await steward.write(offers.create, host.id, Draft(make.fields(**changes)), now)
    assert refused.value.field == field


async def test_each_change_is_recorded_and_moves_the_version(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    before = await steward.read(versions.current)
    made = await make.offer(steward, now, host.id)
    assert await steward.read(versions.current) > before

    async def names(db, actor):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        return list(await db.scalars(select(Event.name).where(Event.about == made.id)))

    assert sorted(await steward.read(names)) == ["offer.created", "offer.published"]


async def test_a_write_that_records_nothing_is_rolled_back(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)

    async def quietly(db, actor):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        (await db.get(type(host), host.id)).name = "Changed in the dark"

    with pytest.raises(NothingRecordedError):
        await steward.write(quietly)
    found = await steward.read(search.by_id, [])
    assert found == {}


async def test_a_day_that_nobody_can_plan_for_is_refused(steward: Unit, now: datetime) -> None:
    host = await make.organisation(steward, now)
    made = await make.offer(steward, now, host.id)
    with pytest.raises(Invalid, match="next ten years") as refused:
        await steward.write(offers.pause, made.id, date.max, now)
    assert refused.value.field == "back_on"
    with pytest.raises(Invalid, match="next ten years") as refused:
        await steward.write(offers.close, made.id, date.max, now)
    assert refused.value.field == "last_day"
