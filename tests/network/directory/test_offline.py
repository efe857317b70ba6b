"""Finding without a database gives what finding with one gives."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from network.core.errors import Missing
from network.core.paging import Page
from network.core.snapshot import Snapshot
from network.core.unit import Unit
from network.directory import keepsake, offline, search
from network.directory.keepsake import Keepsake
from network.directory.parts import LONDON, FocusLevel, Session
from network.directory.tables import OfferState
from network.directory.wanted import Asked, MadeForWanted, Near, OfferFilter, Order, Parts
from tests import make

QUESTIONS: list[Any] = [
    Asked(),
    Asked(near=Near("Hastings")),
    Asked(near=Near("TN34 1AB", within=2_000)),
    Asked(near=Near("BN1")),
    Asked(OfferFilter(kinds=("group", "activity"))),
    Asked(OfferFilter(text="bipolar")),
    Asked(OfferFilter(text="walkers")),
    Asked(OfferFilter(themes=("ups_downs",), cost=("free",))),
    Asked(OfferFilter(made_for=(MadeForWanted("lgbtq"), MadeForWanted("muslim")))),
    Asked(
        OfferFilter(made_for=(MadeForWanted("lgbtq"), MadeForWanted("muslim")), made_for_all=True)
    ),
    Asked(OfferFilter(access_features=("step_free",)), near=Near("Hastings")),
    Asked(OfferFilter(first_time=("just_listen",))),
    Asked(OfferFilter(first_time=("just_listen",), or_not_stated=frozenset({"firstTime"}))),
    Asked(OfferFilter(when=("this_week",))),
    Asked(OfferFilter(when=("evening",))),
    Asked(OfferFilter(space_now=("yes",))),
    Asked(OfferFilter(districts=(make.HASTINGS,))),
    Asked(OfferFilter(states=(OfferState.ENDED,))),
    Asked(order=Order.TITLE),
    Asked(order=Order.NEXT_TO_HAPPEN),
]


async def some_offers(steward: Unit, now: datetime) -> None:
    """Make offers that differ in what the questions ask."""
    host = await make.organisation(steward, now)
    loft = await make.site(steward, host.id, access={"step_free": "yes"})
    bexhill = await make.site(steward, host.id, postcode="TN39 3AB")
    weekly = Session(
        starts=datetime(2026, 9, 1, 18, 30, tzinfo=LONDON),
        minutes=90,
        rule="FREQ=WEEKLY",
    )
    both = [make.made_for("lgbtq"), make.made_for("muslim", FocusLevel.MADE_WITH)]
    await make.offer(steward, now, host.id, sites=[loft.id, bexhill.id], schedule=[weekly])
    await make.offer(
        steward,
        now,
        host.id,
        title="Shoreline Walkers",
        kind="activity",
        sites=[bexhill.id],
        first_time=["just_listen"],
        checked_days_ago=3,
        space="yes",
    )
    await make.offer(
        steward,
        now,
        host.id,
        title="Both",
        districts=[make.HASTINGS],
        made_for=both,
        themes=["ups_downs"],
        first_time=["bring_someone"],
        checked_days_ago=200,
    )
    await make.offer(
        steward, now, host.id, title="Line", formats=["phone"], anywhere=True, cost=["small"]
    )
    await make.offer(steward, now, host.id, title="Draft", districts=[make.HASTINGS], draft=True)


async def kept(steward: Unit, now: datetime) -> Keepsake:
    """Make a keepsake and carry it through JSON, as the disk does."""
    public = await steward.read(keepsake.make, "sussex", now)
    return keepsake.read(json.loads(json.dumps(public)))


@pytest.mark.parametrize("asked", QUESTIONS)
async def test_memory_and_database_give_the_same_offers(
    steward: Unit, now: datetime, asked: Asked
) -> None:
    await some_offers(steward, now)
    saved = await kept(steward, now)
    found = await steward.read(search.offers, asked, Page(50), Parts(total=True), now)
    again = offline.offers(saved, asked, Page(50), now)
    assert {h.offer.title for h in again.hits} == {h.offer.title for h in found.hits}
    assert again.total == found.total
    by_slug = {h.offer.slug: h for h in found.hits}
    for hit in again.hits:
        twin = by_slug[hit.offer.slug]
        assert hit.offer == twin.offer
        assert (hit.near, hit.serves_area, hit.distance) == (
            twin.near,
            twin.serves_area,
            twin.distance,
        )
    if asked.order or asked.near:
        firsts = [h.offer.title for h in found.hits if h.distance is not None]
        assert [h.offer.title for h in again.hits if h.distance is not None] == firsts


async def test_an_offer_is_found_by_its_address_and_a_draft_is_not(
    steward: Unit, now: datetime
) -> None:
    await some_offers(steward, now)
    saved = await kept(steward, now)
    slug = next(card.slug for card in saved.offers if card.title == "Both")
    assert offline.offer(saved, slug).title == "Both"
    assert "Draft" not in {card.title for card in saved.offers}
    with pytest.raises(Missing):
        offline.offer(saved, "nothing-here")
    with pytest.raises(Missing, match="Try a town"):
        offline.place(saved, Near("Xyzzyville"))


def test_the_snapshot_on_disk_is_whole_or_absent(tmp_path: Path) -> None:
    snapshot = Snapshot(tmp_path / "deep")
    assert snapshot.read() is None
    snapshot.write({"at": 1})
    assert snapshot.read() == {"at": 1}
    snapshot.path.write_bytes(b"half of one")
    assert snapshot.read() is None
