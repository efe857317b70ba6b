"""A thousand edits of one offer at once: what was acknowledged is there, and the rest comes back.

Each editor adds one to a number they have just read. Where nobody's edit is lost, the number says
how many were acknowledged; the control, which looks at no version, shows that it would tell.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from network.core import database
from network.core.actor import Actor, service
from network.core.events import record
from network.core.unit import EngineSessions, Unit
from network.directory import offers, organisations
from network.directory.edits import Amendment
from network.directory.kept import Revision
from network.directory.offers import Draft
from network.directory.organisations import Origin
from network.directory.tables import Offer, OfferFields, OrganisationFields
from network.directory.texts import Clash
from tests import postgres
from tests.conftest import NOW

EDITORS, EACH = 10, 100


@pytest.fixture
async def sessions(server: str) -> AsyncIterator[EngineSessions]:
    """Give real connections, one for each editor, to a database that holds nothing yet."""
    address = await postgres.make_database(server, "edited")
    engine = database.engine(address, size=EDITORS, patient=True)
    yield EngineSessions(engine)
    await engine.dispose()
    await postgres.drop_database(server, "edited")


async def drafted(sessions: EngineSessions) -> UUID:
    async with Unit(sessions, service("test")) as unit:
        fields = OrganisationFields(name="Hastings Open Door")
        run_by = await unit.write(organisations.start, fields, Origin(), NOW)
        draft = Draft(OfferFields(title="Tuesday Table", usual_size=1))
        return (await unit.write(offers.create, run_by.id, draft, NOW)).id


async def all_at_once(
    sessions: EngineSessions, each: int, edit: Callable[[Unit, str], Awaitable[None]]
) -> None:
    async def editor(name: int) -> None:
        async with Unit(sessions, service(f"editor {name}")) as unit:
            for number in range(each):
                await edit(unit, f"Edit {number} of editor {name}")

    await asyncio.gather(*map(editor, range(EDITORS)))


async def test_of_1000_edits_at_once_each_acknowledged_one_is_kept_and_no_other_is_lost(
    sessions: EngineSessions,
) -> None:
    id = await drafted(sessions)
    sent: list[str] = []
    acknowledged: list[str] = []
    handed_back: list[str] = []

    async def edit(unit: Unit, words: str) -> None:
        seen = await unit.read(offers.get, id)
        said = {"usual_size": (seen.usual_size or 0) + 1, "join_words": words}
        try:
            await unit.write(offers.amend, id, Amendment(seen.version, said), NOW)
        except Clash as clash:
            handed_back.append(clash.mine["join_words"])
        else:
            acknowledged.append(words)
        sent.append(words)

    await all_at_once(sessions, EACH, edit)
    assert len(sent) == EDITORS * EACH == 1000
    assert sorted(acknowledged + handed_back) == sorted(sent)
    assert handed_back
    async with Unit(sessions, service("test")) as unit:
        offer, kept = await unit.read(offers.get, id), await unit.read(_revisions, id)
    assert offer.usual_size == 1 + len(acknowledged)
    assert [one.version for one in kept] == list(range(2, 2 + len(acknowledged)))
    written = [one.before["join_words"] for one in kept[1:]] + [offer.join_words]
    assert sorted(written) == sorted(acknowledged)


async def _revisions(db: AsyncSession, actor: Actor, id: UUID) -> Sequence[Revision]:
    own = select(Revision).where(col(Revision.offer_id) == id).order_by(col(Revision.version))
    return (await db.scalars(own)).all()


async def test_without_looking_at_the_version_edits_are_lost(sessions: EngineSessions) -> None:
    id = await drafted(sessions)

    async def edit(unit: Unit, words: str) -> None:
        seen = await unit.read(offers.get, id)
        await unit.write(_blindly, id, (seen.usual_size or 0) + 1)

    await all_at_once(sessions, 10, edit)
    async with Unit(sessions, service("test")) as unit:
        assert ((await unit.read(offers.get, id)).usual_size or 0) < 1 + EDITORS * 10


async def _blindly(db: AsyncSession, actor: Actor, id: UUID, size: int) -> None:
    offer = await db.get_one(Offer, id)
    offer.usual_size = size
    record(db, actor, "test.edited", id)
