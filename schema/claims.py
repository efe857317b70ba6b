"""Claims: somebody says that an organisation in the directory is theirs to keep."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import strawberry

from network.directory import claims, organisations
from schema.base import Info, Made, Shaped, described, global_id, shape
from schema.changes import Result
from schema.enums import ClaimState
from schema.organisations import Organisation
from schema.terms import scene_of


@strawberry.type(description="Somebody's claim on an entry.")
class Claim(Shaped):
    id: strawberry.ID
    state: ClaimState
    reason: str | None = strawberry.field(description="Why it was refused, if it was.")
    at: datetime
    decided_at: datetime | None

    made: ClassVar[Made] = {
        "id": lambda row, _: global_id("Claim", row.id),
        "state": lambda row, _: ClaimState(row.state),
        "reason": lambda row, _: row.reason or None,
    }

    @described("What is claimed.")
    async def organisation(self) -> Organisation | None:
        found = await self._scene.load.one(organisations.by_id, self._row.organisation_id)
        return shape(Organisation, found, self._scene) if found else None


@strawberry.type(description="A claim after a step, or what stood in the way.")
class ClaimResult(Result):
    claim: Claim | None = None


async def claimed(info: Info, id: UUID) -> ClaimResult:
    """Show a claim after a step; whoever vouched for one may not read of it any more."""
    scene = await scene_of(info)
    found = (await info.context.unit.read(claims.by_id, [id])).get(id)
    return ClaimResult(claim=shape(Claim, found, scene) if found else None)
