"""Changes to offers: write, show, pause, close, bring back, and say what leads on to what."""

from datetime import date
from typing import Any, Self
from uuid import UUID

import strawberry

from network.core.errors import Refusal
from network.core.filling import emptied, fill
from network.directory import (
    edits,
    listing,
    offers,
    pathways,
    revisions,
    texts,
)
from network.directory.offers import Draft
from network.directory.pathways import PathwayFields
from network.directory.tables import OfferFields
from schema.base import Info, shape
from schema.changes import Asked, Result, change, done, given, key_of, site_of
from schema.clashes import Clash, clash
from schema.enums import PathwayKind
from schema.inputs import OfferWords
from schema.offers import Offer
from schema.problems import problems
from schema.terms import scene_of


@strawberry.input(description="A new offer of an organisation.")
class CreateOffer(OfferWords):
    organisation: strawberry.ID


@strawberry.input(description="Parts of an offer, and the version they were changed from.")
class UpdateOffer(OfferWords):
    id: strawberry.ID
    version: int


@strawberry.input(description="Which offer, and the version you looked at.")
class OfferCommand(Asked):
    id: strawberry.ID
    version: int
    back_on: date | None = strawberry.field(
        default=None, description="For a pause: the day it is back, if that is known."
    )


@strawberry.input(description="The end of an offer: at once, or after a last day.")
class EndOffer(Asked):
    id: strawberry.ID
    version: int
    reason: str | None = strawberry.field(
        default=None, description="A code of ending_reason; shown in totals only."
    )
    last_day: date | None = strawberry.field(
        default=None, description="It stays listed until then. Without it, it ends now."
    )


@strawberry.input(description="Which edit to undo, and the version of the offer you looked at.")
class RestoreRevision(Asked):
    revision: strawberry.ID
    version: int


@strawberry.input(description="Whether there is space: a code of space_now; null means: ask.")
class SetSpaceNow(Asked):
    id: strawberry.ID
    version: int
    term: str | None = None
    wait_weeks: int | None = None


@strawberry.input(description="A way on from one offer to another.")
class DrawPathway(Asked):
    from_offer: strawberry.ID
    to_offer: strawberry.ID
    kind: PathwayKind
    note: str = ""


@strawberry.type(description="An offer after a change, or what stood in the way.")
class OfferResult(Result):
    offer: Offer | None = None
    clash: Clash | None = None

    @classmethod
    def refused(cls, refusal: Refusal) -> Self:
        """Say what stood in the way, with both texts where two people wrote at once."""
        return cls(problems=problems(refusal), clash=clash(refusal))


@strawberry.type
class OfferChanges:
    """What can be changed about offers."""

    @change("Write a new offer. It is a draft: nobody else sees it until it is published.")
    async def create_offer(self, info: Info, input: CreateOffer) -> OfferResult:
        organisation = key_of(input.organisation, "Organisation", "organisation")
        words = said(input, "organisation")
        sites = words.pop(texts.SITES, ())
        draft = Draft(fill(OfferFields, words), sites)
        made = await done(info, input, offers.create, organisation, draft, info.context.now)
        return await shown(info, made.id)

    @change("Change parts of what an offer says. What it said before is kept as a revision.")
    async def update_offer(self, info: Info, input: UpdateOffer) -> OfferResult:
        id = _offer(input.id)
        amendment = edits.Amendment(input.version, said(input, "id", "version"))
        await done(info, input, offers.amend, id, amendment, info.context.now)
        return await shown(info, id)

    @change("Show an offer to everyone. A new group's first one waits for a steward.")
    async def publish_offer(self, info: Info, input: OfferCommand) -> OfferResult:
        id, now = _offer(input.id), info.context.now
        await done(info, input, offers.publish, id, now, version=input.version)
        return await shown(info, id)

    @change("Say that an offer is having a break.")
    async def pause_offer(self, info: Info, input: OfferCommand) -> OfferResult:
        id, now = _offer(input.id), info.context.now
        await done(info, input, offers.pause, id, input.back_on, now, version=input.version)
        return await shown(info, id)

    @change("Show an offer again: after a break, after its end, or because it does not close.")
    async def bring_back_offer(self, info: Info, input: OfferCommand) -> OfferResult:
        id, now = _offer(input.id), info.context.now
        await done(info, input, offers.bring_back, id, now, version=input.version)
        return await shown(info, id)

    @change("End an offer, or say its last day. Its page stays and says so.")
    async def end_offer(self, info: Info, input: EndOffer) -> OfferResult:
        id, now, version = _offer(input.id), info.context.now, input.version
        if input.last_day is None:
            await done(info, input, offers.end, id, input.reason, now, version=version)
        else:
            closing: dict[str, Any] = {"reason": input.reason, "version": version}
            await done(info, input, offers.close, id, input.last_day, now, **closing)
        return await shown(info, id)

    @change("Put back what an offer said before one edit. That is an edit too.")
    async def restore_revision(self, info: Info, input: RestoreRevision) -> OfferResult:
        id = key_of(input.revision, "Revision", "revision")
        made = await done(info, input, revisions.restore, id, input.version, info.context.now)
        return await shown(info, made.id)

    @change("Say whether there is space. It is dated, and lapses to “ask” after 60 days.")
    async def set_space_now(self, info: Info, input: SetSpaceNow) -> OfferResult:
        id = _offer(input.id)
        space = edits.Space(input.term, input.wait_weeks, input.version)
        await done(info, input, offers.set_space, id, space, info.context.now)
        return await shown(info, id)

    @change("Draw a way on from one offer to another, with a note of yours.")
    async def draw_pathway(self, info: Info, input: DrawPathway) -> OfferResult:
        start = _offer(input.from_offer, "from_offer")
        way = {"from_offer": start, "to_offer": _offer(input.to_offer, "to_offer")}
        fields = fill(PathwayFields, way | {"kind": input.kind, "note": input.note})
        await done(info, input, pathways.draw, fields, info.context.now)
        return await shown(info, start)


def said(input: OfferWords, *leaving_out: str) -> dict[str, Any]:
    """Give what was said of an offer, in the room's own terms."""
    named = given(input, "idempotency_key", *leaving_out)
    if texts.SITES in named:
        ids = enumerate(named[texts.SITES] or ())
        named[texts.SITES] = [site_of(id, f"{texts.SITES}.{n}") for n, id in ids]
    return emptied(OfferFields, named)


async def shown(info: Info, id: UUID) -> OfferResult:
    """Show an offer after a change, as its own page shows it, drafts too."""
    scene = await scene_of(info)
    found = (await info.context.unit.read(listing.previews, [id])).get(id)
    return OfferResult(offer=shape(Offer, found, scene) if found else None)


def _offer(id: strawberry.ID, field: str = "id") -> UUID:
    return key_of(id, "Offer", field)
