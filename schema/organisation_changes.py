"""Changes to organisations: start one, claim one, change what it says, add its places."""

from typing import Any, Self
from uuid import UUID

import strawberry

from network.core.errors import Refusal
from network.core.filling import emptied, fill
from network.directory import claims, organisations, sites, vouching
from network.directory.organisations import Change, Origin
from network.directory.sites import Whereabouts
from network.directory.tables import OrganisationFields, SiteFields
from network.people import invitations
from network.people.invitations import Wish
from network.people.teams import Team
from schema.base import Info, shape
from schema.changes import Asked, Result, change, done, given, key_of, site_of
from schema.claims import Claim, claimed
from schema.clashes import Clash, clash
from schema.inputs import OrganisationWords, SiteWords
from schema.organisations import Organisation
from schema.parts import Site
from schema.problems import problems
from schema.terms import scene_of


@strawberry.input(description="A new organisation or group.")
class OrganisationInput(OrganisationWords):
    pass


@strawberry.input(description="Parts of what an organisation says, and the version they are from.")
class UpdateOrganisation(OrganisationWords):
    id: strawberry.ID
    version: int


@strawberry.input(description="Which entry is yours, and who you are there.")
class ClaimOrganisation(Asked):
    id: strawberry.ID
    words: str = ""


@strawberry.input(description="Whom to ask to help keep an entry, or to take the lead.")
class InviteEditor(Asked):
    organisation: strawberry.ID
    email: str
    as_lead: bool = False


@strawberry.input(description="For which new group you give your word, and in whose name.")
class VouchForOrganisation(Asked):
    id: strawberry.ID
    own: strawberry.ID = strawberry.field(description="A confirmed organisation that you lead.")


@strawberry.input(description="A new place of an organisation.")
class AddSite(SiteWords):
    organisation: strawberry.ID


@strawberry.input(description="Parts of what is known of a place, and the version they are from.")
class UpdateSite(SiteWords):
    id: strawberry.ID
    version: int


@strawberry.type(description="An organisation after a change, or what stood in the way.")
class OrganisationResult(Result):
    organisation: Organisation | None = None
    clash: Clash | None = None
    claim: Claim | None = strawberry.field(default=None, description="If it was claimed.")

    @classmethod
    def refused(cls, refusal: Refusal) -> Self:
        """Say what stood in the way, with both texts where two people wrote at once."""
        return cls(problems=problems(refusal), clash=clash(refusal))


@strawberry.type(description="Whether a letter is on its way, or what stood in the way.")
class InviteEditorResult(Result):
    done: bool = False


@strawberry.type(description="A place after a change, or what stood in the way.")
class SiteResult(Result):
    site: Site | None = None
    clash: Clash | None = None

    @classmethod
    def refused(cls, refusal: Refusal) -> Self:
        """Say what stood in the way, with both texts where two people wrote at once."""
        return cls(problems=problems(refusal), clash=clash(refusal))


@strawberry.type
class OrganisationChanges:
    """What can be changed about organisations."""

    @change("Enter an organisation or group. You keep it from then on; it waits for a steward.")
    async def create_organisation(self, info: Info, input: OrganisationInput) -> OrganisationResult:
        fields = fill(OrganisationFields, said(input))
        made = await done(info, input, organisations.start, fields, Origin(), info.context.now)
        return await organisation_shown(info, made.id)

    @change("Change parts of what an organisation says of itself. Its offers show it at once.")
    async def update_organisation(
        self, info: Info, input: UpdateOrganisation
    ) -> OrganisationResult:
        id = key_of(input.id, "Organisation", "id")
        stands = await info.context.unit.read(organisations.get, id)
        known = stands.model_dump(include=set(OrganisationFields.model_fields))
        edit = Change(input.version, fill(OrganisationFields, known | said(input, "id", "version")))
        await done(info, input, organisations.update, id, edit, info.context.now)
        return await organisation_shown(info, id)

    @change("Say that an organisation is yours. An address at its own domain is enough.")
    async def claim_organisation(self, info: Info, input: ClaimOrganisation) -> OrganisationResult:
        id = key_of(input.id, "Organisation", "id")
        made = await done(info, input, claims.make, id, input.words, info.context.now)
        result = await organisation_shown(info, id)
        result.claim = (await claimed(info, made.id)).claim
        return result

    @change("Ask somebody by letter to help keep an entry, or to take the lead.")
    async def invite_editor(self, info: Info, input: InviteEditor) -> InviteEditorResult:
        id = key_of(input.organisation, "Organisation", "organisation")
        run_by = await info.context.unit.read(organisations.get, id)
        team, wish = Team(run_by.id, run_by.name, run_by.kept_by), Wish(input.email, input.as_lead)
        settings = info.context.house.settings
        await done(info, input, invitations.invite, team, wish, settings, info.context.now)
        return InviteEditorResult(done=True)

    @change("Vouch for a new group in the name of your own. It is confirmed then.")
    async def vouch_for_organisation(
        self, info: Info, input: VouchForOrganisation
    ) -> OrganisationResult:
        id = key_of(input.id, "Organisation", "id")
        own = key_of(input.own, "Organisation", "own")
        await done(info, input, vouching.vouch, id, own, info.context.now)
        return await organisation_shown(info, id)

    @change("Add a place to an organisation. A withheld address is shown to nobody.")
    async def add_site(self, info: Info, input: AddSite) -> SiteResult:
        organisation = key_of(input.organisation, "Organisation", "organisation")
        known, where = _place(input, "organisation")
        fields = fill(SiteFields, known)
        made = await done(info, input, sites.add, organisation, fields, where or Whereabouts())
        return await _site_shown(info, made.id)

    @change("Change what is known of a place. Every offer there shows it at once.")
    async def update_site(self, info: Info, input: UpdateSite) -> SiteResult:
        id = site_of(input.id, "id")
        stands = await info.context.unit.read(sites.get, id)
        known, where = _place(input, "id", "version")
        before = {name: getattr(stands, name) for name in sites.TYPED}
        edit = sites.Change(input.version, fill(SiteFields, before | known), where)
        await done(info, input, sites.update, id, edit, info.context.now)
        return await _site_shown(info, id)


def said(input: OrganisationWords, *leaving_out: str) -> dict[str, Any]:
    """Give what was said of an organisation, in the room's own terms."""
    named = given(input, "idempotency_key", *leaving_out)
    if named.get("hosted_by") is not None:
        named["hosted_by"] = key_of(named["hosted_by"], "Organisation", "hosted_by")
    return emptied(OrganisationFields, named)


def _place(input: SiteWords, *leaving_out: str) -> tuple[dict[str, Any], Whereabouts | None]:
    """Part what is known of a place from where it is; None: that was not said."""
    named = given(input, "idempotency_key", *leaving_out)
    where: dict[str, Any] = {
        name: named.pop(name) for name in ("address", "postcode") if name in named
    }
    if "access" in named:
        named["access"] = {one["feature"]: one["answer"] for one in named["access"] or ()}
    return emptied(SiteFields, named), fill(Whereabouts, where) if where else None


async def organisation_shown(info: Info, id: UUID) -> OrganisationResult:
    """Show an organisation after a change."""
    scene = await scene_of(info)
    found = (await info.context.unit.read(organisations.by_id, [id])).get(id)
    return OrganisationResult(organisation=shape(Organisation, found, scene) if found else None)


async def _site_shown(info: Info, id: UUID) -> SiteResult:
    scene = await scene_of(info)
    return SiteResult(site=shape(Site, await info.context.unit.read(sites.get, id), scene))
