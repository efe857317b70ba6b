"""A filter comes to the room as it was written: every word of it, nested ones too."""

from datetime import date
from typing import Any

import pytest

from network.core.unit import Unit
from network.directory import search, wanted
from network.directory.parts import FocusLevel
from network.directory.tables import Offer, OfferState, Sector
from schema.base import global_id
from tests.schema.conftest import Api

CODES = {
    "kinds": "group",
    "settings": "nature",
    "formats": "in_person",
    "accessRoutes": "turn_up",
    "themes": "worry",
    "hosts": "charity",
    "firstTime": "just_listen",
    "records": "nothing",
    "cost": "free",
    "spaceNow": "yes",
    "when": "morning",
    "accessFeatures": "step_free",
}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[wanted.Asked]:
    """What the room was asked."""
    asked: list[wanted.Asked] = []
    answering = search.offers

    async def listening(db: Any, actor: Any, question: wanted.Asked, *rest: Any) -> search.Answer:
        asked.append(question)
        return await answering(db, actor, question, *rest)

    monkeypatch.setattr(search, "offers", listening)
    return asked


QUERY = "query($filter: OfferFilter) { offers(filter: $filter) { nodes { slug } } }"


@pytest.mark.parametrize(("name", "code"), CODES.items())
async def test_each_list_of_codes_arrives(
    api: Api, heard: list[wanted.Asked], name: str, code: str
) -> None:
    await api.data(QUERY, filter={name: [code]})
    snake = "".join("_" + c.lower() if c.isupper() else c for c in name)
    expected: dict[str, Any] = {snake: (code,)}
    assert heard[0].filter == wanted.OfferFilter(**expected)


async def test_the_rest_of_a_filter_arrives(
    api: Api, unit: Unit, table: Offer, heard: list[wanted.Asked]
) -> None:
    await api.data(
        QUERY,
        filter={
            "text": "tea",
            "madeFor": [
                {"community": "women", "levels": ["WELCOMES", "FOR_ONLY"]},
                {"community": "lgbtq"},
            ],
            "madeForAll": True,
            "sectors": ["NHS", "USER_LED"],
            "states": ["PAUSED"],
            "confirmedSince": "2026-05-01",
            "organisation": global_id("Organisation", table.organisation_id),
            "any": [{"cost": ["free"]}, {"none": [{"kinds": ["group"]}]}],
        },
    )
    assert heard[0].filter == wanted.OfferFilter(
        text="tea",
        made_for=(
            wanted.MadeForWanted("women", (FocusLevel.WELCOMES, FocusLevel.FOR_ONLY)),
            wanted.MadeForWanted("lgbtq"),
        ),
        made_for_all=True,
        sectors=(Sector.NHS, Sector.USER_LED),
        states=(OfferState.PAUSED,),
        confirmed_since=date(2026, 5, 1),
        organisation=table.organisation_id,
        any=(
            wanted.OfferFilter(cost=("free",)),
            wanted.OfferFilter(none=(wanted.OfferFilter(kinds=("group",)),)),
        ),
    )


async def test_nothing_chosen_is_any_offer(api: Api, heard: list[wanted.Asked]) -> None:
    empty: tuple[Any, ...] = (None, {}, {"kinds": [], "madeFor": None, "all": []})
    for nothing in empty:
        await api.data(QUERY, filter=nothing)
    assert {one.filter for one in heard} == {wanted.OfferFilter()}
