"""What stewards said no to, and why, for those whose it is: on their pages until it is mended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from network.directory.kept import Claim, ClaimState, Decision
from network.directory.revisions import Written
from network.directory.tables import OfferState, Organisation, Standing
from network.web.known import Known
from network.web.views import spoken
from network.web.views.parts import Notice

SHOWN = timedelta(days=30)
"""For so long a no stands on a page where nothing need be mended."""
NEXT = "Somebody looks at it, and writes to you by email. That takes a few days."


@dataclass(frozen=True, slots=True)
class ClaimedPage:
    """A claim that waits: on whose entry, what was said with it, and what happens next."""

    name: str
    entry: str
    lines: tuple[str, ...]


def waits(claim: Claim, run_by: Organisation, known: Known) -> ClaimedPage:
    """Make the page of a claim that nobody has answered yet."""
    said = (f"You told us {spoken.ago(claim.at, known.now)}: {claim.words}",) if claim.words else ()
    entry = f"/organisations/{run_by.slug}"
    return ClaimedPage(run_by.name, entry, (*said, "You need not tell us again."))


def of_offer(decision: Decision | None, written: Written, known: Known) -> Iterator[Notice]:
    """Say why an offer, or words of it, were sent back; nothing once it waits again."""
    offer = written.offer
    if decision is None or decision.let_through or offer.waits_since or written.waits:
        return
    draft = offer.state == OfferState.DRAFT
    if draft or known.now < decision.at + SHOWN:
        then = "Mend it, then publish it again." if draft else "People see what was there before."
        when = spoken.ago(decision.at, known.now)
        yield Notice(f"A steward sent this back {when}", (decision.reason, then))


def of_groups(
    organisations: Sequence[Organisation], answers: Mapping[UUID, Decision], known: Known
) -> Iterator[Notice]:
    """Say why new groups were sent back; nothing once they have changed."""
    for one in organisations:
        decision = answers.get(one.id)
        if decision is None or decision.let_through or one.standing != Standing.NEW:
            continue
        if one.updated_at <= decision.at:
            when = spoken.ago(decision.at, known.now)
            then = "Change “About us”, and a steward looks again."
            yield Notice(f"A steward sent {one.name} back {when}", (decision.reason, then))


def of_claims(
    claims: Sequence[Claim], run_by: Mapping[UUID, Organisation], known: Known
) -> Iterator[Notice]:
    """Say which of one's own claims wait, and why others were refused."""
    for one in claims:
        name = run_by[one.organisation_id].name if one.organisation_id in run_by else "that entry"
        if one.state == ClaimState.WAITING:
            when = f"You told us {spoken.ago(one.at, known.now)} that it is yours."
            yield Notice(f"Your claim on {name} waits for an answer", (when, NEXT))
        refused = one.state == ClaimState.REFUSED and one.decided_at is not None
        if refused and one.decided_at and known.now < one.decided_at + SHOWN:
            yield Notice(f"You do not keep {name}", ("Somebody said no to your claim.", one.reason))
