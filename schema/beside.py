"""What is read beside a page of offers or organisations, in one statement for each sort of thing.

Read only when the document names it anywhere; without this each node would ask for its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from network.directory import organisations
from network.directory.cards import OfferCard
from network.directory.tables import Organisation
from network.places import districts, localities
from schema.base import Info, Scene

DISTRICTS = frozenset({"district", "districts", "homeDistrict"})
WHOLE = frozenset(
    {
        "about",
        "contacts",
        "odsCode",
        "charityNumber",
        "companyNumber",
        "homeDistrict",
        "hostedBy",
    }
)
"""What an organisation says that its card on an offer does not hold."""


async def offers(info: Info, scene: Scene, cards: Sequence[OfferCard]) -> Scene:
    """Read what these offers' nodes may ask for."""
    if info.context.names & WHOLE:
        scene = await _organisations(info, scene, {card.organisation.id for card in cards})
    codes = {site.district for card in cards for site in card.sites}
    codes.update(code for card in cards for code in card.districts)
    return await _districts(info, scene, codes)


async def organisations_of(info: Info, scene: Scene, rows: Sequence[Organisation]) -> Scene:
    """Read what these organisations' nodes may ask for."""
    if "hostedBy" in info.context.names:
        scene = await _organisations(info, scene, {row.hosted_by for row in rows if row.hosted_by})
    return await _districts(info, scene, {row.home_district for row in rows})


async def _organisations(info: Info, scene: Scene, ids: set[UUID]) -> Scene:
    found = dict(await info.context.unit.read(organisations.by_id, sorted(ids)))
    hosts = {row.hosted_by for row in found.values() if row.hosted_by} - found.keys()
    if hosts and "hostedBy" in info.context.names:
        found |= await info.context.unit.read(organisations.by_id, sorted(hosts))
    return replace(scene, organisations=found)


async def _districts(info: Info, scene: Scene, codes: Iterable[str | None]) -> Scene:
    if not info.context.names & DISTRICTS:
        return scene
    homes = [row.home_district for row in scene.organisations.values()]
    wanted = sorted({code for code in (*codes, *homes) if code is not None})
    found = await info.context.unit.read(districts.by_codes, wanted)
    scene = replace(scene, districts=found)
    ids = {row.locality_id for row in found.values() if row.locality_id}
    if not ids or "locality" not in info.context.names:
        return scene
    known = await info.context.unit.read(localities.by_id, sorted(ids))
    return replace(scene, localities=known)
