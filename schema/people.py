"""People: who is signed in, what they may do, and their programs' keys. Nobody else's."""

from datetime import datetime
from typing import ClassVar

import strawberry

from network.core.actor import Role as RoleOf
from network.directory import claims, organisations, reports
from network.people import accounts, keys
from network.people.tables import ApiKey as KeyRow
from network.people.tables import KeptGrant
from network.places import localities
from schema.base import Info, Made, Scene, Shaped, described, global_id, shape
from schema.claims import Claim
from schema.enums import Role, Scope
from schema.organisations import Organisation
from schema.places import Locality
from schema.reports import Report
from schema.terms import scene_of


@strawberry.type(description="A role somebody has, and for what.")
class RoleHeld(Shaped):
    role: Role
    lead: bool

    made: ClassVar[Made] = {"role": lambda row, _: RoleOf(row.role)}

    @described("The organisation it is for, if it is a host's.")
    async def organisation(self) -> Organisation | None:
        found = await self._scene.load.one(organisations.by_id, self._row.scope)
        return shape(Organisation, found, self._scene) if found else None

    @described("The locality it is for, if it is not a host's.")
    async def locality(self) -> Locality | None:
        found = await self._scene.load.one(localities.by_id, self._row.scope)
        return shape(Locality, found, self._scene) if found else None


@strawberry.type(description="A program's way in. The key itself is shown once and never again.")
class ApiKey(Shaped):
    id: strawberry.ID
    name: str
    prefix: str
    scopes: list[Scope]
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    made: ClassVar[Made] = {
        "id": lambda row, _: global_id("ApiKey", row.id),
        "scopes": lambda row, _: [keys.Scope(scope) for scope in row.scopes],
    }

    @described("The organisation whose offers it may write, if it may write.")
    async def organisation(self) -> Organisation | None:
        if self._row.organisation_id is None:
            return None
        found = await self._scene.load.one(organisations.by_id, self._row.organisation_id)
        return shape(Organisation, found, self._scene) if found else None


@strawberry.type(description="Who is signed in.")
class Viewer(Shaped):
    id: strawberry.ID
    name: str
    email: str | None
    strong: bool = strawberry.field(description="A second factor was given.")
    has_second_factor: bool
    roles: list[RoleHeld]

    made: ClassVar[Made] = {
        "id": lambda row, _: global_id("Person", row.person.id),
        "name": lambda row, _: row.person.name,
        "email": lambda row, _: row.person.email,
        "roles": lambda row, scene: [_role(grant, scene) for grant in row.grants],
    }

    @described("The keys you may end: your own, and those for entries you keep.")
    async def keys(self, info: Info) -> list[ApiKey]:
        found = await info.context.unit.read(keys.listed)
        return [key_shown(key, self._scene) for key in found]

    @described("Your claims on entries, the newest first.")
    async def claims(self, info: Info) -> list[Claim]:
        found = await info.context.unit.read(claims.mine)
        return [shape(Claim, one, self._scene) for one in found]

    @described("What people say is wrong with the listings you look after, the oldest first.")
    async def reports(self, info: Info) -> list[Report]:
        found = await info.context.unit.read(reports.listed)
        return [shape(Report, one, self._scene) for one in found]


@strawberry.type
class PeopleQuery:
    """What can be asked about people: only about oneself."""

    @described("Who is signed in, or null.")
    async def viewer(self, info: Info) -> Viewer | None:
        found = await info.context.unit.read(accounts.viewer)
        return None if found is None else shape(Viewer, found, await scene_of(info))


def key_shown(row: KeyRow, scene: Scene) -> ApiKey:
    """Show a key: what it is for, and the letters it begins with."""
    return shape(ApiKey, row, scene)


def _role(grant: KeptGrant, scene: Scene) -> RoleHeld:
    return shape(RoleHeld, grant, scene)
