"""The emergency steps that the safeguarding document gives an operator do what it says."""

import re

import pytest
from sqlalchemy import text

from network.core.errors import Missing
from network.core.unit import Sessions, Unit
from network.directory import pathways, search, versions
from network.directory.pathways import PathwayFields
from network.directory.tables import PathwayKind
from tests import make
from tests.conftest import NOW
from tests.house.tree import text_of


def steps(slug: str) -> list[str]:
    """Read the statements of the document, with an offer's name in place of the dots."""
    block = re.search(r"```sql\n(.*?)```", text_of("docs/safeguarding.md"), re.DOTALL)
    assert block
    whole = [one.strip() for one in block.group(1).replace("…", slug).split(";")]
    assert (whole[0], whole[-2:]) == ("begin", ["commit", ""])
    return whole[1:-2]


async def test_a_dangerous_listing_is_out_of_sight_at_once(
    sessions: Sessions, steward: Unit, unit: Unit
) -> None:
    host = await make.organisation(steward, NOW)
    place = await make.site(steward, host.id)
    made = await make.offer(steward, NOW, host.id, sites=[place.id])
    other = await make.offer(steward, NOW, host.id, title="Wednesday Walk")
    third = await make.offer(steward, NOW, host.id, title="Thursday Talk")
    for onwards in (made, third):
        way = PathwayFields(from_offer=other.id, to_offer=onwards.id, kind=PathwayKind.ALONGSIDE)
        await steward.write(pathways.draw, way, NOW)
    before = await steward.read(versions.current)
    async with sessions.writing() as db, db.begin():
        for step in steps(made.slug):
            await db.execute(text(step))
    with pytest.raises(Missing):
        await unit.read(search.offer, made.slug)
    left = await unit.read(search.by_id, [made.id, other.id])
    assert list(left) == [other.id]
    assert [way.slug for way in left[other.id].pathways] == [third.slug]
    assert await unit.read(versions.current) > before
