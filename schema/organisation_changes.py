"""Changes to organisations: start one, change what it says of itself."""

from typing import Any

import strawberry

from network.core.filling import emptied, fill
from network.directory import organisations
from network.directory.organisations import Origin
from network.directory.tables import OrganisationFields
from schema.base import Info, shape
from schema.changes import Result, change, done, given, key_of
from schema.inputs import OrganisationWords
from schema.organisations import Organisation
from schema.terms import scene_of


@strawberry.input(description="What an organisation says of itself.")
class OrganisationInput(OrganisationWords):
    pass


@strawberry.type(description="An organisation after a change, or what stood in the way.")
class OrganisationResult(Result):
    organisation: Organisation | None = None


@strawberry.type
class OrganisationChanges:
    """What can be changed about organisations."""

    @change("Enter an organisation or group. You look after it from then on.")
    async def create_organisation(self, info: Info, input: OrganisationInput) -> OrganisationResult:
        fields = fill(OrganisationFields, said(input))
        made = await done(info, input, organisations.start, fields, Origin(), info.context.now)
        return await _shown(info, made.id)


def said(input: OrganisationWords, *leaving_out: str) -> dict[str, Any]:
    """Give what was said of an organisation, in the room's own terms."""
    named = given(input, "idempotency_key", *leaving_out)
    if named.get("hosted_by") is not None:
        named["hosted_by"] = key_of(named["hosted_by"], "Organisation", "hosted_by")
    return emptied(OrganisationFields, named)


async def _shown(info: Info, id: Any) -> OrganisationResult:
    scene = await scene_of(info)
    found = await info.context.unit.read(organisations.get, id)
    return OrganisationResult(organisation=shape(Organisation, found, scene))
