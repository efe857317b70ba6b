"""Reports: anyone says that something on a listing is wrong, and what came of it is kept.

Nobody is asked who they are. Two that came independently lower a listing: see `freshness.py`.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import ANYONE, Actor
from network.core.errors import Conflict, Invalid, Missing, TooMany
from network.core.events import record
from network.core.paging import RUBBISH, Page
from network.core.secrets import derived
from network.directory import listing, offers, visible
from network.directory.kept import Outcome, Report
from network.directory.tables import Offer, OfferState

TICKS: Mapping[str, str] = {
    "time": "The day or time",
    "place": "The place",
    "phone": "The phone number or address",
    "ended": "It has ended",
    "other": "Something else",
}
"""What may be wrong (pages.md B.3, /offers/{slug}/wrong): code → label."""

MISSING = "We cannot find that report."
LONGEST = 200
MOST = 40
"""Reports of one offer that may stand unanswered: more tell its host nothing new."""
ENOUGH = "People have told us already. Thank you. Somebody will look at it."
APART = timedelta(days=14)
"""For so long two people are told apart; then what did that is forgotten."""
READ = timedelta(days=90)
"""For so long after its answer the words of a report are kept."""
UNREAD = timedelta(days=365)
"""For so long they are kept at all, answered or not."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What somebody ticked and wrote, and what tells them apart from others (`marker`)."""

    ticks: Sequence[str]
    words: str = ""
    marker: bytes | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A report with the offer it is about."""

    report: Report
    offer: Offer


async def make(
    db: AsyncSession, actor: Actor, offer_id: UUID, wrong: Wrong, now: datetime
) -> Report:
    """Say that something on a listing is wrong. It reaches its hosts and those who look after it.

    How often one may is the door's to ask (`core.pace`), before this.
    """
    require(actor, Act.REPORT_LISTING)
    offer = await offers.get(db, ANYONE, offer_id)
    ticks, words = _ticked(wrong), _said(wrong)
    standing = await _standing(db, offer_id)
    if len(standing) >= MOST:
        raise TooMany(ENOUGH)
    alone = wrong.marker is not None or not standing
    report = Report(
        offer_id=offer_id,
        at=now,
        ticks=ticks,
        words=words,
        marker=wrong.marker,
        independent=alone and wrong.marker not in {one.marker for one in standing},
    )
    db.add(report)
    # Whoever is signed in tells it as anyone else does: no event names them.
    record(db, ANYONE, "offer.reported", offer_id, report=str(report.id), ticks=ticks)
    await _shown_anew(db, actor, offer, now)
    return report


async def answer(
    db: AsyncSession, actor: Actor, report_id: UUID, outcome: Outcome, now: datetime
) -> Report:
    """Say what came of a report: it was mended, it was right, or nobody could tell."""
    seen = visible.reports(actor).where(col(Report.id) == report_id)
    report = await db.scalar(seen.with_for_update(of=Report))
    if report is None:
        raise Missing(MISSING)
    offer = await offers.get(db, actor, report.offer_id)
    require(actor, Act.ANSWER_REPORT, offer)
    if report.outcome is not None:
        raise Conflict("Somebody has answered this report already.")
    report.outcome, report.answered_at, report.answered_by = outcome, now, actor.person
    record(db, actor, "report.answered", report.id, offer=str(offer.id), outcome=outcome.value)
    await _shown_anew(db, actor, offer, now)
    return report


async def listed(db: AsyncSession, actor: Actor, offer_id: UUID | None = None) -> Sequence[Told]:
    """List the reports that stand unanswered, of one offer or of all one looks after."""
    asked = visible.reports(actor).where(col(Report.outcome).is_(None))
    if offer_id is not None:
        asked = asked.where(col(Report.offer_id) == offer_id)
    pairs = asked.add_columns(Offer).order_by(col(Report.at), col(Report.id))
    return [Told(report, offer) for report, offer in await db.execute(pairs)]


async def get(db: AsyncSession, actor: Actor, report_id: UUID) -> Told:
    """Find one report, answered or not, of what one keeps or looks after."""
    asked = visible.reports(actor).where(col(Report.id) == report_id).add_columns(Offer)
    found = (await db.execute(asked)).one_or_none()
    if found is None:
        raise Missing(MISSING)
    return Told(*found)


async def answered(db: AsyncSession, actor: Actor, page: Page) -> tuple[Sequence[Told], bool]:
    """List what came of reports, the newest answer first, and say whether there are more.

    Cursor: (moment of the answer, id).
    """
    key = tuple_(col(Report.answered_at), col(Report.id))
    asked = visible.reports(actor).where(col(Report.outcome).is_not(None)).add_columns(Offer)
    if page.after is not None:
        asked = asked.where(key < _edge(page.after))
    newest_first = asked.order_by(col(Report.answered_at).desc(), col(Report.id).desc())
    rows = (await db.execute(newest_first.limit(page.size + 1))).all()
    return [Told(report, offer) for report, offer in rows[: page.size]], len(rows) > page.size


async def forget_marks(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget, a fortnight later, what told people apart who reported one offer."""
    require(actor, Act.FORGET)
    old = (col(Report.marker).is_not(None), col(Report.at) < now - APART)
    marked = update(Report).where(*old).values(marker=None).returning(col(Report.id))
    return len((await db.scalars(marked)).all())


