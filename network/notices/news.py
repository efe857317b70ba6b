"""News: what was done is read in the record, in order, and whom it concerns is put down.

How far we read moves in the same transaction, so nothing is missed and nothing is read twice.
Whoever did something is not told of it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.events import Event
from network.directory.kept import Claim, ClaimState, Pending
from network.directory.tables import Offer, Organisation
from network.notices import audience, notes
from network.notices.notes import Note
from network.notices.tables import Bookmark

READER = "notices"
AT_A_TIME = 200
Hearing = Callable[[AsyncSession, Actor, Event], Awaitable[Sequence[Note]]]


async def gather(db: AsyncSession, actor: Actor, now: datetime) -> bool:
    """Read on in the record, put down whom to tell of what, and say whether there is more.

    Where another worker is reading, it is left to that one.
    """
    require(actor, Act.SEND_LETTERS)
    own = select(Bookmark).where(col(Bookmark.name) == READER)
    mark = await db.scalar(own.with_for_update(skip_locked=True))
    if mark is None:
        return False
    end = await db.scalar(select(func.max(Event.seq))) or 0
    unread = (col(Event.seq) > mark.seq, col(Event.seq) <= end, col(Event.name).in_(HEARD))
    query = select(Event).where(*unread).order_by(col(Event.seq)).limit(AT_A_TIME)
    found = (await db.scalars(query)).all()
    for event in found:
        told = await HEARD[event.name](db, actor, event)
        await notes.put(db, actor, (one for one in told if one.person != event.by), now)
    more = len(found) == AT_A_TIME
    mark.seq = found[-1].seq if more else end
    return more


async def _reported(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    """Tell its hosts; where nobody keeps it, those who look after it."""
    offer = await db.get_one(Offer, event.about)
    key = f"report {event.detail['report']}"
    if hosts := await _hosts(db, actor, offer.organisation_id):
        return [Note(person, "report.made", offer.id, key) for person in hosts]
    stewards = await audience.stewards(db, actor, offer.kept_by)
    return [Note(person, "watch.report", offer.id, key) for person in stewards]


async def _answered(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    offer = await db.get_one(Offer, UUID(event.detail["offer"]))
    hosts = await _hosts(db, actor, offer.organisation_id)
    return [Note(one, "report.answered", event.about, _key(event)) for one in hosts]


async def _changed(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    """Tell that words wait, once for as long as some of that offer do."""
    waiting = await db.get(Pending, event.about)
    if waiting is None or not event.detail.get("waits"):
        return []
    key = f"words {event.about} {waiting.since:%Y-%m-%dT%H:%M:%S.%f}"
    return await _watched(db, actor, event, "watch.words", key)


async def _waiting(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    """Tell that a new group's first listing waits, once for as long as it does."""
    offer = await db.get_one(Offer, event.about)
    if offer.waits_since is None:
        return []
    key = f"listing {event.about} {offer.waits_since:%Y-%m-%dT%H:%M:%S.%f}"
    return await _watched(db, actor, event, "watch.listing", key)


async def _watched(
    db: AsyncSession, actor: Actor, event: Event, name: str, key: str
) -> Sequence[Note]:
    offer = await db.get_one(Offer, event.about)
    stewards = await audience.stewards(db, actor, offer.kept_by)
    return [Note(person, name, offer.id, key) for person in stewards]


async def _of_an_offer(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    offer = await db.get_one(Offer, event.about)
    hosts = await _hosts(db, actor, offer.organisation_id)
    return [Note(person, event.name, offer.id, _key(event)) for person in hosts]


async def _of_a_group(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    hosts = await _hosts(db, actor, event.about)
    return [Note(person, event.name, event.about, _key(event)) for person in hosts]


async def _claimed(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    """Tell those who may answer: the stewards, and its lead where it has one."""
    claim = await db.get(Claim, event.about)
    if claim is None or claim.state != ClaimState.WAITING:
        return []
    organisation = await db.get_one(Organisation, claim.organisation_id)
    stewards = await audience.stewards(db, actor, organisation.kept_by)
    lead = (await _hosts(db, actor, claim.organisation_id))[:1]
    told = {**dict.fromkeys(stewards, "watch.claim"), **dict.fromkeys(lead, "claim.made")}
    return [Note(person, name, claim.id, _key(event)) for person, name in told.items()]


async def _of_a_claim(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:  # noqa: ARG001  # every verb takes both
    claim = await db.get(Claim, event.about)
    return [] if claim is None else [Note(claim.person_id, event.name, claim.id, _key(event))]


async def _led(db: AsyncSession, actor: Actor, event: Event) -> Sequence[Note]:
    """Tell whoever leads now, and all who keep the entry with them."""
    lead = UUID(event.detail["person"])
    hosts = await _hosts(db, actor, event.about)
    names = {one: "role.led" if one == lead else "role.led_by_another" for one in hosts}
    return [Note(one, name, event.about, _key(event)) for one, name in names.items()]


async def _hosts(db: AsyncSession, actor: Actor, organisation_id: UUID) -> Sequence[UUID]:
    return (await audience.hosts(db, actor, [organisation_id]))[organisation_id]


def _key(event: Event) -> str:
    return f"event {event.id}"


HEARD: Mapping[str, Hearing] = {
    "offer.reported": _reported,
    "report.answered": _answered,
    "offer.changed": _changed,
    "offer.waiting": _waiting,
    "offer.let_through": _of_an_offer,
    "offer.refused": _of_an_offer,
    "offer.taken_down": _of_an_offer,
    "organisation.confirmed": _of_a_group,
    "organisation.vouched": _of_a_group,
    "organisation.refused": _of_a_group,
    "claim.made": _claimed,
    "claim.granted": _of_a_claim,
    "claim.refused": _of_a_claim,
    "role.led": _led,
}
"""Which events are told to anybody. The others are for the record alone."""
