"""Telling: all that there is to tell one person goes into one letter, with its links and codes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.access import Act, require
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.events import record
from network.core.settings import Settings
from network.directory import checks
from network.notices import facts, wording
from network.notices.facts import Telling
from network.notices.tables import Notice
from network.notices.wording import Addressed, Item
from network.people import visible
from network.people.tables import Person, one_line
from network.post import letters
from network.post.addresses import address

MOST, ROOM = 100, 17_000
"""Things, and characters about them, in one letter; what does not fit goes into the next."""


async def owed(db: AsyncSession, actor: Actor) -> Sequence[UUID]:
    """List the people who are to be told something, whoever has waited longest first."""
    require(actor, Act.SEND_LETTERS)
    untold = select(Notice).where(col(Notice.told_at).is_(None))
    rows = await db.scalars(untold.order_by(col(Notice.id)))
    return list(dict.fromkeys(row.person_id for row in rows))


async def tell(
    db: AsyncSession, actor: Actor, person_id: UUID, settings: Settings, now: datetime
) -> UUID | None:
    """Write one letter to one person of all they are to be told, and give its id.

    What is no longer so by now is not told: there may be nothing left. Two workers never write to
    one person at once: whose turn it is, is held until the letter is posted.
    """
    require(actor, Act.SEND_LETTERS)
    theirs = visible.people(actor).where(col(Person.id) == person_id)
    person = await db.scalar(theirs.with_for_update(skip_locked=True, key_share=True))
    if person is None:
        return None
    told, done = await _gathered(db, actor, Telling(person_id, settings, now))
    letter_id = None
    if told and (to := _address(person)):
        addressed = Addressed(to, one_line(person.name), done[0].about, checks.LASTS.days)
        letter = wording.letter(settings, addressed, told)
        letter_id = await letters.post(db, actor, letter, now)
        record(db, actor, "notice.told", person_id, letter=str(letter_id), things=len(done))
    for notice in done:
        notice.told_at, notice.letter_id = now, letter_id
    await db.flush()
    return letter_id


async def _gathered(
    db: AsyncSession, actor: Actor, telling: Telling
) -> tuple[dict[str, list[Item]], list[Notice]]:
    """Gather what fits in one letter: reason → things; and the notices that this is all of."""
    own = col(Notice.person_id) == telling.person, col(Notice.told_at).is_(None)
    notices = await db.scalars(select(Notice).where(*own).order_by(col(Notice.id)).limit(MOST))
    told: dict[str, list[Item]] = {}
    done: list[Notice] = []
    room = ROOM
    for notice in notices.all():
        if room < 0:
            break
        done.append(notice)
        item = await facts.of(db, actor, notice, telling)
        if item is not None and item not in told.setdefault(notice.name, []):
            told[notice.name].append(item)
            room -= item.long
    return {name: items for name, items in told.items() if items}, done


def _address(person: Person) -> str | None:
    """Give where somebody gets letters; nothing where what is kept is no address."""
    try:
        return address(person.email or "")
    except Invalid:
        return None
