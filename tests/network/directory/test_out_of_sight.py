"""An offer that could bring a person to harm is taken out of sight at once, by a steward."""

from collections.abc import Callable
from datetime import datetime

import pytest

from network.core.actor import Actor
from network.core.errors import Conflict, Denied, Missing
from network.core.unit import Unit
from network.directory import offers, pathways, search, waiting
from network.directory.pathways import PathwayFields
from network.directory.tables import OfferState, PathwayKind
from network.directory.waiting import Refusal
from tests import make

Asking = Callable[[Actor], Unit]


async def test_a_steward_takes_an_offer_out_of_sight_and_only_a_steward_brings_it_back(
    steward: Unit, now: datetime, asking: Asking
) -> None:
    run_by = await make.organisation(steward, now, home_district=make.HASTINGS)
    made = await make.offer(steward, now, run_by.id)
    leading = await make.offer(steward, now, run_by.id, title="Wednesday Walk")
    way = PathwayFields(from_offer=leading.id, to_offer=made.id, kind=PathwayKind.ALONGSIDE)
    await steward.write(pathways.draw, way, now)
    host = asking(make.host_of(run_by.id))
    why = Refusal("Somebody was hurt there.", made.version)
    with pytest.raises(Denied):
        await host.write(waiting.take_down, made.id, why, now)
    assert made.kept_by is not None
    keeper = asking(make.steward_of(made.kept_by))
    down = await keeper.write(waiting.take_down, made.id, why, now)
    with pytest.raises(Missing):
        await steward.read(search.offer, made.slug)
    assert (await steward.read(search.offer, leading.slug)).pathways == []
    answer = await host.read(waiting.answer, made.id)
    assert answer is not None
    assert answer.reason == "Somebody was hurt there."
    with pytest.raises(Conflict, match="Nobody sees"):
        await keeper.write(waiting.take_down, made.id, Refusal("Again"), now)
    asked = await host.write(offers.publish, made.id, now, version=down.version)
    assert (asked.state, asked.waits_since) == (OfferState.DRAFT, now)
    await keeper.write(waiting.let_through, made.id, asked.version, now)
    assert (await steward.read(search.offer, made.slug)).title == "Tuesday Table"
