"""The ladder: which listings nobody has given their word for of late, and whom that is told.

A listing comes to each rung once in a cycle, whoever runs this and however often: the row that
says so is written in the transaction that puts down whom to tell, and its key lets no second one
in. What was slept through is not made up for: the highest rung is told, once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.access import Act, require
from network.core.actor import Actor
from network.directory import freshness, visible
from network.directory.listed import Listing
from network.directory.parts import today
from network.directory.tables import Offer, OfferState
from network.notices import audience, notes, rungs
from network.notices.notes import Note
from network.notices.rungs import Rung
from network.notices.tables import KeptRung

AT_A_TIME = 200
MARGIN = rungs.SOONEST + timedelta(days=2)
"""The database counts months in another clock than London's; who is due is worked out after."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A listing as the ladder sees it: when it was last right, and when it says it may not be."""

    offer: Offer
    confirmed_at: datetime
    stale_at: datetime | None

    @property
    def cycle(self) -> datetime:
        """When it is due by its host's rhythm."""
        return freshness.due_at(self.confirmed_at, self.offer.rhythm_months)

    def reached(self, now: datetime) -> Sequence[Rung]:
        """Give the rungs it has come to."""
        return rungs.reached(self.confirmed_at, self.offer.rhythm_months, self.stale_at, now)


async def climb(
    db: AsyncSession, actor: Actor, now: datetime, after: UUID | None = None
) -> UUID | None:
    """Look at some listings, put down whom to tell of those on a new rung, and give the last.

    To be asked again with that one, until there is none.
    """
    require(actor, Act.ASK_TO_CHECK)
    found = [Standing(*row) for row in (await db.execute(_candidates(actor, now, after))).all()]
    if not found:
        return None
    new = await _tread(db, found, now)
    due = [(one, rung) for one in found if (rung := _told(one, new, now))]
    hosts = await audience.hosts(db, actor, {one.offer.organisation_id for one, _ in due})
    for one, rung in due:
        theirs = hosts[one.offer.organisation_id]
        alone = rung in rungs.LEADS
        watching = [] if alone else await audience.stewards(db, actor, one.offer.kept_by)
        await notes.put(db, actor, _notes(one, rung, theirs, watching), now)
    return found[-1].offer.id


async def standing(
    db: AsyncSession, actor: Actor, offer_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, Standing]:
    """Say how these listings stand now, as far as anybody is asked about them."""
    own = _asked_about(actor, now).where(col(Offer.id).in_(offer_ids))
    found = await db.execute(own.where(col(Listing.confirmed_at).is_not(None)))
    return {row[0].id: Standing(*row) for row in found}


def _asked_about(actor: Actor, now: datetime) -> Select[Any]:
    """Give the listings that people can come to: their hosts have something to answer for."""
    columns = (col(Listing.confirmed_at), col(Listing.stale_at))
    return (
        visible.offers(actor)
        .join(Listing, (col(Listing.offer_id) == Offer.id) & (col(Listing.n) == 0))
        .where(
            col(Offer.state) == OfferState.PUBLISHED,
            or_(col(Offer.ends_on).is_(None), col(Offer.ends_on) >= today(now)),
        )
        .add_columns(*columns)
    )


def _candidates(actor: Actor, now: datetime, after: UUID | None) -> Select[Any]:
    """Give the listings that may have come to a rung, but those that came to the last one."""
    months = func.make_interval(0, col(Offer.rhythm_months))
    soon = col(Listing.confirmed_at) + months < now + MARGIN
    over = exists().where(  # and nothing was changed since, so that no other rhythm holds
        col(KeptRung.offer_id) == Offer.id,
        col(KeptRung.rung) == Rung.CALL,
        col(KeptRung.cycle) > Listing.confirmed_at,
        col(KeptRung.at) >= Offer.updated_at,
    )
    query = _asked_about(actor, now).where(or_(soon, col(Listing.stale_at) <= now), ~over)
    if after is not None:
        query = query.where(col(Offer.id) > after)
    return query.order_by(col(Offer.id)).limit(AT_A_TIME)


async def _tread(
    db: AsyncSession, found: Sequence[Standing], now: datetime
) -> Mapping[UUID, frozenset[Rung]]:
    """Write down which rungs were reached, and give those that nobody had written down."""
    rows = [
        {"offer_id": one.offer.id, "cycle": one.cycle, "rung": rung, "at": now}
        for one in found
        for rung in one.reached(now)
    ]
    if not rows:
        return {}
    columns = (col(KeptRung.offer_id), col(KeptRung.rung))
    new = insert(KeptRung).values(rows).on_conflict_do_nothing().returning(*columns)
    kept: dict[UUID, set[Rung]] = {}
    for offer_id, rung in await db.execute(new):
        kept.setdefault(offer_id, set()).add(Rung(rung))
    return {offer_id: frozenset(ones) for offer_id, ones in kept.items()}


def _told(one: Standing, new: Mapping[UUID, frozenset[Rung]], now: datetime) -> Rung | None:
    reached = one.reached(now)
    return rungs.told(reached, frozenset(reached) - new.get(one.offer.id, frozenset()))


def _notes(
    one: Standing, rung: Rung, hosts: Sequence[UUID], stewards: Sequence[UUID]
) -> Iterator[Note]:
    """Put down whom a rung is told: the lead; then all hosts too; then the stewards."""
    id, key = one.offer.id, f"{one.offer.id} {one.cycle:%Y-%m-%dT%H:%M:%S.%f} {rung}"
    asked = hosts[:1] if rung in rungs.LEADS else [] if rung is Rung.CALL else hosts
    for person in asked:
        yield Note(person, f"check.{rung}", id, key, one.cycle)
    for person in stewards:
        if person not in asked:
            yield Note(person, f"watch.{rung}", id, key, one.cycle)
