"""Those who decide in Sussex, as public sources describe them; no person is named.

`sussex/deciders.csv` is a table a person can read and mend. `parent` is where we would turn to
next, and `topics` what we would bring there: both are ours, for a facilitator to change. Sittings
and working days to answer are not in the sources, so they are as for any body.
"""

from datetime import date

from network.core.unit import Unit
from network.forum import deciders
from network.forum.deciding import DecisionForumFields
from network.places import districts, localities
from seed import sussex
from seed.sussex import Cells


async def sow(unit: Unit) -> int:
    """Add the bodies that are not there yet, those above others first; gives how many."""
    place = await unit.read(localities.by_slug, "sussex")
    there = {forum.name: forum.id for forum in await unit.read(deciders.of, place.id)}
    uppers: dict[str, list[str]] = {}
    for district in await unit.read(districts.all_):
        area = (district.upper or district.name).removesuffix(" County Council")
        uppers.setdefault(area, []).append(district.code)
    added = 0
    waiting = [cells for cells in sussex.rows("deciders") if cells["name"] not in there]
    while waiting:
        cells = next(one for one in waiting if not one["parent"] or one["parent"] in there)
        waiting.remove(cells)
        parent = there[cells["parent"]] if cells["parent"] else None
        fields = _fields(cells, uppers.get(cells["area"], []))
        fields.parent_id = parent
        made = await unit.write(deciders.add, place.id, fields)
        there[made.name] = made.id
        if cells["ended_on"]:
            on = date.fromisoformat(cells["ended_on"])
            await unit.write(deciders.close, made.id, made.version, on)
        added += 1
    return added


def _fields(cells: Cells, codes: list[str]) -> DecisionForumFields:
    source = f"{cells['status']}. From {cells['source']}, {cells['source_date']}"
    kept = {name: cells[name] for name in ("name", "level", "remit", "area", "cadence")}
    more = {"topics": cells["topics"].split(), "districts": codes, "source": source}
    return DecisionForumFields.model_validate(kept | more)