async def forget(db: AsyncSession, actor: Actor, now: datetime) -> int:
    """Forget the words of what was answered long since, and of what nobody ever answered."""
    require(actor, Act.FORGET)
    over = or_(col(Report.answered_at) < now - READ, col(Report.at) < now - UNREAD)
    old = update(Report).where(col(Report.words) != "", over).values(words="")
    return len((await db.scalars(old.returning(col(Report.id)))).all())


def marker(secret: str, offer_id: UUID, address: str) -> bytes:
    """Make what tells people apart who report one offer. No address can be got back from it.

    Of another offer the same address gives another one, so nobody is followed about.
    """
    who = f"{offer_id} {address}".encode()
    return hmac.digest(derived(secret, "reports"), who, "sha256")[:16]


def _edge(key: tuple[Any, ...]) -> tuple[datetime, UUID]:
    try:
        at, id = key
        return datetime.fromisoformat(at), UUID(id)
    except (ValueError, TypeError, AttributeError):
        raise Invalid(RUBBISH, field="after") from None


def _ticked(wrong: Wrong) -> list[str]:
    for tick in wrong.ticks:
        if tick not in TICKS:
            raise Invalid("Tick what is wrong.", field="ticks")
    if not wrong.ticks and not wrong.words.strip():
        raise Invalid("Tick what is wrong.", field="ticks")
    return [tick for tick in TICKS if tick in wrong.ticks] or ["other"]


def _said(wrong: Wrong) -> str:
    words = "".join(c for c in wrong.words if c.isprintable() or c == "\n").strip()
    if len(words) > LONGEST:
        raise Invalid(
            f"Shorten this to {LONGEST} characters. You have {len(words)}.", field="words"
        )
    return words


async def _standing(db: AsyncSession, offer_id: UUID) -> Sequence[Report]:
    own = select(Report).where(col(Report.offer_id) == offer_id, col(Report.outcome).is_(None))
    return (await db.scalars(own)).all()


async def _shown_anew(db: AsyncSession, actor: Actor, offer: Offer, now: datetime) -> None:
    """Make the listing anew where there are enough reports to lower it, or were until now."""
    await db.flush()
    heard = select(func.count()).where(col(Report.offer_id) == offer.id, col(Report.independent))
    if offer.state != OfferState.DRAFT and (await db.scalar(heard) or 0) > 1:
        await listing.refresh(db, actor, [offer.id], now)
