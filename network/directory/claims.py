"""Claims: somebody of an organisation that others described takes its entry over.

An address at the organisation's own domain is enough. Else a steward, its lead where it has one,
or a confirmed organisation that knows them says yes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require, somebody
from network.core.actor import Actor, Role
from network.core.errors import Conflict, Missing, TooMany
from network.core.events import record
from network.core.unit import SAID
from network.directory import domains, holding, organisations, visible, vouching, waiting
from network.directory.kept import Claim, ClaimProof, ClaimState
from network.directory.tables import Offer, Organisation, Standing
from network.people import accounts, roles
from network.people.roles import Holding
from network.people.tables import Person

SAID["uq_claim_waiting"] = "You have claimed this entry already. Somebody will look at it."
YOURS = "You keep this entry already."
DECIDED = "Somebody has answered this claim already."
KEPT = "This organisation has somebody who keeps its entry. They answer this claim."
MOST = 5
"""Claims of one person that may wait at once: nobody is of more organisations than that."""
FIRST = "Wait until somebody has answered your other claims."
MISSING = "We cannot find that claim."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim with its organisation, and the name and address of who claims, to answer it by."""

    claim: Claim
    organisation: Organisation
    name: str
    email: str | None


async def make(
    db: AsyncSession, actor: Actor, organisation_id: UUID, words: str, now: datetime
) -> Claim:
    """Claim an organisation's entry. With an address at its own domain it is granted at once.

    `words`: who they are there, for whoever answers. Where somebody keeps the entry already, they
    or a steward answer, whatever the domain.
    """
    require(actor, Act.CLAIM)
    await organisations.get(db, actor, organisation_id)
    offers, organisation = await holding.whole(db, actor, organisation_id)
    claim = Claim(
        organisation_id=organisation_id,
        person_id=somebody(actor),
        words=waiting.short(words, "words"),
        at=now,
    )
    await _check(db, actor, organisation)
    db.add(claim)
    await db.flush()
    record(db, actor, "claim.made", claim.id, organisation=str(organisation_id))
    if await _at_home(db, actor, organisation):
        await roles.first_host(db, actor, claim.person_id, organisation_id, now)
        await vouching.trust(db, vouching.ITSELF, organisation, offers, now)
        _grant(claim, actor, ClaimProof.DOMAIN, now)
        record(db, actor, "claim.granted", claim.id, proof=claim.proof)
        await db.flush()
    return claim


async def accept(db: AsyncSession, actor: Actor, claim_id: UUID, now: datetime) -> Claim:
    """Say yes to a claim: the claimant keeps the entry from their next step on.

    For its lead, or a steward of its locality, who then has confirmed the organisation.
    """
    offers, organisation, claim = await _held(db, actor, claim_id)
    led = await _led(db, actor, organisation)
    require(actor, Act.ANSWER_CLAIM, led)
    await roles.grant(db, actor, claim.person_id, led, now)
    by_lead = led.lead is not None and led.lead == actor.person
    _grant(claim, actor, ClaimProof.LEAD if by_lead else ClaimProof.STEWARD, now)
    if not by_lead and organisation.standing != Standing.CONFIRMED:
        await vouching.trust(db, actor, organisation, offers, now)
    record(db, actor, "claim.granted", claim.id, proof=claim.proof)
    await db.flush()
    return claim


async def vouch(
    db: AsyncSession, actor: Actor, claim_id: UUID, own_id: UUID, now: datetime
) -> Claim:
    """Vouch for a claimant in the name of one's own organisation, where nobody keeps the entry."""
    own = await organisations.get(db, actor, own_id)
    require(actor, Act.VOUCH, await _led(db, actor, own))
    offers, organisation, claim = await _held(db, vouching.ITSELF, claim_id)
    vouching.check_able(own, organisation.id)
    if (await _led(db, actor, organisation)).lead is not None:
        raise Conflict(KEPT)
    await roles.first_host(db, actor, claim.person_id, organisation.id, now)
    await vouching.trust(db, vouching.ITSELF, organisation, offers, now)
    _grant(claim, actor, ClaimProof.VOUCHED, now)
    record(db, actor, "claim.granted", claim.id, proof=claim.proof, by=str(own_id))
    await db.flush()
    return claim


async def refuse(
    db: AsyncSession, actor: Actor, claim_id: UUID, reason: str, now: datetime
) -> Claim:
    """Say no to a claim, and why."""
    _, organisation, claim = await _held(db, actor, claim_id)
    require(actor, Act.ANSWER_CLAIM, await _led(db, actor, organisation))
    claim.reason = waiting.said(reason)
    _decide(claim, actor, ClaimState.REFUSED, now)
    record(db, actor, "claim.refused", claim.id)
    await db.flush()
    return claim


async def withdraw(db: AsyncSession, actor: Actor, claim_id: UUID, now: datetime) -> Claim:
    """Take one's own claim back."""
    _, _, claim = await _held(db, actor, claim_id)
    require(actor, Act.WITHDRAW_CLAIM, claim)
    _decide(claim, actor, ClaimState.WITHDRAWN, now)
    record(db, actor, "claim.withdrawn", claim.id)
    await db.flush()
    return claim


