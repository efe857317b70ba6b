"""Changes about people: sign out, keys for programs, roles given and taken away."""

from uuid import UUID

import strawberry

from network.core import tokens
from network.core.errors import Conflict, Invalid
from network.core.filling import fill
from network.core.idempotency import Remembered
from network.core.origin import COOKIE
from network.directory import organisations
from network.people import accounts, appointments, keys, roles, sessions, sign_in
from network.people.keys import KeyFields
from network.people.roles import Holding
from network.people.sign_in import Asking
from schema.base import Info
from schema.changes import Asked, Result, change, done, given, key_of
from schema.enums import Role, Scope
from schema.people import ApiKey, key_shown
from schema.terms import scene_of

FORGET = {
    "set-cookie": f'{COOKIE}=""; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax',
    "clear-site-data": '"cache", "cookies", "storage"',
}
"""What a browser is told when somebody signs out."""


@strawberry.input(description="Where to send a letter with a link and a code.")
class RequestSignInLink(Asked):
    email: str


@strawberry.input(description="A new key: a name to know it by, what it is for, and whose offers.")
class CreateApiKey(Asked):
    name: str
    scopes: list[Scope]
    organisation: strawberry.ID | None = None


@strawberry.input(description="Which key to end.")
class RevokeApiKey(Asked):
    id: strawberry.ID


@strawberry.input(description="A role for whoever has an address: for an organisation or a place.")
class RoleInput(Asked):
    email: str
    role: Role
    organisation: strawberry.ID | None = None
    locality: strawberry.ID | None = None


@strawberry.type(description="Whether a letter is on its way: the same for every address.")
class RequestSignInLinkResult(Result):
    done: bool = False


@strawberry.type(description="A new key, or what stood in the way.")
class CreateApiKeyResult(Result):
    key: ApiKey | None = None
    token: str | None = strawberry.field(
        default=None,
        description="The key itself: only in this answer. Null when it was asked for twice.",
    )


@strawberry.type(description="Whether a key was ended, or what stood in the way.")
class RevokeApiKeyResult(Result):
    key: ApiKey | None = None


@strawberry.type(description="Whether you are signed out.")
class SignOutResult(Result):
    done: bool = False


@strawberry.type(description="Whether a role was given or taken away, or what stood in the way.")
class RoleResult(Result):
    done: bool = False


@strawberry.type
class PeopleChanges:
    """What can be changed about people."""

    @change(
        "Send a letter with a sign-in link. The answer is the same for every address.", anyone=True
    )
    async def request_sign_in_link(
        self, info: Info, input: RequestSignInLink
    ) -> RequestSignInLinkResult:
        house, now = info.context.house, info.context.now
        # No browser asked that could come back with the link, so the code is always wanted too.
        asking = Asking(input.email, tokens.fresh(), info.context.sender)
        await done(info, input, sign_in.ask, asking, house.settings, now)
        return RequestSignInLinkResult(done=True)

    @change("Sign out on this browser.")
    async def sign_out(self, info: Info) -> SignOutResult:
        if info.context.session_id is None:
            raise Conflict("A key does not sign out. End it with revokeApiKey.")
        await info.context.unit.write(sessions.end, info.context.session_id, info.context.now)
        info.context.headers.update(FORGET)
        return SignOutResult(done=True)

    @change("Make a key for a program of yours.")
    async def create_api_key(self, info: Info, input: CreateApiKey) -> CreateApiKeyResult:
        said = given(input, "idempotency_key", "organisation")
        if input.organisation is not None:
            said["organisation_id"] = key_of(input.organisation, "Organisation", "organisation")
        made = await done(info, input, keys.create, fill(KeyFields, said), info.context.now)
        token = None if isinstance(made, Remembered) else made.token
        return CreateApiKeyResult(key=await _key(info, made.id), token=token)

    @change("End a key at once.")
    async def revoke_api_key(self, info: Info, input: RevokeApiKey) -> RevokeApiKeyResult:
        id = key_of(input.id, "ApiKey", "id")
        await done(info, input, keys.revoke, id, info.context.now)
        return RevokeApiKeyResult(key=await _key(info, id))

    @change("Give a role to whoever has an address. It counts once they have signed in.")
    async def grant_role(self, info: Info, input: RoleInput) -> RoleResult:
        holding = await _holding(info, input)
        await done(info, input, appointments.appoint, input.email, holding, info.context.now)
        return RoleResult(done=True)

    @change("Take a role away from somebody. It ends at once.")
    async def revoke_role(self, info: Info, input: RoleInput) -> RoleResult:
        holding = await _holding(info, input)
        person = await info.context.unit.read(accounts.by_email, input.email)
        await done(info, input, roles.revoke, person.id, holding)
        return RoleResult(done=True)


async def _key(info: Info, id: UUID) -> ApiKey | None:
    scene = await scene_of(info)
    found = {key.id: key for key in await info.context.unit.read(keys.listed)}
    return key_shown(found[id], scene) if id in found else None


async def _holding(info: Info, input: RoleInput) -> Holding:
    """Name the role and what it is for, as the rooms know the thing."""
    role = Role(input.role)
    if role is Role.HOST:
        if input.organisation is None:
            raise Invalid("Say for which organisation.", field="organisation")
        id = key_of(input.organisation, "Organisation", "organisation")
        found = await info.context.unit.read(organisations.get, id)
        return roles.hosting(found.id, found.kept_by)
    if input.locality is None:
        raise Invalid("Say for which locality.", field="locality")
    return roles.over(key_of(input.locality, "Locality", "locality"), role)
