"""How true a listing is: a host's word that it is, and anyone's word that something is not."""

from datetime import timedelta

import strawberry

from network.core import pace
from network.core.errors import Denied, TooMany
from network.directory import assurance, checks, reports
from network.directory.assurance import Word
from network.directory.checks import Proof
from network.directory.kept import Outcome
from network.directory.reports import Wrong
from schema.asker import SIGN_IN
from schema.base import Info, shape
from schema.changes import Asked, Result, change, done, key_of
from schema.enums import ReportOutcome
from schema.offer_changes import OfferResult, shown
from schema.offers import Offer
from schema.terms import scene_of

MOST, QUARTER = 10, timedelta(minutes=15)
"""How often one network address may report, here and on the page: ten in a quarter of an hour."""
OFTEN = "That was tried too often. Wait a quarter of an hour, then try again."


@strawberry.input(
    description="Your word that an offer is true: signed in, by its id and the version you looked "
    "at, or by the token of a letter that asked you."
)
class ConfirmOffer(Asked):
    id: strawberry.ID | None = None
    version: int | None = None
    token: str | None = None


@strawberry.input(description="What is wrong with a listing. Nobody is asked who they are.")
class ReportListing(Asked):
    offer: strawberry.ID
    ticks: list[str] = strawberry.field(
        default_factory=list, description="time, place, phone, ended or other."
    )
    words: str = ""


@strawberry.input(description="What came of a report.")
class AnswerReport(Asked):
    id: strawberry.ID
    outcome: ReportOutcome


@strawberry.type(description="Whether your report was passed on, or what stood in the way.")
class ReportListingResult(Result):
    done: bool = False


@strawberry.type
class TrustChanges:
    """What can be said about how true a listing is."""

    @change("Give your word that an offer is true. It is fresh from then on.", anyone=True)
    async def confirm_offer(self, info: Info, input: ConfirmOffer) -> OfferResult:
        if input.token:
            return await _by_letter(info, input, Proof(token=input.token))
        if info.context.unit.actor.person is None or input.id is None:
            raise Denied(f"{SIGN_IN} Or send the token of a letter that asked you.")
        id, version = key_of(input.id, "Offer", "id"), input.version
        await done(info, input, assurance.confirm, id, Word(), info.context.now, version=version)
        return await shown(info, id)

    @change("Say that something on a listing is wrong. It reaches those who run it.", anyone=True)
    async def report_listing(self, info: Info, input: ReportListing) -> ReportListingResult:
        id, sender = key_of(input.offer, "Offer", "offer"), info.context.sender
        secret = info.context.house.settings.secret
        await _hold(info, secret, sender)
        marker = reports.marker(secret, id, sender) if sender else None
        wrong = Wrong(input.ticks, input.words, marker)
        await done(info, input, reports.make, id, wrong, info.context.now)
        return ReportListingResult(done=True)

    @change("Say what came of a report.")
    async def answer_report(self, info: Info, input: AnswerReport) -> ReportListingResult:
        id, outcome = key_of(input.id, "Report", "id"), Outcome(input.outcome)
        await done(info, input, reports.answer, id, outcome, info.context.now)
        return ReportListingResult(done=True)


async def _by_letter(info: Info, input: ConfirmOffer, proof: Proof) -> OfferResult:
    """Confirm as the person whom a letter asked, signed in or not."""
    now = info.context.now
    await done(info, input, checks.confirm, proof, now, version=input.version)
    check = await info.context.unit.read(checks.look, proof, now)
    return OfferResult(offer=shape(Offer, check.card, await scene_of(info)))


async def _hold(info: Info, secret: str, sender: str) -> None:
    """Hold back whoever reports very often. Only a hash of this day is kept, no address."""
    key = pace.key_of(secret, sender, info.context.now)
    count = info.context.unit.count
    if not await count(pace.take, "report", key, info.context.now, most=MOST, every=QUARTER / MOST):
        raise TooMany(OFTEN)
