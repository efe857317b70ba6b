"""The demonstration goes in through the rooms' verbs: whole, once, and to be found."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col, select

from network.core.actor import Actor
from network.core.errors import Conflict
from network.core.events import Event
from network.core.paging import Page
from network.core.unit import Unit
from network.directory import search
from network.directory.cards import OfferCard
from network.directory.freshness import Freshness
from network.directory.listed import Listing
from network.directory.parts import FocusLevel
from network.directory.tables import Offer, OfferState, SiteAddress
from network.directory.wanted import Asked, MadeForWanted, Near, OfferFilter, Parts
from network.places import outcodes
from network.places.tables import OutcodeFields
from seed import demonstration, places, vocabularies
from tests.conftest import NOW


class PlugPulledError(Exception):
    """The power went."""


async def everything(db: AsyncSession, actor: Actor) -> dict[str, int]:
    """Count the rows of every table."""
    tables = SQLModel.metadata.sorted_tables
    return {t.name: await db.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


async def cards(db: AsyncSession, actor: Actor) -> str:
    """Give all that anyone may read of any offer, as one text."""
    return json.dumps(list(await db.scalars(select(Listing.card))))


async def found(unit: Unit, wanted: OfferFilter, near: Near | None = None) -> list[OfferCard]:
    """Find offers of Sussex."""
    asked = Asked(locality="sussex", filter=wanted, near=near)
    answer = await unit.read(search.offers, asked, Page(100), Parts(), NOW)
    return [hit.offer for hit in answer.hits]


def titles(offers: list[OfferCard]) -> set[str]:
    """Name the made-up ones among them."""
    return {offer.title for offer in offers if offer.demonstration}


async def test_loading_again_changes_nothing(seeding: Unit) -> None:
    before = await seeding.read(everything)
    again = await demonstration.load(seeding, NOW + timedelta(days=9), lambda *_: None)
    assert again.added == 0
    assert await seeding.read(everything) == before


async def test_a_load_that_broke_off_goes_on_to_the_same_end(empty: Unit, looking: Unit) -> None:
    def pulled(what: str, done: int, of: int) -> None:
        if done == 55:
            raise PlugPulledError

    with pytest.raises(PlugPulledError):
        await demonstration.load(empty, NOW, pulled)
    half = await empty.read(everything)
    assert 0 < half["organisation"] < 67
    told: list[tuple[str, int, int]] = []
    rest = await demonstration.load(empty, NOW, lambda *one: told.append(one))
    assert rest.added == 67 - half["organisation"]
    assert told[-1] == ("Organisations and offers", 67, 67)
    assert await empty.read(everything) == await looking.read(everything)


async def test_sussex_is_put_on_the_map_whole_or_not_at_all(empty: Unit) -> None:
    in_the_way = OutcodeFields(code="BN1", centroid=(530_000, 105_000))
    await empty.write(outcodes.add, [(in_the_way, {})])
    with pytest.raises(Conflict):
        await places.sow(empty)
    there = await empty.read(everything)
    assert (there["locality"], there["district"], there["placename"]) == (0, 0, 0)


async def test_what_is_loaded_is_what_is_said(seeding: Unit) -> None:
    said = await demonstration.load(seeding, NOW, lambda *_: None)
    there = await seeding.read(everything)
    assert there["organisation"] == said.organisations + said.made_up_organisations == 67
    assert there["offer"] == said.offers + said.made_up_offers
    assert "56 offers of 48 organisations" in said.words()


async def test_the_words_change_when_their_file_does(
    seeding: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await vocabularies.sow(seeding) == 0
    kept = vocabularies.read()
    changed = kept[0][1][0].model_copy(update={"hint": "Meet a few people"})
    monkeypatch.setattr(
        vocabularies, "read", lambda: [(kept[0][0], [changed, *kept[0][1][1:]]), *kept[1:]]
    )
    assert await vocabularies.sow(seeding) == 1


async def test_everything_loaded_wrote_down_that_the_seeds_did_it(seeding: Unit) -> None:
    async def by(db: AsyncSession, actor: Actor) -> set[str]:
        return set(await db.scalars(select(Event.by_name)))

    assert await seeding.read(by) == {"seed"}


async def test_a_draft_is_found_by_nobody_and_all_else_is(looking: Unit) -> None:
    def called(state: OfferState) -> OfferFilter:
        return OfferFilter(states=(state,))

    assert await found(looking, called(OfferState.DRAFT)) == []
    ended = await found(looking, called(OfferState.ENDED))
    assert titles(ended) == {"Students Round the Table"}
    assert len(ended) == 1 + 5
    paused = await found(looking, called(OfferState.PAUSED))
    assert titles(paused) == {"Sunday Dip", "Village Van"}
    assert len(paused) == 2 + 1
    assert len(await found(looking, called(OfferState.PUBLISHED))) == 102 - 6 - 3 - 1


async def test_a_withheld_address_is_kept_apart_and_on_no_card(looking: Unit) -> None:
    async def addresses(db: AsyncSession, actor: Actor) -> list[str]:
        return list(await db.scalars(select(SiteAddress.address)))

    kept = await looking.read(addresses)
    shown = await looking.read(cards)
    assert sorted(kept) == ["12 Nowhere Yard", "5 Unmarked Gate"]
    assert not [address for address in kept if address in shown]


async def test_every_freshness_can_be_seen(looking: Unit) -> None:
    made_up = [o for o in await found(looking, OfferFilter()) if o.demonstration]
    assert {o.freshness(NOW) for o in made_up} == set(Freshness)
    real = [o for o in await found(looking, OfferFilter()) if not o.demonstration]
    assert {o.freshness(NOW) for o in real} == {Freshness.UNCONFIRMED}


async def test_a_lay_word_finds_what_no_title_says(looking: Unit) -> None:
    offers = await found(looking, OfferFilter(text="bipolar"))
    assert {"Big Tide", "On the Bank"} <= titles(offers)
    assert not [o.title for o in offers if "bipolar" in o.title.casefold()]


async def test_an_intersection_is_only_what_is_made_for_both(looking: Unit) -> None:
    both = (MadeForWanted("lgbtq"), MadeForWanted("muslim"))
    assert titles(await found(looking, OfferFilter(made_for=both, made_for_all=True))) == {
        "Crescent and Rainbow"
    }
    either = titles(await found(looking, OfferFilter(made_for=both)))
    assert {"Crescent and Rainbow", "Lamp Circle", "Out on Wednesday"} <= either
    assert "Open Kitchen" not in either
    every = tuple(MadeForWanted(one.community, tuple(FocusLevel)) for one in both)
    assert "Open Kitchen" in titles(await found(looking, OfferFilter(made_for=every)))


async def test_an_nhs_team_and_a_user_led_group_are_equally_far(looking: Unit) -> None:
    offers = {o.title: o for o in await found(looking, OfferFilter(), Near(text="Hastings"))}
    spots = {offers[title].sites[0].at for title in ("Tuesday Table", "Friday Table")}
    assert len(spots) == 1
    assert spots != {None}


async def test_from_over_the_border_the_near_ones_are_shown(looking: Unit) -> None:
    offers = await found(looking, OfferFilter(), Near(text="TN1"))
    assert "Over the Hedge" in titles(offers)


async def test_ways_on_stand_on_the_pages_they_start_from(looking: Unit) -> None:
    table = next(o for o in await found(looking, OfferFilter()) if o.title == "Tuesday Table")
    assert {way.title for way in table.pathways} == {
        "Our Say at the Table",
        "One to one with a peer worker",
        "Evening Line",
    }


async def test_dates_ahead_are_counted_from_the_load_not_from_the_last_check(
    looking: Unit,
) -> None:
    async def firsts(db: AsyncSession, actor: Actor) -> list[Listing]:
        query = select(Listing).join(Offer, col(Offer.id) == Listing.offer_id)
        return list(await db.scalars(query.where(col(Offer.demonstration))))

    ahead = [row.upcoming for row in await looking.read(firsts) if row.upcoming]
    assert len(ahead) > 20
    assert all(dates[0] >= NOW for dates in ahead)