async def by_id(db: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Claim]:
    """Find many claims at once: one's own, and those on what one keeps or looks after."""
    found = await db.scalars(visible.claims(actor).where(col(Claim.id).in_(ids)))
    return {claim.id: claim for claim in found}


async def mine(db: AsyncSession, actor: Actor) -> Sequence[Claim]:
    """List one's own claims, the newest first."""
    own = visible.claims(actor).where(col(Claim.person_id) == actor.person)
    return (await db.scalars(own.order_by(col(Claim.id).desc()))).all()


async def unanswered(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Claim | None:
    """Find one's own claim on an organisation's entry that nobody has answered yet."""
    own = visible.claims(actor).where(col(Claim.person_id) == actor.person)
    own = own.where(col(Claim.organisation_id) == organisation_id)
    return (await db.scalars(own.where(col(Claim.state) == ClaimState.WAITING))).one_or_none()


async def listed(
    db: AsyncSession, actor: Actor, organisation_id: UUID | None = None
) -> Sequence[Waiting]:
    """List the claims that wait, of one organisation or of all one looks after, oldest first."""
    asked = visible.claims(actor).where(col(Claim.state) == ClaimState.WAITING)
    if organisation_id is not None:
        asked = asked.where(col(Claim.organisation_id) == organisation_id)
    rows = (await db.scalars(asked.order_by(col(Claim.id)))).all()
    return await _shown(db, rows)


async def get(db: AsyncSession, actor: Actor, claim_id: UUID) -> Waiting:
    """Find one claim, decided or not, among those one may see."""
    seen = await db.scalar(visible.claims(actor).where(col(Claim.id) == claim_id))
    if seen is None:
        raise Missing(MISSING)
    return (await _shown(db, [seen]))[0]


async def look(db: AsyncSession, actor: Actor, claim_id: UUID, own_id: UUID) -> Waiting:
    """Show a claim to somebody who was asked to vouch for it, and may."""
    own = await organisations.get(db, actor, own_id)
    require(actor, Act.VOUCH, await _led(db, actor, own))
    claim = await db.get(Claim, claim_id)
    if claim is None or claim.state != ClaimState.WAITING:
        raise Missing(MISSING)
    vouching.check_able(own, claim.organisation_id)
    return (await _shown(db, [claim]))[0]


async def _check(db: AsyncSession, actor: Actor, organisation: Organisation) -> None:
    if actor.holds(Role.HOST, organisation.id):
        raise Conflict(YOURS)
    own = col(Claim.person_id) == actor.person
    wait = select(func.count()).where(own, col(Claim.state) == ClaimState.WAITING)
    if (await db.scalar(wait) or 0) >= MOST:
        raise TooMany(FIRST)


async def _at_home(db: AsyncSession, actor: Actor, organisation: Organisation) -> bool:
    """Say whether the claimant's address shows that they are of it, and nobody else keeps it.

    What a new group says of itself proves nothing, so its website does not count.
    """
    kept = (await _led(db, actor, organisation)).lead is not None
    person = (await accounts.by_id(db, actor, [somebody(actor)])).get(somebody(actor))
    if kept or organisation.standing == Standing.NEW or person is None or not person.email_key:
        return False
    return domains.proves(person.email_key.rpartition("@")[2], organisation.website)


async def _held(
    db: AsyncSession, actor: Actor, claim_id: UUID
) -> tuple[Sequence[Offer], Organisation, Claim]:
    asked = visible.claims(actor).where(col(Claim.id) == claim_id)
    seen = await db.scalar(asked)
    if seen is None:
        raise Missing(MISSING)
    offers, organisation = await holding.whole(db, actor, seen.organisation_id)
    held = asked.with_for_update(of=Claim).execution_options(populate_existing=True)
    claim = (await db.scalars(held)).one()
    if claim.state != ClaimState.WAITING:
        raise Conflict(DECIDED)
    return offers, organisation, claim


def _grant(claim: Claim, actor: Actor, proof: ClaimProof, now: datetime) -> None:
    claim.proof = proof
    _decide(claim, actor, ClaimState.GRANTED, now)


def _decide(claim: Claim, actor: Actor, state: ClaimState, now: datetime) -> None:
    claim.state, claim.decided_at, claim.decided_by = state, now, actor.person


async def _led(db: AsyncSession, actor: Actor, organisation: Organisation) -> Holding:
    return await roles.led(db, actor, roles.hosting(organisation.id, organisation.kept_by))


async def _shown(db: AsyncSession, claims: Sequence[Claim]) -> Sequence[Waiting]:
    query = select(Claim, Organisation, Person).join(Organisation).join(Person)
    query = query.where(col(Claim.id).in_([claim.id for claim in claims]))
    found = await db.execute(query.order_by(col(Claim.id)))
    return [Waiting(claim, run_by, who.name, who.email) for claim, run_by, who in found]
