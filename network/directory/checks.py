"""Checks: a letter asks a host whether an offer is still right, and one tap says yes.

Opening the link changes nothing, since mail scanners open links; a button does. Where the link
died on its way, the code of the same letter does as well. Both end with the role of the host.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from network.access import Act, require
from network.core import tokens
from network.core.actor import Actor, Grant, Role
from network.core.errors import Conflict, Missing
from network.core.events import record
from network.directory import assurance, listing, offers, reports
from network.directory.assurance import Word
from network.directory.cards import OfferCard
from network.directory.edits import Space
from network.directory.kept import CheckLink, Report
from network.directory.tables import Offer
from network.people import roles

LASTS = timedelta(days=60)
"""Until after the last letter of the ladder, which comes two months after the first."""
LETTERS = 6
GONE = "This link has been used or is too old. We can send a new one."


@dataclass(frozen=True, slots=True)
class Asked:
    """A link and a code for a letter: given out once, only their hashes are kept."""

    id: UUID
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody shows: the token of a link, or the code of a letter and the offer's name."""

    token: str = ""
    slug: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What is asked: the offer as people see it, and what they said is wrong with it.

    `answered_at`: when this was answered, if it was.
    """

    id: UUID
    offer: Offer
    card: OfferCard
    reports: Sequence[Report]
    answered_at: datetime | None = None
    already: bool = False


async def ask(
    db: AsyncSession, actor: Actor, offer_id: UUID, person_id: UUID, now: datetime
) -> Asked:
    """Make the link and the code that one letter asks one person about one offer with."""
    require(actor, Act.ASK_TO_CHECK)
    token, code = tokens.fresh(), tokens.code(LETTERS)
    link = CheckLink(
        offer_id=offer_id,
        person_id=person_id,
        token_hash=tokens.hashed(token),
        code_hash=_of(offer_id, code),
        asked_at=now,
        expires_at=now + LASTS,
    )
    db.add(link)
    record(db, actor, "check.asked", offer_id, person=str(person_id))
    await db.flush()
    return Asked(link.id, token, code)


async def look(db: AsyncSession, actor: Actor, proof: Proof, now: datetime) -> Check:
    """Show what a letter asks. This changes nothing, however often it is opened.

    Missing: too old, nobody's, or of somebody who is no longer a host of it.
    """
    link = await db.scalar(await _asked(db, proof))
    acting, link = await _acting(db, actor, link, now)
    return await _check(db, acting, link, already=link.used_at is not None)


async def confirm(
    db: AsyncSession,
    actor: Actor,
    proof: Proof,
    now: datetime,
    *,
    version: int | None = None,
    space: Space | None = None,
) -> Check:
    """Say that an offer is still right, as it was shown, and perhaps whether there is space.

    It is fresh at once. The second time it says that it was done, and does nothing.
    """
    acting, link = await _held(db, actor, proof, now)
    require(acting, Act.CONFIRM_OFFER, await offers.get(db, acting, link.offer_id))
    if link.used_at is not None:
        record(db, acting, "check.repeated", link.offer_id)
        return await _check(db, acting, link, already=True)
    await assurance.confirm(db, acting, link.offer_id, Word(method="letter"), now, version=version)
    if space is not None:
        await offers.set_space(db, acting, link.offer_id, space, now)
    link.used_at = now
    return await _check(db, acting, link)


async def set_space(
    db: AsyncSession, actor: Actor, proof: Proof, space: Space, now: datetime
) -> Check:
    """Say only whether there is space; whether the rest is right can still be answered."""
    acting, link = await _open(db, actor, proof, now)
    await offers.set_space(db, acting, link.offer_id, space, now)
    return await _check(db, acting, link)


async def pause(
    db: AsyncSession, actor: Actor, proof: Proof, back_on: date | None, now: datetime
) -> Check:
    """Say that an offer is having a break; whether the rest is right can still be answered."""
    acting, link = await _open(db, actor, proof, now)
    await offers.pause(db, acting, link.offer_id, back_on, now)
    return await _check(db, acting, link)


async def close(
    db: AsyncSession,
    actor: Actor,
    proof: Proof,
    last_day: date,
    now: datetime,
    *,
    reason: str | None = None,
) -> Check:
    """Say the last day of an offer; whether the rest is right until then can still be answered."""
    acting, link = await _open(db, actor, proof, now)
    await offers.close(db, acting, link.offer_id, last_day, now, reason=reason)
    return await _check(db, acting, link)


async def forget(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget the links that are too old to be used, and say how many there were."""
    require(actor, Act.FORGET)
    old = delete(CheckLink).where(col(CheckLink.expires_at) < now).returning(col(CheckLink.id))
    return len((await db.scalars(old)).all())


async def _asked(db: AsyncSession, proof: Proof) -> SelectOfScalar[CheckLink]:
    if proof.token:
        return select(CheckLink).where(col(CheckLink.token_hash) == tokens.hashed(proof.token))
    slug = proof.slug.replace("\x00", "")
    offer_id = await db.scalar(select(Offer.id).where(Offer.slug == slug))
    code = b"" if offer_id is None else _of(offer_id, tokens.typed(proof.code))
    own = (col(CheckLink.offer_id) == offer_id, col(CheckLink.code_hash) == code)
    return select(CheckLink).where(*own).order_by(col(CheckLink.id).desc()).limit(1)


async def _held(
    db: AsyncSession, actor: Actor, proof: Proof, now: datetime
) -> tuple[Actor, CheckLink]:
    """Find a link to answer it: whoever taps twice at once waits for the first tap."""
    asked = await _asked(db, proof)
    link = await db.scalar(asked.with_for_update().execution_options(populate_existing=True))
    return await _acting(db, actor, link, now)


async def _open(
    db: AsyncSession, actor: Actor, proof: Proof, now: datetime
) -> tuple[Actor, CheckLink]:
    acting, link = await _held(db, actor, proof, now)
    if link.used_at is not None:
        raise Conflict(GONE)
    return acting, link


async def _acting(
    db: AsyncSession, actor: Actor, link: CheckLink | None, now: datetime
) -> tuple[Actor, CheckLink]:
    """Say as whom a link acts: as the person asked, while they are a host of the offer."""
    if link is None or now >= link.expires_at:
        raise Missing(GONE)
    run_by = select(Offer.organisation_id).where(col(Offer.id) == link.offer_id)
    grant = Grant(Role.HOST, (await db.scalars(run_by)).one())
    if grant not in await roles.held(db, actor, link.person_id):
        raise Missing(GONE)
    return Actor("letter", link.person_id, frozenset({grant}), via="letter"), link


async def _check(
    db: AsyncSession, acting: Actor, link: CheckLink, *, already: bool = False
) -> Check:
    await db.flush()
    offer = await offers.get(db, acting, link.offer_id)
    cards = await listing.previews(db, acting, [offer.id])
    told = await reports.listed(db, acting, offer.id)
    said = [one.report for one in told]
    return Check(link.id, offer, cards[offer.id], said, link.used_at, already=already)


def _of(offer_id: UUID, code: str) -> bytes:
    """Give what is kept of a code. It can be guessed, so how often one may try is limited."""
    return tokens.hashed(f"{offer_id} {code}")
