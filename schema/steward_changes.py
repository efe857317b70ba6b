"""What stewards decide: what waits is let through or sent back, claims are answered.

Who else may is the rooms' to say: a lead answers claims, a confirmed group vouches.
"""

import strawberry

from network.directory import claims, vouching, waiting
from schema.base import Info
from schema.changes import Asked, change, done, key_of
from schema.claims import ClaimResult, claimed
from schema.offer_changes import OfferCommand, OfferResult, shown
from schema.organisation_changes import OrganisationResult, organisation_shown


@strawberry.input(description="Which offer's words to send back, the version, and why.")
class RefuseOffer(Asked):
    id: strawberry.ID
    version: int
    reason: str


@strawberry.input(description="Which new organisation.")
class OrganisationCommand(Asked):
    id: strawberry.ID


@strawberry.input(description="Which new organisation to send back, and why.")
class RefuseOrganisation(Asked):
    id: strawberry.ID
    reason: str


@strawberry.input(description="Which claim.")
class ClaimCommand(Asked):
    id: strawberry.ID


@strawberry.input(description="Which claim to refuse, and why.")
class RefuseClaim(Asked):
    id: strawberry.ID
    reason: str


@strawberry.input(description="For whose claim you give your word, and in whose name.")
class VouchForClaim(Asked):
    id: strawberry.ID
    own: strawberry.ID = strawberry.field(description="A confirmed organisation that you lead.")


@strawberry.type
class StewardChanges:
    """What can be decided about what waits."""

    @change("Let through what waits of an offer: its first listing, or words that change it.")
    async def approve_offer(self, info: Info, input: OfferCommand) -> OfferResult:
        id = key_of(input.id, "Offer", "id")
        await done(info, input, waiting.let_through, id, input.version, info.context.now)
        return await shown(info, id)

    @change("Send back what waits of an offer, and say why. Its words are kept for its hosts.")
    async def refuse_offer(self, info: Info, input: RefuseOffer) -> OfferResult:
        id, why = key_of(input.id, "Offer", "id"), waiting.Refusal(input.reason, input.version)
        await done(info, input, waiting.refuse, id, why, info.context.now)
        return await shown(info, id)

    @change("Confirm a new organisation: what waits of it is published, and what it writes next.")
    async def approve_organisation(
        self, info: Info, input: OrganisationCommand
    ) -> OrganisationResult:
        id = key_of(input.id, "Organisation", "id")
        await done(info, input, vouching.confirm, id, info.context.now)
        return await organisation_shown(info, id)

    @change("Send a new organisation back, and say why. Its offers are drafts again.")
    async def refuse_organisation(
        self, info: Info, input: RefuseOrganisation
    ) -> OrganisationResult:
        id = key_of(input.id, "Organisation", "id")
        await done(info, input, vouching.refuse, id, input.reason, info.context.now)
        return await organisation_shown(info, id)

    @change("Say yes to a claim: whoever made it keeps the entry from then on.")
    async def approve_claim(self, info: Info, input: ClaimCommand) -> ClaimResult:
        id = key_of(input.id, "Claim", "id")
        await done(info, input, claims.accept, id, info.context.now)
        return await claimed(info, id)

    @change("Say no to a claim, and why.")
    async def refuse_claim(self, info: Info, input: RefuseClaim) -> ClaimResult:
        id = key_of(input.id, "Claim", "id")
        await done(info, input, claims.refuse, id, input.reason, info.context.now)
        return await claimed(info, id)

    @change("Vouch for a claim in the name of your own organisation, where nobody keeps the entry.")
    async def vouch_for_claim(self, info: Info, input: VouchForClaim) -> ClaimResult:
        id, own = key_of(input.id, "Claim", "id"), key_of(input.own, "Organisation", "own")
        await done(info, input, claims.vouch, id, own, info.context.now)
        return await claimed(info, id)

    @change("Take your own claim back.")
    async def withdraw_claim(self, info: Info, input: ClaimCommand) -> ClaimResult:
        id = key_of(input.id, "Claim", "id")
        await done(info, input, claims.withdraw, id, info.context.now)
        return await claimed(info, id)
