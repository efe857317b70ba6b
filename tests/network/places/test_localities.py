"""Localities, districts and names: who may keep them, and what is not there twice."""

import pytest

from network.core.actor import Actor
from network.core.errors import Conflict, Denied, Missing
from network.core.unit import Unit
from network.places import districts, localities, names, outcodes
from network.places.tables import DistrictFields, LocalityFields, OutcodeFields, PlaceNameFields
from seed import places
from tests.conftest import OneTransaction

KENT = LocalityFields(slug="kent", name="Kent", centroid=(590_000.0, 150_000.0))


async def test_sussex_is_seeded_whole(anyone: Unit) -> None:
    (sussex,) = await anyone.read(localities.all_)
    own = await anyone.read(districts.of_locality, "sussex")
    assert (sussex.slug, len(own)) == ("sussex", 13)
    assert sum(one.population or 0 for one in own) == 1_705_626
    assert all(one.population_year == 2021 and one.population_source for one in own)
    assert all(figure.year and figure.source for one in own for figure in one.figures)


async def test_sowing_twice_changes_nothing(keeper: Unit) -> None:
    await places.sow(keeper)
    assert len(await keeper.read(localities.all_)) == 1


async def test_what_is_known_of_many_is_asked_once_by_key(anyone: Unit) -> None:
    areas = await anyone.read(districts.by_codes, ["E07000062", "E07000065", "E99999999"])
    assert {code: area.name for code, area in areas.items()} == {
        "E07000062": "Hastings",
        "E07000065": "Wealden",
    }
    home = next(iter(areas.values())).locality_id
    assert home is not None
    assert (await anyone.read(localities.by_id, [home]))[home].slug == "sussex"
    (own,) = (await anyone.read(districts.by_locality, [home])).values()
    assert [one.name for one in own][::12] == ["Adur", "Worthing"]
    assert set(await anyone.read(localities.by_slugs, ["sussex", "kent"])) == {"sussex"}
    assert set(await anyone.read(outcodes.by_codes, ["TN34", "XX1"])) == {"TN34"}


async def test_an_unknown_locality_is_missing(anyone: Unit, keeper: Unit) -> None:
    with pytest.raises(Missing):
        await anyone.read(localities.by_slug, "atlantis")
    assert not await anyone.read(districts.of_locality, "atlantis")
    with pytest.raises(Missing):
        await keeper.write(names.add, "atlantis", [])


async def test_a_locality_opens_once(keeper: Unit) -> None:
    await keeper.write(localities.open_, KENT)
    with pytest.raises(Conflict, match="of this name already"):
        await keeper.write(localities.open_, KENT)


async def test_a_district_is_listed_once(keeper: Unit) -> None:
    hastings = DistrictFields(
        code="E07000062", slug="hastings-again", name="Hastings", centroid=(580_722.0, 110_620.0)
    )
    with pytest.raises(Conflict, match="listed already"):
        await keeper.write(districts.add, "sussex", [hastings])


async def test_a_name_of_two_localities_is_each_ones_own(keeper: Unit) -> None:
    await keeper.write(localities.open_, KENT)
    here = PlaceNameFields(name="Rye", centroid=(590_000.0, 150_000.0))
    await keeper.write(names.add, "kent", [here])
    rows = await keeper.read(names.all_)
    for locality in ("sussex", "kent"):
        best = names.best(rows, "rye", locality)
        assert best is not None
        assert best[1] == locality


async def test_nobody_but_the_service_keeps_places(sessions: OneTransaction) -> None:
    code = OutcodeFields(code="ZZ1", centroid=(0.0, 0.0))
    async with Unit(sessions, Actor(name="somebody")) as unit:
        with pytest.raises(Denied):
            await unit.write(localities.open_, KENT)
        with pytest.raises(Denied):
            await unit.write(districts.add, None, [])
        with pytest.raises(Denied):
            await unit.write(outcodes.add, [(code, {})])
        with pytest.raises(Denied):
            await unit.write(names.add, None, [])
